"""What was kept: by name, without one, by somebody who is blocked; and what waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from byturns.conversations.models import Message
from byturns.core import clock
from byturns.knowledge.kinds import PART_NAMES, Answer, Scope, Section
from byturns.knowledge.models import TELLERS, Experience, Line, LineVersion, Page, RestsOn, Subject, Use
from tests.authorization.roles import FAR, MEMBERS
from tests.authorization.things import NOT_BLOCKER

if TYPE_CHECKING:
    from tests.authorization.scene import World

GONE = "zzzzzzzzzzzz"
OWN_COPY = {"groups:own_data"}


def plant(world: World) -> None:
    """Experiences and uses by the names they have in things.py."""
    first = Message.objects.get(public_id=world.names["message", "open.first"]["message_id"])
    _told(world, "named", "old", NOT_BLOCKER, named=True, message=first)
    _told(world, "unnamed", "unnamed", MEMBERS)
    _told(world, "again", "new", {"new"}, asks_again_at=clock.now())
    _told(world, "foreign", "far", FAR)
    _asked(world, "of_new", "open.reply", "old")
    _asked(world, "foreign", "foreign", "far_steward")
    _page(world, "listed", ("outside", "paused", "new"), MEMBERS)
    _page(world, "begun", ("outside",), {"outside"})
    _page(world, "foreign", ("far",), FAR)
    world.names["line", "listed in begun"] = {
        **world.names["page", "begun"],
        "line_id": world.names["line", "listed"]["line_id"],
    }
    world.names["line", "missing"] = {**world.names["page", "listed"], "line_id": GONE}
    named = {"page": "page_id", "experience": "experience_id", "use": "use_id", "leave": "use_id"}
    for kind, name in named.items():
        world.names[kind, "missing"] = {name: GONE}


def _told(world: World, key: str, by: str, sees: Any, **fields: Any) -> None:
    plant, teller = world.canaries.plant, world.members[by]
    subject = Subject.objects.create(
        group=teller.group, name=plant("knowledge.Subject.name", sees, ({by}, OWN_COPY))
    )
    parts = {name: plant(f"knowledge.Experience.{name}", sees, ({by}, OWN_COPY)) for name in PART_NAMES}
    made = Experience.objects.create(group=teller.group, teller=teller, subject=subject, **parts, **fields)
    use = Use.objects.create(
        group=teller.group,
        teller=teller,
        experience=made,
        scope=Scope.GROUP,
        choice=Answer.YES,
        answered_at=clock.now(),
        version=1,
    )
    world.names["experience", key] = {"experience_id": made.public_id}
    world.names["use", key] = {"use_id": use.public_id}


def _asked(world: World, key: str, message: str, by: str) -> None:
    found = Message.objects.get(public_id=world.names["message", message]["message_id"])
    use = Use.objects.create(
        group=found.group,
        teller=found.author,
        message=found,
        scope=Scope.GROUP,
        asked_by=world.members[by],
    )
    world.names["leave", key] = {"use_id": use.public_id}


def _page(world: World, key: str, tellers: tuple[str, ...], sees: Any) -> None:
    """A page that the first of its tellers began, with one line that rests on all of them.

    Experiences are read by all members; which page they stand on is a matter of the page.
    """
    plant, starter = world.canaries.plant, world.members[tellers[0]]
    page = Page.objects.create(
        group=starter.group,
        title=plant("knowledge.Page.title", sees),
        started_by=starter,
        in_list=len(tellers) >= TELLERS,
    )
    line = Line.objects.create(group=starter.group, page=page, section=Section.LEARNED)
    version = LineVersion.objects.create(
        group=starter.group,
        line=line,
        number=1,
        by=starter,
        words=plant("knowledge.LineVersion.words", sees),
    )
    for teller in tellers:
        _told(world, f"on {key} by {teller}", teller, FAR if key == "foreign" else MEMBERS)
        number = world.names["experience", f"on {key} by {teller}"]["experience_id"]
        experience = Experience.objects.get(public_id=number)
        use = Use.objects.create(
            group=starter.group,
            teller=experience.teller,
            experience=experience,
            page=page,
            scope=Scope.PAGE,
            choice=Answer.YES,
            answered_at=clock.now(),
            version=1,
        )
        RestsOn.objects.create(group=starter.group, version=version, use=use)
    world.names["page", key] = {"page_id": page.public_id}
    world.names["line", key] = {"page_id": page.public_id, "line_id": line.public_id}
