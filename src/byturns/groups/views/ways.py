"""Small things that the pages of the door share: where home is, and the group’s words as safe HTML."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.safestring import SafeString

from byturns.core import text
from byturns.groups.models import Membership

LONG = 60  # characters: a line this long was cut by its width
BEGINS_ANEW = re.compile(r"\s*([-*+>#]|\d+[.)])\s")


def home_of(member: Membership) -> str:
    """The first page of the member's group."""
    return reverse("conversations:home", kwargs={"group_slug": member.group.slug})


def as_html(words: str) -> SafeString:
    """The group's own words as safe HTML, where lines that were only cut to fit flow on."""
    return SafeString(text.to_html(flowing(words)))


def flowing(words: str) -> str:
    """Words in which a long line runs on into the next one of the same paragraph.

    Text that was written in an editor with short lines, or copied from a mail, is cut where no break was
    meant. Short lines and lists stay as they are.
    """
    made: list[str] = []
    before = ""
    for line in words.replace("\r\n", "\n").split("\n"):
        if len(before) >= LONG and line.strip() and not BEGINS_ANEW.match(line):
            made[-1] = f"{made[-1].rstrip()} {line.strip()}"
        else:
            made.append(line)
        before = line
    return "\n".join(made)
