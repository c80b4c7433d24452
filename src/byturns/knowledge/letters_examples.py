"""The scenes of mails about what is kept."""

from __future__ import annotations

from typing import Any

from byturns.conversations.letters_examples import conversation
from byturns.conversations.models import Message
from byturns.groups.stage import Stage, scene
from byturns.knowledge.kinds import Scope
from byturns.knowledge.models import Page, Use


@scene("knowledge.leave_asked")
def _asked(stage: Stage) -> dict[str, Any]:
    message = conversation(stage).messages.get()
    Message.objects.filter(pk=message.pk).update(author=stage.reader)
    made = Use.objects.create(
        group=stage.group, teller=stage.reader, scope=Scope.GROUP, message=message, asked_by=stage.other
    )
    return {"use_id": made.pk}


@scene("knowledge.page_closed")
def _closed(stage: Stage) -> dict[str, Any]:
    page = Page.objects.create(group=stage.group, title=stage.made.title, started_by=stage.reader)
    return {"page_id": page.pk, "membership_id": stage.reader.pk}
