"""The scenes of mails about safety."""

from __future__ import annotations

from typing import Any

from byturns.conversations.letters_examples import conversation
from byturns.core import clock
from byturns.groups.stage import Stage, scene
from byturns.safety.kinds import Deed, Outcome, Route
from byturns.safety.models import Act, Report


def _report(stage: Stage, **fields: Any) -> Report:
    return Report.objects.create(
        group=stage.group,
        route=Route.values[0],
        by=stage.reader,
        about=stage.other,
        words=stage.made.words,
        answer_to="somebody@example.invalid",
        **fields,
    )


@scene("safety.reported")
def _reported(stage: Stage) -> dict[str, Any]:
    return {"report_id": _report(stage).pk, "membership_id": stage.steward.pk}


@scene("safety.settled")
@scene("safety.settled_outside")
def _settled(stage: Stage) -> dict[str, Any]:
    made = _report(
        stage,
        closed_at=clock.now(),
        closed_by=stage.steward,
        outcome=Outcome.values[0],
        reason=stage.made.words,
        said_to_reporter=stage.made.words,
    )
    return {"report_id": made.pk}


@scene("safety.done_to_yours")
def _done(stage: Stage) -> dict[str, Any]:
    made = Act.objects.create(
        group=stage.group,
        deed=Deed.values[0],
        message=conversation(stage).messages.get(),
        whose=stage.reader,
        by=stage.steward,
        reason=stage.made.words,
    )
    return {"act_id": made.pk}
