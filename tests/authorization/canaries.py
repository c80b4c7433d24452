"""A word of its own in every private field, and who may ever read it. All other answers are scanned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.apps import apps
from django.db import models

WORD = re.compile(r"qzv\d{3}kx", re.IGNORECASE)


@dataclass(frozen=True)
class Canary:
    """`sees` read it anywhere; `also`: these roles on these pages only. `title`: may name a page."""

    word: str
    field: str
    sees: frozenset[str]
    also: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    title: bool = False

    def may(self, role: str, page: str) -> bool:
        return role in self.sees or any(role in roles and page in pages for roles, pages in self.also)


class Canaries:
    """All that were planted."""

    def __init__(self) -> None:
        self.all: dict[str, Canary] = {}

    def plant(
        self,
        field: str,
        sees: Iterable[str],
        *also: tuple[Iterable[str], Iterable[str]],
        title: bool = False,
    ) -> str:
        """A fresh word for `field` (app.Model.field), to be put there by the caller."""
        word = f"qzv{len(self.all):03d}kx"
        limited = tuple((frozenset(roles), frozenset(pages)) for roles, pages in also)
        self.all[word] = Canary(word, field, frozenset(sees), limited, title)
        return word

    def also(self, said: str, roles: Iterable[str], pages: Iterable[str]) -> None:
        """Whoever else reads the word that stands in `said`, and where."""
        for word in WORD.findall(said):
            old = self.all[word]
            more = (*old.also, (frozenset(roles), frozenset(pages)))
            self.all[word] = replace(old, also=more)

    def leaks(self, role: str, page: str, said: str, path: str = "") -> Iterator[str]:
        """Each word in `said` that this role may not read here. What stood in the address is known."""
        for word in {found.lower() for found in WORD.findall(said)}:
            canary = self.all[word]
            if word not in path.lower() and not canary.may(role, page):
                yield f"{canary.field} {word}"

    def outside_titles(self, said: str) -> Iterator[str]:
        """Each word in `said`, a title or an address, that is not a group's own name."""
        for word in {found.lower() for found in WORD.findall(said)}:
            if not self.all[word].title:
                yield f"{self.all[word].field} {word}"

    def fields(self) -> set[str]:
        return {canary.field for canary in self.all.values()}


# Text fields that hold no words, or words that are planted elsewhere, with the reason.
NO_WORDS: dict[str, str] = {
    "core.EventRecord.kind": "a name in our code",
    "core.Delivery.subscriber": "a name in our code",
    "core.Tick.name": "a name in our code",
    "core.OutgoingMail.kind": "a name in our code",
    "core.OutgoingMail.once": "kinds and numbers",
    "core.OutgoingMail.back": "drawn at random, goes out on the envelope",
    "mail.CameBack.days": "dates",
    "core.OutgoingMail.message_id": "drawn at random, goes out in the mail",
    "people.Account.password": "always unusable",
    "people.Person.pin": "a hash",
    "groups.Group.slug": "stands in every address on purpose",
    "groups.Group.language": "a code",
    "groups.Group.time_zone": "one of a list",
    "groups.Invitation.token_digest": "a digest",
    "groups.SetupLink.token_digest": "a digest",
    "groups.ApplicationMessage.html": "made from words, where the canary stands",
    "groups.JoinReason.reasons": "keys of a list; the words beside them are planted",
    "conversations.Message.html": "made from words, where the canary stands",
    "conversations.Conversation.once": "drawn at random by the form",
    "conversations.Message.once": "drawn at random by the form",
    "conversations.Message.import_key": "a keyed hash",
    "conversations.ImportedName.said_key": "a keyed hash",
    "knowledge.Experience.circumstances": "keys of a list",
    "knowledge.Line.once": "drawn at random by the form",
    "knowledge.Page.once": "drawn at random by the form",
    "knowledge.Experience.once": "drawn at random by the form",
    "reciprocity.Ask.once": "a digest",
    "reciprocity.Asked.because": "keys of lists and dates",
    "reciprocity.Hand.helper_passes": "keys of a list",
    "reciprocity.Hand.asker_passes": "keys of a list",
    "reciprocity.Willing.kinds": "keys of a list",
    "reciprocity.Willing.weekdays": "numbers of weekdays",
    "reciprocity.Willing.parts": "keys of a list",
    "safety.LocalNumber.number": "digits only; the name beside it is planted",
    "safety.Report.once": "drawn at random by the form",
    "mail.ReplyKey.token": "drawn at random, stands in an address",
    "mail.ReplyKey.message_id": "drawn at random, goes out in the mail",
    "mail.OwnAddress.token": "drawn at random, stands in an address",
    "mail.AskingKey.token": "drawn at random, stands in an address",
    "mail.LetterKey.token": "drawn at random, stands in an address",
    "mail.Command.root": "drawn at random, half of what stands in an address",
    "mail.Command.done": "names in our code",
    "mail.Inbound.digest": "a digest",
    "mail.Inbound.posted_as": "a keyed digest",
    "mail.Inbound.came_by": "a code",
    "mail.Original.kept": "numbers of lines",
    "mail.Original.feet": "numbers of lines",
    "mail.Original.ours": "numbers of lines",
    "mail.Mark.letters": "three letters at most",
    "notifications.Choice.quiet_days": "numbers of weekdays",
    "notifications.Device.digest": "a digest",
    "notifications.Device.stamp": "a keyed hash",
    "groups.Offered.weekdays": "numbers of weekdays",
    "search.Entry.terms": "made from words, where the canary stands",
    "search.KeptEntry.terms": "made from words, where the canary stands",
    "portability.Batch.digest": "a digest",
    "portability.Batch.kept_as": "a name drawn at random",
    "portability.GoneLine.key": "a keyed hash",
    "portability.OwnerLink.digest": "a digest",
    "portability.StagedMember.contact_by": "a code",
    "portability.StagedMember.done": "a code",
    "portability.StagedMessage.key": "a keyed hash",
    "portability.StagedName.said_key": "a keyed hash",
}


def text_fields() -> set[str]:
    """Every field of our models that could hold words."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("byturns.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name != "public_id"
    }
