"""Rules of the group's own house; each refusal is a sentence the member can read."""
