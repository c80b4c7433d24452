"""A person and their way in.

An *account* is a mailbox that can be signed in to; a *person* is somebody. Two people may share one
mailbox, and a person may have none at all and still be a full member.
"""
