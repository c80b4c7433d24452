"""What becomes of kept words when their teller, or the message they came from, is gone."""

from __future__ import annotations

from django.db import transaction

from byturns.core import clock
from byturns.core.events import emit
from byturns.groups.models import Membership
from byturns.knowledge import events
from byturns.knowledge.actions.paging import settle_pages_of
from byturns.knowledge.actions.taking_back import wipe
from byturns.knowledge.models import Experience, LineVersion, Page, Use


@transaction.atomic
def settle_experiences_of_leaver(*, member: Membership, words: str) -> None:
    """Keep what she told ("keep"), keep it without her name ("unnamed"), or take it all back ("down").

    What waits for her answer goes in any case, and so does what she asked of others and nobody answered.
    No rule is asked: leaving was allowed.
    """
    Use.objects.filter(teller=member, choice="").delete()
    Use.objects.filter(asked_by=member, choice="").delete()
    Page.objects.filter(next_by=member).update(next_by=None)
    if words == "keep":
        return
    hers = Experience.objects.filter(teller=member, down_at=None)
    if words == "unnamed":
        hers.update(named=False)
        return
    for experience in list(hers):
        wipe(experience=experience, by=None)
    # Lines that she wrote on pages are her words too. A page's name is the group's.
    LineVersion.objects.filter(by=member, scrubbed_at=None).update(words="", scrubbed_at=clock.now())


@transaction.atomic
def message_is_gone(*, message_id: int) -> None:
    """Its writer took the message down: what was kept of it goes too, and nobody need answer about it."""
    Use.objects.filter(message=message_id, choice="").delete()
    for experience in list(Experience.objects.filter(message=message_id, down_at=None)):
        wipe(experience=experience, by=None)


@transaction.atomic
def message_was_changed(*, message_id: int, group_id: int) -> None:
    """Its writer changed the message: what was kept of it is out of sight until she has looked."""
    for experience in list(Experience.objects.filter(message=message_id, down_at=None, asks_again_at=None)):
        Experience.objects.filter(pk=experience.pk).update(asks_again_at=clock.now())
        emit(events.ExperienceChanged(group_id=group_id, experience_id=experience.pk))
        settle_pages_of(experience)
