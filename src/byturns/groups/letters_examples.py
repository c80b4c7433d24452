"""The scenes of the mails of signing in, of the door and of who is in the group."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from byturns.core import clock
from byturns.groups.models import (
    Application,
    Circle,
    CircleMember,
    Duty,
    Invitation,
    Membership,
    Recovery,
    StewardOffer,
)
from byturns.groups.stage import Stage, scene

CODE = "123456"
TOKEN = "made-up"  # noqa: S105 - opens nothing


@scene("people.code")
@scene("people.new_address")
def _code(stage: Stage) -> dict[str, Any]:
    return {"code": CODE}


@scene("people.unknown_address")
@scene("people.moved")
@scene("people.factor_changed")
@scene("groups.recovery_apart")
def _nothing(stage: Stage) -> dict[str, Any]:
    return {}


@scene("groups.invitation")
def _invitation(stage: Stage) -> dict[str, Any]:
    made = Invitation.objects.create(
        group=stage.group,
        email="somebody@example.invalid",
        note=stage.made.words,
        made_by=stage.other,
        expires_at=clock.now() + timedelta(days=14),
    )
    return {"invitation_id": made.pk, "token": TOKEN}


def _asking(stage: Stage) -> Application:
    return Application.objects.create(
        group=stage.group,
        person=stage.reader.person,
        name=stage.made.name,
        answers=[{"question": stage.made.words, "answer": stage.made.words}],
        kind_words=stage.made.words,
    )


@scene("groups.somebody_asks")
@scene("groups.applicant_wrote")
@scene("groups.word_for_stewards")
def _application(stage: Stage) -> dict[str, Any]:
    return {"application_id": _asking(stage).pk, "membership_id": stage.other.pk}


@scene("groups.answer_to_asking")
def _answer(stage: Stage) -> dict[str, Any]:
    return {"application_id": _asking(stage).pk}


@scene("groups.let_in")
@scene("groups.steward_by_host")
@scene("groups.pin_taken_away")
@scene("groups.recovery_done")
@scene("groups.guest")
def _reader(stage: Stage) -> dict[str, Any]:
    return {"membership_id": stage.reader.pk}


@scene("groups.circle_asked")
def _circle(stage: Stage) -> dict[str, Any]:
    circle = Circle.objects.create(group=stage.group, name=stage.made.name, made_by=stage.other)
    CircleMember.objects.create(group=stage.group, circle=circle, membership=stage.reader)
    return {"circle_id": circle.pk, "membership_id": stage.reader.pk}


@scene("groups.steward_asked")
def _offer(stage: Stage) -> dict[str, Any]:
    offer = StewardOffer.objects.create(group=stage.group, whom=stage.reader, by=stage.steward)
    return {"offer_id": offer.pk}


@scene("groups.removed")
def _removed(stage: Stage) -> dict[str, Any]:
    return _gone(stage, Membership.Status.REMOVED)


@scene("groups.left")
def _left(stage: Stage) -> dict[str, Any]:
    return _gone(stage, Membership.Status.LEFT)


def _gone(stage: Stage, status: str) -> dict[str, Any]:
    Membership.objects.filter(pk=stage.reader.pk).update(status=status, ended_reason=stage.made.words)
    return {"membership_id": stage.reader.pk}


@scene("groups.recovery_opened")
@scene("groups.recovery_soon")
@scene("groups.recovery_second")
@scene("groups.recovery_steward")
def _recovery(stage: Stage) -> dict[str, Any]:
    made = Recovery.objects.create(
        group=stage.group,
        membership=stage.reader,
        new_email="somebody@example.invalid",
        opened_by=stage.steward,
        how_known=stage.made.words,
        second=stage.other,
    )
    return {"recovery_id": made.pk}


@scene("groups.day_to_take")
def _day(stage: Stage) -> dict[str, Any]:
    day = clock.today(stage.group.zone) + timedelta(days=3)
    duty = Duty.objects.create(group=stage.group, day=day, listener=stage.other, wants_out=True)
    return {"duty_id": duty.pk, "membership_id": stage.reader.pk}
