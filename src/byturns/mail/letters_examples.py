"""The scenes of mails about mail."""

from __future__ import annotations

from typing import Any

from byturns.core import ids
from byturns.groups.stage import Stage, scene
from byturns.mail.kinds import State, Way, Why
from byturns.mail.models import Inbound, SecondAddress


def inbound(stage: Stage, **fields: Any) -> Inbound:
    """A mail of the reader's that has just come in."""
    raw = f"From: {stage.made.name}\nSubject: {stage.made.words}\n\n{stage.made.words}\n".encode()
    usual = {"state": State.ASKED, "why": Why.UNPROVEN, "way": Way.GROUP}
    return Inbound.objects.create(
        digest=ids.public_id(),
        raw=raw,
        size=len(raw),
        came_by="smtp",
        mail_from="somebody@example.invalid",
        rcpt_to="group@example.invalid",
        group_id=stage.group.pk,
        membership_id=stage.reader.pk,
        **{**usual, **fields},
    )


@scene("mail.was_this_you")
def _asked(stage: Stage) -> dict[str, Any]:
    return {"inbound_id": inbound(stage).pk}


@scene("mail.is_this_you_too")
def _too(stage: Stage) -> dict[str, Any]:
    return {"inbound_id": inbound(stage, why=Why.TOO).pk}


@scene("mail.which_of_you")
def _which(stage: Stage) -> dict[str, Any]:
    return {"inbound_id": inbound(stage, why=Why.EITHER).pk}


@scene("mail.confirm_address")
def _address(stage: Stage) -> dict[str, Any]:
    made = SecondAddress.objects.create(
        group=stage.group, membership=stage.reader, address="somebody@example.invalid"
    )
    return {"address_id": made.pk}


@scene("mail.back")
def _back(stage: Stage) -> dict[str, Any]:
    made = inbound(stage, state=State.HELD, why=Why.CLOSED, back_to_id=stage.reader.pk)
    return {"inbound_id": made.pk}


@scene("mail.not_passed_on")
def _not_passed_on(stage: Stage) -> dict[str, Any]:
    return {"inbound_id": inbound(stage, state=State.HELD, why=Why.STRANGER).pk}


@scene("mail.something_held")
def _held(stage: Stage) -> dict[str, Any]:
    return {"membership_id": stage.steward.pk}


@scene("mail.probe")
def _probe(stage: Stage) -> dict[str, Any]:
    account = stage.reader.person.account
    return {"account_id": account.pk if account is not None else 0}


@scene("mail.not_done")
def _not_done(stage: Stage) -> dict[str, Any]:
    return {"inbound_id": inbound(stage, state=State.HELD, why=Why.WORDS, way=Way.COMMAND).pk}
