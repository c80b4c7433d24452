"""What a line of a mail can be, and what its web page can tell of a line."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a line is."""

    OWN = "own"
    ANSWERED = "answered"  # a quoted line with its answer below
    QUOTE = "quote"
    HEAD = "head"  # "Jane wrote:", "-----Original Message-----"
    SIGNATURE = "signature"
    FOOT = "foot"  # added by a telephone or a mailing list


class Mark(StrEnum):
    """What the markup of a mail says of a line, before anybody reads its words."""

    QUOTE = "quote"
    HEAD = "head"
    SIGNATURE = "signature"
    REST = "rest"  # from here on all is the mail that was answered
    PERHAPS_REST = "perhaps rest"  # so it looks; the words must agree
