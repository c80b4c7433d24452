"""Small things that the pages of the door share: where home is, and words as safe HTML."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString

from byturns.core import text
from byturns.groups.models import Membership


def home_of(member: Membership) -> str:
    """The first page of the member's group."""
    return reverse("conversations:home", kwargs={"group_slug": member.group.slug})


def as_html(words: str) -> SafeString:
    """Members' words as safe HTML."""
    return SafeString(text.to_html(words))
