"""Keeping one's own experience, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from byturns.conversations.models import Message
from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.knowledge import events
from byturns.knowledge.actions.paging import settle_pages_of
from byturns.knowledge.kinds import PART_NAMES, Answer, Circumstance, Helped, Scope
from byturns.knowledge.models import Experience, Subject, Use


@transaction.atomic
def keep(
    *, member: Membership, said: Mapping[str, Any], message: Message | None = None, once: str = ""
) -> Experience:
    """Keep an experience of one's own for the group; the form is the yes.

    `said` holds the parts by name, `subject` (a name), `helped`, `circumstances` and `named`. A form sent
    twice keeps one. Raises NotAllowed. Emits ExperienceKept.
    """
    if once and (kept := Experience.objects.filter(teller=member, once=once).first()) is not None:
        return kept
    policy.require(member, "knowledge.keep", message)
    made = put(teller=member, said=said, message=message, once=once)
    asked = Use.objects.filter(message=message, choice="").first() if message is not None else None
    record_yes(made, asked)
    emit(events.ExperienceKept(group_id=member.group_id, by_id=member.pk, experience_id=made.pk))
    return made


@transaction.atomic
def change(*, member: Membership, experience: Experience, said: Mapping[str, Any]) -> Experience:
    """Change an experience; what was before is not kept. Raises NotAllowed. Emits ExperienceChanged.

    What is made of it shows the new words from now on: they are her own.
    """
    policy.require(member, "knowledge.change", experience)
    before = experience.subject_id
    _put_said(experience, said)
    experience.version += 1
    experience.changed_at = clock.now()
    experience.asks_again_at = None
    experience.save()
    drop_empty_subjects(before)
    settle_pages_of(experience)
    emit(events.ExperienceChanged(group_id=member.group_id, by_id=member.pk, experience_id=experience.pk))
    return experience


@transaction.atomic
def say_still_right(*, member: Membership, experience: Experience) -> None:
    """After its message was changed: it may be found again as it is. Raises NotAllowed."""
    policy.require(member, "knowledge.change", experience)
    experience.asks_again_at = None
    experience.save(update_fields=["asks_again_at"])
    settle_pages_of(experience)
    emit(events.ExperienceChanged(group_id=member.group_id, by_id=member.pk, experience_id=experience.pk))


def put(*, teller: Membership, said: Mapping[str, Any], message: Message | None, once: str) -> Experience:
    """The row, without asking anybody: `keep` and the answer to a question have done so."""
    made = Experience(group_id=teller.group_id, teller=teller, message=message, once=once)
    _put_said(made, said)
    made.save()
    return made


def record_yes(experience: Experience, asked: Use | None, said_to: Membership | None = None) -> Use:
    """The row of the ledger for the group's use: the question that waited, or one of its own."""
    use = asked or Use(group_id=experience.group_id, teller_id=experience.teller_id, scope=Scope.GROUP)
    use.experience = experience
    use.choice = Answer.YES
    use.answered_at = clock.now()
    use.version = experience.version
    use.said_to = said_to
    use.save()
    return use


def _put_said(experience: Experience, said: Mapping[str, Any]) -> None:
    for name in PART_NAMES:
        setattr(experience, name, text.tidy(said.get(name, "")))
    helped, chosen = said.get("helped", ""), set(said.get("circumstances", ()))
    experience.helped = helped if helped in Helped.values else ""
    experience.circumstances = [one for one in Circumstance.values if one in chosen]
    experience.named = bool(said.get("named", False))
    experience.subject = _subject(experience.group_id, said.get("subject", ""))


def _subject(group_id: int, name: str) -> Subject | None:
    """The subject of that name, whatever its capitals; made when it is new."""
    tidied = " ".join(text.tidy(name).split())[:80]
    if not tidied:
        return None
    found = Subject.objects.filter(name__iexact=tidied).first()
    return found or Subject.objects.create(group_id=group_id, name=tidied)


def drop_empty_subjects(*numbers: int | None) -> None:
    """A subject goes with the last that was on it: its name is somebody's words."""
    Subject.objects.filter(pk__in=[one for one in numbers if one], experiences=None).delete()
