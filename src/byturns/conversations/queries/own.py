"""What only the writer of a message reads about it."""

from __future__ import annotations

from byturns.conversations.models import Message, OlderText, UnnamedLook


def older_texts_of(message: Message) -> list[OlderText]:
    """How it read before, newest first."""
    return list(OlderText.objects.filter(message=message).order_by("-replaced_at", "-pk"))


def looks_at(message: Message) -> list[UnnamedLook]:
    """Each time that a steward looked who wrote it, newest first."""
    return list(UnnamedLook.objects.filter(message=message).select_related("by").order_by("-at", "-pk"))
