"""Talk: a member opens a conversation, others answer.

What is always true: a conversation waits until another full member has answered in words; only its
writer changes a message; what is taken down leaves a line and nothing else; what was brought in
from elsewhere is read only by those who were there, never waits and never sends mail.
"""
