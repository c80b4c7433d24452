"""What was said: in the open, in a circle, with a guest there, before the group was here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from byturns.conversations.models import (
    Conversation,
    Draft,
    GuestVisit,
    ImportedName,
    Message,
    OlderText,
    Presence,
    UnnamedLook,
)
from byturns.core import clock, text
from byturns.groups.models import Circle, CircleMember, Distance, TypingGrant
from tests.authorization.roles import CIRCLE, DESK, MEMBERS, STEWARDS
from tests.authorization.things import NOT_BLOCKER

if TYPE_CHECKING:
    from tests.authorization.scene import World

TITLE, WORDS = "conversations.Conversation.title", "conversations.Message.words"
GONE = "zzzzzzzzzzzz"
OWN_COPY = {"groups:own_data"}  # what is her own, whatever became of it


def plant(world: World) -> None:
    """Conversations and messages by the names they have in things.py."""
    _circle(world)
    _distances(world)
    _open(world)
    _others(world)
    _visited(world)
    _brought(world)
    _far(world)
    _strangers_to_each_other(world)


def talk(world: World, key: str, by: str | None, sees: Any, also: Any = (), **fields: Any) -> Conversation:
    """A conversation called `key`, with a title of its own."""
    starter = world.members[by] if by else None
    group = starter.group if starter else world.groups["own"]
    at = clock.now() - timedelta(days=5)
    made = Conversation.objects.create(
        group=group,
        started_by=starter,
        title=world.canaries.plant(TITLE, sees, *also),
        opened_at=at,
        last_at=at,
        **fields,
    )
    world.names["conversation", key] = {"public_id": made.public_id}
    return made


def say(
    world: World, key: str, where: Conversation, by: str | None, sees: Any, also: Any = (), **fields: Any
) -> Message:
    """A message called `key`, with words of its own."""
    words = world.canaries.plant(WORDS, sees, *also) + " lantern"  # a word to find them all by
    at = clock.now() - timedelta(days=fields.pop("days", 5))
    made = Message.objects.create(
        group=where.group,
        conversation=where,
        author=world.members[by] if by else None,
        words=words,
        html=text.to_html(words),
        renderer=text.RENDERER,
        sent_at=at,
        **fields,
    )
    world.names["message", key] = {"public_id": where.public_id, "message_id": made.public_id}
    return made


def _circle(world: World) -> None:
    plant = world.canaries.plant
    asked = CIRCLE | {"paused"}
    group = world.groups["own"]
    for key, closed in (("circle", None), ("closed", clock.now())):
        made = Circle.objects.create(
            group=group,
            # Stewards see that it exists. Of a closed one nothing shows any more.
            name=plant("groups.Circle.name", () if closed else asked | STEWARDS, (CIRCLE, OWN_COPY)),
            about=plant("groups.Circle.about", () if closed else asked),
            made_by=world.members["old"],
            closed_at=closed,
        )
        world.names["circle", key] = {"circle": made.public_id}
        for who, joined in (("old", True), ("new", True), ("paused", False)):
            CircleMember.objects.create(
                group=group,
                circle=made,
                membership=world.members[who],
                asked_by=world.members["old"],
                joined_at=clock.now() if joined else None,
            )
        if closed is None:
            where = talk(world, "circle", "old", CIRCLE, circle=made)
            say(world, "circle.first", where, "old", CIRCLE)


def _distances(world: World) -> None:
    for by, whom in (("old", "blocked"), ("blocker", "old")):
        Distance.objects.create(
            group=world.groups["own"],
            by=world.members[by],
            whom=world.members[whom],
            kind=Distance.Kind.BLOCK,
        )


def _open(world: World) -> None:
    plant = world.canaries.plant
    where = talk(world, "open", "old", NOT_BLOCKER, asked_after_at=clock.now())
    first = say(world, "open.first", where, "old", NOT_BLOCKER)
    OlderText.objects.create(
        group=first.group, message=first, words=plant("conversations.OlderText.words", {"old"})
    )
    say(world, "open.reply", where, "new", NOT_BLOCKER)
    say(world, "open.taken", where, "new", (), taken_down_at=clock.now())
    say(
        world,
        "open.hidden",
        where,
        "old",
        (),
        [(DESK, {"safety:care"}), ({"old"}, OWN_COPY | {"safety:told", "safety:told_about"})],
        hidden_at=clock.now(),
        hidden_reason=plant("conversations.Message.hidden_reason", NOT_BLOCKER),
    )
    TypingGrant.objects.create(
        group=where.group,
        member=world.members["no_mail"],
        typist=world.members["typist"],
        how_said=plant(
            "groups.TypingGrant.how_said", (), (STEWARDS, {"groups:typing", "groups:letter_to_her"})
        ),
        recorded_by=world.members["steward"],
    )
    say(world, "open.typed", where, "no_mail", NOT_BLOCKER, typed_by=world.members["typist"])
    behind = say(world, "open.unnamed", where, "unnamed", NOT_BLOCKER, unnamed=True)
    UnnamedLook.objects.create(
        group=where.group,
        message=behind,
        by=world.members["stale"],
        reason=plant("conversations.UnnamedLook.reason", {"unnamed"}),
    )
    say(world, "open.by_blocked", where, "blocked", NOT_BLOCKER - {"old"})
    say(world, "open.by_left", where, "left", NOT_BLOCKER)
    say(world, "open.by_died", where, "died", NOT_BLOCKER)
    say(world, "open.withdrawn", where, "removed", NOT_BLOCKER, name_withdrawn=True)
    for conversation in (where, None):
        Draft.objects.create(
            group=where.group,
            membership=world.members["old"],
            conversation=conversation,
            title=plant("conversations.Draft.title", {"old"}),
            words=plant("conversations.Draft.words", {"old"}),
        )


def _others(world: World) -> None:
    plant = world.canaries.plant
    where = talk(world, "by_blocked", "blocked", MEMBERS - {"old"})
    say(world, "by_blocked.first", where, "blocked", MEMBERS - {"old"})
    where = talk(
        world,
        "hidden",
        "old",
        (),
        [(DESK, {"safety:care"}), ({"old"}, OWN_COPY)],
        hidden_at=clock.now(),
        hidden_reason=plant("conversations.Conversation.hidden_reason", {"old"}, (DESK, {"safety:care"})),
    )
    say(world, "hidden.first", where, "old", (), [({"old"}, OWN_COPY)])
    where = talk(
        world,
        "closed",
        "outside",
        MEMBERS,
        closed_at=clock.now(),
        closed_reason=plant("conversations.Conversation.closed_reason", MEMBERS),
    )
    say(world, "closed.first", where, "outside", MEMBERS)


def _visited(world: World) -> None:
    """The guest came two days ago. What was said before is not hers; nobody has said yes."""
    where = talk(world, "visited", "new", MEMBERS)
    say(world, "visited.first", where, "new", MEMBERS)
    say(world, "visited.by_old", where, "old", MEMBERS - {"blocker"})
    visit = GuestVisit.objects.create(
        group=where.group,
        conversation=where,
        guest=world.members["guest"],
        proposed_by=world.members["steward"],
        opens_at=clock.now() - timedelta(days=2),
        until=clock.now() + timedelta(days=9),
    )
    world.names["visit", "visited"] = {"public_id": where.public_id, "visit_id": visit.public_id}
    say(world, "visited.after", where, "outside", MEMBERS | {"guest"}, days=1)
    say(world, "visited.guests", where, "guest", MEMBERS | {"guest"}, days=1)


def _brought(world: World) -> None:
    """Words from before: for the one who was there."""
    name = ImportedName.objects.create(
        group=world.groups["own"],
        batch_id=1,
        name=world.canaries.plant("conversations.ImportedName.name", {"old"}),
    )
    where = talk(world, "brought", None, {"old"}, brought_in=True, batch_id=1)
    Presence.objects.create(group=where.group, conversation=where, membership=world.members["old"])
    quoted = world.canaries.plant("conversations.Message.quoted", {"old"})
    say(world, "brought.first", where, None, {"old"}, said_by=name, quoted=quoted)


def _far(world: World) -> None:
    far = {"far", "far_steward"}
    where = talk(world, "foreign", "far", far)
    say(world, "foreign", where, "far", far)
    world.names["message", "foreign.first"] = world.names["message", "foreign"]
    visit = GuestVisit.objects.create(
        group=where.group,
        conversation=where,
        guest=world.members["far_steward"],
        opens_at=clock.now() - timedelta(days=2),
        until=clock.now() + timedelta(days=9),
    )
    world.names["visit", "foreign"] = {"public_id": where.public_id, "visit_id": visit.public_id}
    circle = Circle.objects.create(
        group=where.group, name=world.canaries.plant("groups.Circle.name", far), made_by=world.members["far"]
    )
    CircleMember.objects.create(
        group=where.group, circle=circle, membership=world.members["far"], joined_at=clock.now()
    )
    world.names["circle", "foreign"] = {"circle": circle.public_id}


def _strangers_to_each_other(world: World) -> None:
    """Addresses put together from parts that do not belong together, and parts that never were."""
    names = world.names
    opened, circle, far = (
        names["conversation", "open"],
        names["message", "circle.first"],
        names["message", "foreign"],
    )
    names["message", "circles in the open"] = {**opened, "message_id": circle["message_id"]}
    names["message", "foreign in our own"] = {**opened, "message_id": far["message_id"]}
    names["visit", "visited in the open"] = {**opened, "visit_id": names["visit", "visited"]["visit_id"]}
    names["conversation", "missing"] = {"public_id": GONE}
    names["message", "missing"] = {**opened, "message_id": GONE}
    names["visit", "missing"] = {**opened, "visit_id": GONE}
    names["circle", "missing"] = {"circle": GONE}
