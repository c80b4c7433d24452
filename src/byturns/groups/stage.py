"""Examples of mails: written by what writes the real ones, about people and words that are made up.

`on_stage` builds a group of its own in a transaction that is taken back, inside that group's fence. Each app
says for each kind of mail what the scene is; a house test fails for a kind that has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from byturns.core import clock, ids, outbox
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import in_group
from byturns.people.models import Account, Person


@dataclass(frozen=True)
class Made:
    """What is made up: a word for every name, one for whatever somebody wrote, and one for its title."""

    name: str
    words: str
    title: str


@dataclass
class Stage:
    """The people of the scene. `level` is what the reader chose that her mails show."""

    group: Group
    reader: Membership
    other: Membership
    steward: Membership
    level: str
    made: Made


Scene = Callable[[Stage], dict[str, Any]]
SCENES: dict[str, Scene] = {}
_before: list[Callable[[Stage], None]] = []


def before_each(prepare: Callable[[Stage], None]) -> Callable[[Stage], None]:
    """Do this before each scene, for an app above that knows what a level is."""
    _before.append(prepare)
    return prepare


def scene(kind: str) -> Callable[[Scene], Scene]:
    """Say how an example of mails of `kind` comes about: gives the references for what writes it."""

    def register(build: Scene) -> Scene:
        SCENES[kind] = build
        return build

    return register


def made_up() -> Made:
    """What stands in the examples that people see."""
    words = _("They are long just now. How do you get through them?")
    return Made(name=_("Robin"), words=words, title=_("The nights"))


@contextmanager
def on_stage(level: str, made: Made | None = None) -> Iterator[Stage]:
    """A made-up group with three people; everything that is written inside the block is taken back."""
    made = made or made_up()
    with transaction.atomic():
        group = Group.objects.create(name=made.name, welcome=made.words)
        with in_group(group), timezone.override(group.zone), translation.override(group.language):
            reader, other, steward = (_person(group, made, number) for number in range(3))
            Membership.objects.filter(pk=steward.pk).update(role=Membership.Role.STEWARD)
            steward.refresh_from_db()
            stage = Stage(group, reader, other, steward, level, made)
            for prepare in _before:
                prepare(stage)
            yield stage
        transaction.set_rollback(True)


def _person(group: Group, made: Made, number: int) -> Membership:
    # `.invalid` can be nobody's: even a mail that went by mistake would reach no one.
    account = Account.objects.create(email=f"{ids.public_id()}{number}@example.invalid")
    return Membership.objects.create(
        group=group,
        person=Person.objects.create(name=made.name, account=account),
        display_name=made.name,
        joined_at=clock.now() - timedelta(days=400),
        is_listener=number < 2,
    )


def drawn(kind: str, level: str, made: Made | None = None) -> outbox.Letter:
    """One example, as it would go out. Raises LookupError when its scene gives nothing to say."""
    with on_stage(level, made) as stage:
        letter = outbox.write(kind, SCENES[kind](stage))
        if not isinstance(letter, outbox.Letter):
            raise LookupError(f"the scene of {kind} gives no mail")
        return letter
