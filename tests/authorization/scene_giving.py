"""What is asked for: of all, of a circle, of those who are asked alone; offered, agreed and thanked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from byturns.core import clock
from byturns.groups.models import Circle
from byturns.reciprocity.models import Ask, Asked, Hand, Thanks, Willing
from byturns.reciprocity.models.asks import end_of
from tests.authorization.roles import CIRCLE, FAR, MEMBERS
from tests.authorization.things import NOT_BLOCKER

if TYPE_CHECKING:
    from tests.authorization.scene import World

OWN_COPY = {"groups:own_data"}
NOWHERE = "zzzzzzzzzzzz"


def ask(world: World, key: str, by: str, sees: Any, **fields: Any) -> Ask:
    """An ask called `key`, with words of its own in each field."""
    asker, plant = world.members[by], world.canaries.plant
    today = clock.today(asker.group.zone)
    made = Ask.objects.create(
        group=asker.group,
        asked_by=asker,
        kind="company",
        title=plant("reciprocity.Ask.title", sees),
        words=plant("reciprocity.Ask.words", sees),
        place=plant("reciprocity.Ask.place", sees),
        day_from=today,
        day_to=today + timedelta(days=5),
        ends_at=end_of(today + timedelta(days=5), None, asker.group.zone),
        **fields,
    )
    world.names["ask", key] = {"ask_id": made.public_id}
    return made


def hand(world: World, key: str, by: str, of: Ask, sees: Any, **fields: Any) -> Hand:
    """A hand called `key`; the helper finds her own words in what she takes away."""
    words = world.canaries.plant("reciprocity.Hand.words", sees, ({by}, OWN_COPY))
    made = Hand.objects.create(group=of.group, ask=of, helper=world.members[by], words=words, **fields)
    world.names["hand", key] = {"ask_id": of.public_id, "hand_id": made.public_id}
    return made


def plant(world: World) -> None:
    """Asks and hands by the names they have in things.py."""
    circle = Circle.objects.get(public_id=world.names["circle", "circle"]["circle"])
    open_ = ask(world, "open", "old", NOT_BLOCKER)
    agreed = ask(world, "agreed", "old", NOT_BLOCKER, state="agreed")
    ask(world, "circle", "old", CIRCLE, who="circle", circle=circle)
    outside = world.members["outside"]
    only = ask(world, "only", "new", {"new", "outside"}, who="asked")
    Willing.objects.create(group=only.group, membership=outside, pace="week", kinds="company")
    Asked.objects.create(group=only.group, ask=only, member=outside)
    ask(world, "proposed", "new", {"new", "outside"}, state="proposed", proposed_by=outside)
    ask(world, "by_blocked", "blocked", MEMBERS - {"old"})
    ask(world, "typed", "no_mail", MEMBERS, typed_by=world.members["typist"])
    foreign = ask(world, "foreign", "far", FAR)
    world.names["ask", "missing"] = {"ask_id": NOWHERE}
    hand(world, "offered", "new", open_, {"old"})
    hand(world, "by_blocked", "blocked", open_, ())
    taken = hand(world, "agreed", "outside", agreed, {"old"}, agreed_at=clock.now(), place=0)
    hand(world, "foreign", "far_steward", foreign, {"far"})
    world.names["hand", "agreed in the open"] = {"ask_id": open_.public_id, "hand_id": taken.public_id}
    world.names["hand", "missing"] = {"ask_id": open_.public_id, "hand_id": NOWHERE}
    words = world.canaries.plant("reciprocity.Thanks.words", {"old", "outside"})
    Thanks.objects.create(group=agreed.group, hand=taken, words=words)
