"""The same mail twice: by another road, or to two addresses of one member for the same place. It counts once.

The same means: one Message-ID, one sender, the same words. What differs in its words is never lost.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from byturns.mail.models import Inbound
from byturns.mail.reading.letter import Letter


class Repeated(Exception):
    """Its words stand there already, as `message_id` where that is a message."""

    def __init__(self, message_id: int | None) -> None:
        super().__init__("posted before")
        self.message_id = message_id


def claim(kept: Inbound, read: Letter, words: str, *, writer: str, place: str) -> None:
    """Note that this mail has become the words of `writer` at `place`; the database holds that only one has.

    Call it in the transaction that posts them, after that: Raises Repeated, and what was posted must go back.
    """
    mark = _mark(kept, read, words, writer, place)
    try:
        with transaction.atomic():
            Inbound.objects.filter(pk=kept.pk).update(posted_as=mark)
    except IntegrityError:
        first = Inbound.objects.filter(posted_as=mark).values_list("message_id", flat=True)
        raise Repeated(first.get()) from None


def _mark(kept: Inbound, read: Letter, words: str, writer: str, place: str) -> str:
    """Keyed, so that nobody who reads the database can guess from it what was said."""
    # Without a Message-ID each server on the way gives another, or none: then only the very same mail is it.
    name = read.message_id or kept.digest
    said = "\n".join((writer, place, kept.sender, name, " ".join(words.split())))
    return salted_hmac("byturns.mail.repeats", said, algorithm="sha256").hexdigest()
