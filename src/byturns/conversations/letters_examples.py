"""The scenes of mails about conversations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from byturns.conversations.models import Conversation, GuestVisit, Message, UnnamedLook
from byturns.core import clock, text
from byturns.groups.stage import Stage, scene


def conversation(stage: Stage, **fields: Any) -> Conversation:
    """One that the other member began, with its first words, a while ago."""
    at = clock.now() - timedelta(hours=5)
    made = Conversation.objects.create(
        group=stage.group,
        started_by=stage.other,
        title=stage.made.title,
        opened_at=at,
        last_at=at,
        **fields,
    )
    message(stage, made)
    return made


def message(stage: Stage, talk: Conversation) -> Message:
    """Words of the other member in it."""
    return Message.objects.create(
        group=stage.group,
        conversation=talk,
        author=stage.other,
        words=stage.made.words,
        html=text.to_html(stage.made.words),
        renderer=text.RENDERER,
        sent_at=talk.opened_at,
    )


@scene("conversations.looked_behind")
def _look(stage: Stage) -> dict[str, Any]:
    first = conversation(stage).messages.get()
    made = UnnamedLook.objects.create(
        group=stage.group, message=first, by=stage.steward, reason=stage.made.words
    )
    return {"look_id": made.pk}


@scene("conversations.visit_proposed")
def _visit(stage: Stage) -> dict[str, Any]:
    opens = clock.now() + timedelta(days=3)
    made = GuestVisit.objects.create(
        group=stage.group,
        conversation=conversation(stage),
        guest=stage.reader,
        proposed_by=stage.steward,
        opens_at=opens,
        until=opens + timedelta(days=14),
    )
    return {"visit_id": made.pk}
