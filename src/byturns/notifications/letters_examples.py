"""The scenes of mails about what is said: the only ones that show more at a fuller level."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from byturns.conversations.kinds import Kind
from byturns.conversations.letters_examples import conversation, message
from byturns.conversations.models import Conversation, Message
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.stage import Stage, before_each, scene
from byturns.mail.models import Command
from byturns.notifications.kinds import Pace
from byturns.notifications.models import Choice, ToEveryone
from byturns.reciprocity.kinds import Help
from byturns.reciprocity.models import Ask, Asked, Hand
from byturns.reciprocity.models.asks import end_of


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


def _hers(stage: Stage, **fields: Any) -> Conversation:
    """A conversation that the reader began."""
    talk = conversation(stage, **fields)
    Message.objects.filter(conversation=talk).update(author=stage.reader)
    Conversation.objects.filter(pk=talk.pk).update(started_by=stage.reader)
    return talk


@scene("notifications.it_is_up")
def _it_is_up(stage: Stage) -> dict[str, Any]:
    talk = _hers(stage, kind=Kind.STORY)
    return {"membership_id": stage.reader.pk, "conversation_id": talk.pk, "how": "unsaid"}


@scene("notifications.to_choose")
def _to_choose(stage: Stage) -> dict[str, Any]:
    return {"membership_id": stage.reader.pk}


@scene("notifications.can_do")
def _can_do(stage: Stage) -> dict[str, Any]:
    talk = conversation(stage)
    row = Command.objects.create(
        group=stage.group, membership=stage.reader, conversation=talk, message=talk.messages.first()
    )
    return {"membership_id": stage.reader.pk, "command_id": row.pk}


@scene("notifications.resting")
def _resting(stage: Stage) -> dict[str, Any]:
    until = clock.today(stage.group.zone) + timedelta(days=14)
    Membership.objects.filter(pk=stage.reader.pk).update(on_break_until=until)
    return {"membership_id": stage.reader.pk}


@scene("notifications.did_it_help")
def _did_it_help(stage: Stage) -> dict[str, Any]:
    _chooses(stage, Pace.DAILY)
    talk = _hers(stage, asked_after_at=clock.now())
    return {"membership_id": stage.reader.pk, "conversation_id": talk.pk}


def _ask(stage: Stage, by: Membership) -> Ask:
    today = clock.today(stage.group.zone)
    return Ask.objects.create(
        group=stage.group,
        asked_by=by,
        kind=Help.CALL,
        title=stage.made.title,
        words=stage.made.words,
        place=stage.made.words[:120],
        day_from=today,
        day_to=today,
        ends_at=end_of(today, None, stage.group.zone),
    )


@scene("notifications.asked")
def _asked(stage: Stage) -> dict[str, Any]:
    _chooses(stage, Pace.DAILY)
    because = [{"reason": "offered", "about": "call", "when": ""}]
    made = Asked.objects.create(
        group=stage.group, ask=_ask(stage, stage.other), member=stage.reader, because=because
    )
    return {"membership_id": stage.reader.pk, "asked_id": made.pk}


@scene("notifications.give_news")
def _give_news(stage: Stage) -> dict[str, Any]:
    _chooses(stage, Pace.DAILY)
    ask = _ask(stage, stage.reader)
    Hand.objects.create(group=stage.group, ask=ask, helper=stage.other, words=stage.made.words)
    return {"membership_id": stage.reader.pk, "what": "offered", "ask_id": ask.pk}
