"""The pages of the way in, and of what is one's own."""
