"""Mail as it comes in, read without Django: raw bytes in, plain dataclasses out, no database.

`letter.read` makes of any bytes a `Letter` or an `Unreadable`; `reply.cut` says of each line of its text
whether the writer wrote it, or it repeats somebody else, or is a signature. Nothing here raises.
"""
