"""The scenes of mails about what is said: the only ones that show more at a fuller level."""

from __future__ import annotations

from typing import Any

from byturns.conversations.kinds import Kind
from byturns.conversations.letters_examples import conversation, message
from byturns.groups.stage import Stage, before_each, scene
from byturns.notifications.kinds import Pace
from byturns.notifications.models import Choice, ToEveryone


@before_each
def _level(stage: Stage) -> None:
    """All three have chosen the level of the example."""
    for member in (stage.reader, stage.other, stage.steward):
        Choice.objects.create(group=stage.group, membership=member, pace=Pace.EACH, shows=stage.level)


def _chooses(stage: Stage, pace: str) -> None:
    Choice.objects.filter(membership=stage.reader).update(pace=pace)


@scene("notifications.notice")
def _notice(stage: Stage) -> dict[str, Any]:
    _chooses(stage, Pace.EACH)
    return {"membership_id": stage.reader.pk, "conversation_id": conversation(stage, kind=Kind.LISTEN).pk}


@scene("notifications.letter")
def _letter(stage: Stage) -> dict[str, Any]:
    _chooses(stage, Pace.DAILY)
    message(stage, conversation(stage))
    conversation(stage)
    return {"membership_id": stage.reader.pk}


@scene("notifications.waits")
def _waits(stage: Stage) -> dict[str, Any]:
    _chooses(stage, Pace.EACH)
    return {"membership_id": stage.reader.pk, "conversation_id": conversation(stage, kind=Kind.LISTEN).pk}


@scene("notifications.everyone")
def _everyone(stage: Stage) -> dict[str, Any]:
    _chooses(stage, Pace.WEEKLY)
    talk = conversation(stage)
    ToEveryone.objects.create(group=stage.group, conversation=talk, by=stage.other)
    return {"membership_id": stage.reader.pk, "conversation_id": talk.pk}
