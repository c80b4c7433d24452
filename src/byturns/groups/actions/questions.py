"""The group's own questions to those who want to join."""

from __future__ import annotations

from django.db import transaction

from byturns.core import clock, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import JoinQuestion, Membership


@transaction.atomic
def put(*, member: Membership, asked: list[str]) -> list[JoinQuestion]:
    """From now on these questions are asked, in this order; others are retired.

    Answers already given hold their question and do not change. Raises NotAllowed. Emits
    QuestionsChanged when anything is new.
    """
    policy.require(member, "groups.questions")
    wanted = [words for words in (text.tidy(one) for one in asked) if words.strip()]
    standing = list(JoinQuestion.objects.filter(retired_at=None))
    if [one.words for one in standing] == wanted:
        return standing
    JoinQuestion.objects.filter(retired_at=None).update(retired_at=clock.now())
    made = [
        JoinQuestion.objects.create(group_id=member.group_id, words=words, position=place)
        for place, words in enumerate(wanted)
    ]
    emit(events.QuestionsChanged(group_id=member.group_id, by_id=member.pk))
    return made
