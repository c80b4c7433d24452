"""Taking back: at once, without a reason, and from everything that was made of it."""

from __future__ import annotations

from django.db import transaction

from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.knowledge import events, shared_words
from byturns.knowledge.actions.keeping import drop_empty_subjects
from byturns.knowledge.actions.paging import settle_page
from byturns.knowledge.kinds import PART_NAMES, Answer, Scope
from byturns.knowledge.models import Experience, LineVersion, Page, RestsOn, Use


@transaction.atomic
def take_back(*, member: Membership, use: Use) -> None:
    """End a use. Raises NotAllowed. Emits UseTakenBack, and ExperienceGone when nothing is left of it.

    Without the group's use there is no place for the words, so all other uses end with it and the words
    are wiped. The message that they came from stays (settled point 26).
    """
    policy.require(member, "knowledge.take_back", use)
    if use.withdrawn_at is not None or use.experience is None:
        return
    if use.scope == Scope.GROUP:
        wipe(experience=use.experience, by=member)
        return
    said = use.experience.all_words
    Use.objects.filter(pk=use.pk).update(withdrawn_at=clock.now())
    emit(events.UseTakenBack(group_id=use.group_id, by_id=member.pk, use_id=use.pk))
    if use.page is not None:
        _take_off_page(use.page, use, said)


@transaction.atomic
def wipe(*, experience: Experience, by: Membership | None) -> None:
    """Replace the words of an experience and end its uses; the ledger keeps what was said yes to and when.

    No rule is asked: `take_back` has done so, or her message or she herself has gone. Emits UseTakenBack
    for each use that ended, and ExperienceGone.
    """
    if experience.down_at is not None:
        return
    moment, subject, said = clock.now(), experience.subject_id, experience.all_words
    for name in PART_NAMES:
        setattr(experience, name, "")
    experience.subject = None
    experience.helped = ""
    experience.circumstances = []
    experience.named = False
    experience.down_at = moment
    experience.save()
    drop_empty_subjects(subject)
    by_id = by.pk if by is not None else None
    uses = Use.objects.filter(experience=experience, withdrawn_at=None)
    for use in list(uses.filter(choice=Answer.YES).select_related("page")):
        use.withdrawn_at = moment
        use.save(update_fields=["withdrawn_at"])
        emit(events.UseTakenBack(group_id=use.group_id, by_id=by_id, use_id=use.pk))
        if use.page is not None:
            _take_off_page(use.page, use, said)
    uses.filter(choice="").delete()
    emit(events.ExperienceGone(group_id=experience.group_id, by_id=by_id, experience_id=experience.pk))


def _take_off_page(page: Page, use: Use, said: str) -> None:
    """What the page made of a use is wiped: every version of a line that rests on it, or quotes it.

    The group has not looked at what is left, so the page is graded anew; it may leave the list.
    """
    resting = RestsOn.objects.filter(use=use).values("version")
    numbers = set(LineVersion.objects.filter(pk__in=resting).values_list("pk", flat=True))
    rest = LineVersion.objects.filter(line__page=page, scrubbed_at=None).exclude(pk__in=numbers)
    numbers |= {version.pk for version in rest if shared_words.quotes(version.words, said)}
    LineVersion.objects.filter(pk__in=numbers, scrubbed_at=None).update(words="", scrubbed_at=clock.now())
    Page.objects.filter(pk=page.pk).update(looked_on=None)
    settle_page(page)
