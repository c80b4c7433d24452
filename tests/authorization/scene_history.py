"""Histories on their way in: nothing of them is read by members before they open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from byturns.core import clock, ids
from byturns.portability.importing import keys
from byturns.portability.kinds import Choice, Source, State
from byturns.portability.models import (
    Batch,
    Claim,
    Line,
    OwnerLink,
    StagedMember,
    StagedMessage,
    StagedName,
    WasThere,
)
from byturns.search import index
from tests.authorization.roles import EVERYBODY, FAR, STEWARDS

if TYPE_CHECKING:
    from tests.authorization.scene import World

GONE = "zzzzzzzzzzzz"
BY_LINK = (EVERYBODY, {"mine"})  # whoever holds the link that only the writer's address got
FIGURES = dict.fromkeys(("messages", "conversations", "people", "lines", "in_messages", "skipped"), 1)
MINE = {"portability:mine", "portability:own", "groups:own_data"}


def plant(world: World) -> None:
    """Files, names, claims and links by the names they have in things.py."""
    staged = _batch(world, "staged", Source.WHATSAPP, State.STAGED, STEWARDS)
    told = _batch(world, "told", Source.MBOX, State.TOLD, STEWARDS)
    far = _batch(world, "foreign", Source.MBOX, State.TOLD, FAR)
    _members(world, _batch(world, "list", Source.MEMBERS, State.STAGED, STEWARDS))
    world.names["batch", "missing"] = {"public_id": GONE}
    _name(world, "undecided", staged, "old", STEWARDS, ())
    _name(world, "of_old", told, "old", STEWARDS | {"old"}, [({"old"}, MINE)])
    StagedName.objects.filter(batch=told).update(said_key=keys.address(world.accounts["old"].email))
    # By the name alone: whoever it was given to reads nothing before it is confirmed and open.
    _name(world, "guessed", told, "old", STEWARDS | {"old"}, ())
    nobodys = _name(world, "nobody's", told, None, STEWARDS, [BY_LINK])
    # Who was there is asked about a claim, by the name that was claimed.
    world.canaries.also(nobodys.name, {"old"}, {"portability:mine", "portability:claim"})
    world.canaries.also(nobodys.name, *BY_LINK)
    world.canaries.also(nobodys.name, {"new"}, {"groups:own_data"})  # she said it herself
    far_name = _name(world, "foreign", far, "far", FAR, ())
    world.names["staged_name", "missing"] = {"public_id": GONE}
    for key, name, who in (("by_new", nobodys, "new"), ("foreign", far_name, "far_steward")):
        claim = Claim.objects.create(group=name.group, name=name, membership=world.members[who])
        world.names["claim", key] = {"public_id": claim.public_id}
    world.names["claim", "missing"] = {"public_id": GONE}
    for key, ends in (("open", 9), ("over", -1)):
        OwnerLink.objects.create(
            group=told.group,
            batch=told,
            name=nobodys,
            digest=ids.digest(f"a link that is {key}"),
            ends_at=clock.now() + timedelta(days=ends),
        )
        world.names["owner_link", key] = {"token": f"a link that is {key}"}
    world.names["owner_link", "missing"] = {"token": "never given"}
    for group in world.groups.values():
        index.rebuild(group)


def _batch(world: World, key: str, kind: str, state: str, sees: Any) -> Batch:
    plant = world.canaries.plant
    moment = clock.now()
    made = Batch.objects.create(
        group=world.groups["far" if key == "foreign" else "own"],
        kind=kind,
        state=state,
        file_name=plant("portability.Batch.file_name", sees),
        numbers={**FIGURES, "columns": {plant("portability.Batch.numbers", sees): ""}},
        fault=plant("portability.Batch.fault", sees),
        order="dmy",
        made_by=world.members["far" if key == "foreign" else "steward"],
        told_at=moment if state == State.TOLD else None,
        opens_at=moment + timedelta(days=9) if state == State.TOLD else None,
    )
    Line.objects.create(
        group=made.group,
        batch=made,
        line=3,
        to_line=3,
        text=plant("portability.Line.text", sees),
        why=plant("portability.Line.why", sees),
    )
    world.names["batch", key] = {"public_id": made.public_id}
    if key == "told":
        WasThere.objects.create(group=made.group, batch=made, membership=world.members["old"])
    return made


def _name(world: World, key: str, batch: Batch, who: str | None, sees: Any, reads: Any) -> StagedName:
    plant = world.canaries.plant
    made = StagedName.objects.create(
        group=batch.group,
        batch=batch,
        name=plant("portability.StagedName.name", sees),
        address=plant("portability.StagedName.address", ()) + "@example.org",
        messages=1,
        choice=Choice.MEMBER if who else Choice.UNCLAIMED,
        membership=world.members[who] if who else None,
    )
    StagedMessage.objects.create(
        group=batch.group,
        batch=batch,
        name=made,
        place=StagedMessage.objects.filter(batch=batch).count(),
        sent_at=clock.now() - timedelta(days=900),
        words=plant("portability.StagedMessage.words", (), *reads),
        quoted=plant("portability.StagedMessage.quoted", (), *reads),
        key=ids.digest(key),
        line=1,
    )
    world.names["staged_name", key] = {"public_id": made.public_id}
    return made


def _members(world: World, batch: Batch) -> None:
    plant, sees = world.canaries.plant, STEWARDS
    StagedMember.objects.create(
        group=batch.group,
        batch=batch,
        line=2,
        display_name=plant("portability.StagedMember.display_name", sees),
        email=plant("portability.StagedMember.email", sees) + "@example.org",
        phone=plant("portability.StagedMember.phone", sees),
        notes=plant("portability.StagedMember.notes", sees),
        remarks=[plant("portability.StagedMember.remarks", sees)],
        fault=plant("portability.StagedMember.fault", sees),
    )
