"""Cases, what stewards did, the group's own numbers, and what lies in the ground below."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from byturns.conversations.models import Message
from byturns.core import clock
from byturns.core.models import EventRecord, OutgoingMail
from byturns.groups.models import Group
from byturns.safety.kinds import Deed, Route
from byturns.safety.models import Act, LocalNumber, Report, ReportNote, Snapshot
from tests.authorization.roles import DESK, FAR, INSIDE, STEWARDS
from tests.authorization.things import CONVERSATIONS, MESSAGES, PERSONS

if TYPE_CHECKING:
    from tests.authorization.scene import World

GONE = "zzzzzzzzzzzz"


def plant(world: World) -> None:
    """Rows of safety by the names they have in things.py."""
    _cases(world)
    _acts(world)
    _numbers(world)
    _ground(world)
    _reachable(world)


def _case(
    world: World, key: str, group: Group, on_it: Any, by: str | None, noted: bool = True, **fields: Any
) -> None:
    plant = world.canaries.plant
    reporter = {by} if by else set()
    made = Report.objects.create(
        group=group,
        by=world.members[by] if by else None,
        words=plant("safety.Report.words", on_it | reporter),
        answer_to=plant("safety.Report.answer_to", on_it) + "@example.org",
        reason=plant("safety.Report.reason", on_it),
        said_to_reporter=plant("safety.Report.said_to_reporter", on_it | reporter),
        **fields,
    )
    if noted:
        ReportNote.objects.create(group=group, report=made, words=plant("safety.ReportNote.words", on_it))
    Snapshot.objects.create(
        group=group,
        report=made,
        who=plant("safety.Snapshot.who", on_it),
        words=plant("safety.Snapshot.words", on_it),
        older=[{"words": plant("safety.Snapshot.older", on_it), "until": clock.now().isoformat()}],
        is_reported=True,
        until=clock.now() + timedelta(days=30),
    )
    world.names["case", key] = world.names["my_report", key] = {"public_id": made.public_id}


def _cases(world: World) -> None:
    own, members = world.groups["own"], world.members
    first = Message.objects.get(public_id=world.names["message", "open.first"]["message_id"])
    report = Route.REPORT
    _case(world, "about_old", own, STEWARDS, "new", route=report, about=members["old"], message=first)
    _case(world, "unlooked", own, STEWARDS, "new", noted=False, route=report, about=members["old"])
    on_it = STEWARDS - {"reported"}
    _case(world, "about_steward", own, on_it, "unnamed", route=report, about=members["reported"])
    _case(world, "from_outside", own, {"hearer"}, None, route=Route.OUTSIDE, about_stewards=True)
    _case(world, "foreign", world.groups["far"], FAR, "far", route=report, about=members["far_steward"])
    for kind in ("case", "my_report"):
        world.names[kind, "missing"] = {"public_id": GONE}


def _acts(world: World) -> None:
    plant = world.canaries.plant
    rows = (("on_old", "open.hidden", "old", {"old"} | DESK), ("foreign", "foreign", "far", FAR))
    for key, message, whose, sees in rows:
        found = Message.objects.get(public_id=world.names["message", message]["message_id"])
        act = Act.objects.create(
            group=found.group,
            deed=Deed.HIDE,
            message=found,
            whose=world.members[whose],
            by=world.members["stale" if key == "on_old" else "far_steward"],
            reason=plant("safety.Act.reason", sees),
        )
        world.names["act", key] = {"public_id": act.public_id}
    world.names["act", "missing"] = {"public_id": GONE}


def _numbers(world: World) -> None:
    plant = world.canaries.plant
    for key, group, sees in (("night_line", "own", INSIDE), ("foreign", "far", FAR)):
        row = LocalNumber.objects.create(
            group=world.groups[group],
            name=plant("safety.LocalNumber.name", sees),
            about=plant("safety.LocalNumber.about", sees),
            hours=plant("safety.LocalNumber.hours", sees),
            number="01632 960 123",
            checked_on=date.today(),  # noqa: DTZ011 - a day, not a moment
            review_by=date.today() + timedelta(days=90),  # noqa: DTZ011
        )
        world.names["number", key] = {"public_id": row.public_id}
    world.names["number", "missing"] = {"public_id": GONE}


def _ground(world: World) -> None:
    """What no page shows: facts, and mail that went."""
    plant = world.canaries.plant
    for kind in ("groups.MemberJoined", "groups.MemberLeft", "safety.WordsHidden"):
        EventRecord.objects.create(
            kind=kind,
            group_id=world.groups["own"].pk,
            at=clock.now(),
            facts={"said": plant("core.EventRecord.facts", ())},
        )
    OutgoingMail.objects.create(
        kind="groups.guest",
        to=plant("core.OutgoingMail.to", ()) + "@example.org",
        group_id=world.groups["own"].pk,
        refs={"said": plant("core.OutgoingMail.refs", ())},
        secret={"said": plant("core.OutgoingMail.secret", ())},
        fault=plant("core.OutgoingMail.fault", ()),
        message_id="<sent@example.org>",
        state=OutgoingMail.State.SENT,
    )


def _reachable(world: World) -> None:
    """Addresses that say what kind of thing they are about."""
    names = world.names
    for thing in MESSAGES:
        if " " not in thing.key:
            message = names["message", thing.key]["message_id"]
            for kind in ("reportable", "worrying", "care", "told"):
                names[kind, f"message {thing.key}"] = {"what": "message", "public_id": message}
    for thing in PERSONS:
        person = names["person", thing.key]["person"]
        for kind in ("reportable", "worrying"):
            names[kind, f"person {thing.key}"] = {"what": "person", "public_id": person}
    for thing in CONVERSATIONS:
        found = names["conversation", thing.key]["public_id"]
        names["care", f"conversation {thing.key}"] = {"what": "conversation", "public_id": found}
    for kind in ("reportable", "worrying", "care", "told"):
        names[kind, "nonsense missing"] = {"what": "nonsense", "public_id": GONE}
