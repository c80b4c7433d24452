"""The scenes of mails about what is brought in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from byturns.core import clock, ids
from byturns.groups.stage import Stage, scene
from byturns.portability.kinds import Source, State
from byturns.portability.models import Batch, OwnerLink


def _batch(stage: Stage, state: str) -> Batch:
    return Batch.objects.create(
        group=stage.group,
        kind=Source.values[0],
        state=state,
        file_name=stage.made.words[:120],
        made_by=stage.steward,
        opens_at=clock.now() + timedelta(days=14),
    )


@scene("portability.waits_for_stewards")
def _waits(stage: Stage) -> dict[str, Any]:
    return {"batch_id": _batch(stage, State.STAGED).pk, "membership_id": stage.steward.pk}


@scene("portability.group_told")
def _told(stage: Stage) -> dict[str, Any]:
    return {"batch_id": _batch(stage, State.TOLD).pk, "membership_id": stage.reader.pk}


@scene("portability.yours")
def _yours(stage: Stage) -> dict[str, Any]:
    made = OwnerLink.objects.create(
        group=stage.group,
        batch=_batch(stage, State.TOLD),
        membership=stage.reader,
        digest=ids.public_id(),
        ends_at=clock.now() + timedelta(days=60),
    )
    return {"link_id": made.pk, "token": "made-up"}
