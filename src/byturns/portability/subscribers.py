"""What becomes of words that were brought in when their writer goes: the same as of her other words."""

from __future__ import annotations

from django.db.models import QuerySet

from byturns.core.events import within
from byturns.groups import events as group_events
from byturns.groups.kinds import Words
from byturns.groups.models import Membership
from byturns.portability.actions import owning
from byturns.portability.kinds import Choice, State
from byturns.portability.models import StagedName, WasThere


@within(group_events.MemberLeft, group_events.WordsSettled)
def words_of_who_left(event: group_events.MemberLeft | group_events.WordsSettled) -> None:
    """Taken down, without a name, or kept, as she said, in the same transaction."""
    for name in _names_of(event.membership_id):
        if event.words == Words.DOWN:
            owning.take_down(name=name)
        elif event.words == Words.UNNAMED:
            owning.show_name(name=name, shown=False)


@within(group_events.MemberRemoved)
def words_of_who_was_removed(event: group_events.MemberRemoved) -> None:
    """What has not opened yet is not brought in (settled point 17)."""
    for name in _names_of(event.membership_id).filter(batch__state__in=[State.STAGED, State.TOLD]):
        name.choice = Choice.OUT
        name.certain = True
        name.save(update_fields=["choice", "certain"])
    gone = Membership.objects.get(pk=event.membership_id)
    WasThere.objects.filter(membership=gone).delete()


def _names_of(membership_id: int) -> QuerySet[StagedName]:
    return StagedName.objects.filter(membership=membership_id).select_related("batch", "imported")
