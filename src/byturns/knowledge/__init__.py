"""What we know: experience kept with consent, found when it is needed.

What is always true: nothing is kept or used without its teller's own yes, and not answered means no;
what she takes back is gone at once from everything that was made of it; nothing here is written by a
machine.
"""
