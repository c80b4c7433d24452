from __future__ import annotations

from django.db import models

from byturns.groups.scoping import GroupOwned


class Entry(GroupOwned):
    """The terms of one message that stands: what can be found of it, and nothing else.

    The database keeps a full-text index over `terms` by itself (migration 0002: a GIN index, or an FTS5
    table with triggers). The first term is the group's own mark, so the group is part of every match.
    """

    message = models.OneToOneField(
        "conversations.Message", models.CASCADE, primary_key=True, related_name="+"
    )
    terms = models.TextField()

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"entry {self.pk}"


class KeptEntry(GroupOwned):
    """The terms of one experience that stands, in the same way (migration 0004)."""

    experience = models.OneToOneField(
        "knowledge.Experience", models.CASCADE, primary_key=True, related_name="+"
    )
    terms = models.TextField()

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"kept entry {self.pk}"
