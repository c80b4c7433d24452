"""What stays of asks and hands: when somebody leaves, keeps away, takes her words along, or time passes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from byturns.core import registry
from byturns.core.models import EventRecord
from byturns.groups.actions import distance, leaving
from byturns.groups.models import Distance
from byturns.groups.scoping import everywhere, in_group
from byturns.reciprocity import actions, jobs
from byturns.reciprocity.kinds import State
from byturns.reciprocity.models import Ask, Hand, Thanks
from tests import world as scene
from tests.reciprocity import asks
from tests.world import World


def states() -> dict[str, str]:
    with everywhere("a test looks"):
        return {one.title: one.state for one in Ask.objects.order_by("pk")}


@pytest.mark.parametrize(("words", "kept"), [("keep", True), ("unnamed", True), ("down", False)])
def test_who_leaves_takes_along_what_she_says(world: World, words: str, kept: bool):
    open_, done = asks.ask(world.brian, title="Open"), asks.ask(world.brian, title="Was", state=State.DONE)
    asks.hand(world.amina, open_)
    asks.hand(world.amina, done, agreed=True, thanks="You were so kind")
    hers = asks.ask(world.amina, title="Hers")
    asks.hand(world.brian, hers, agreed=True, words="I will come")
    asks.ask(world.dev, title="For Dev", state=State.PROPOSED, proposed_by=world.brian)
    with in_group(world.group):
        leaving.leave(member=world.brian, words=words)
        gone = Ask.objects.get(pk=done.pk)
        assert (gone.title == "Was", gone.name_withdrawn) == (kept, words != "keep")
        assert Thanks.objects.exists() == kept
        assert list(Hand.objects.values_list("helper", flat=True)) == [world.amina.pk]  # of what was done
        assert Ask.objects.get(pk=hers.pk).state == State.OPEN
        assert Ask.objects.get(pk=open_.pk).state == State.NOT_NEEDED
        assert not Ask.objects.filter(title="For Dev").exists()


def test_who_is_blocked_after_it_was_agreed_is_let_go_and_no_fact_says_by_whom(world: World):
    """Brian blocks Amina, who helps him, and Celia, whom he helps; Joan's yes stays."""
    own, hers = asks.ask(world.brian, wanted=2), asks.ask(world.celia)
    asks.hand(world.amina, own, agreed=True)
    asks.hand(world.joan, own, agreed=True)
    asks.hand(world.brian, hers, agreed=True)
    offered = asks.hand(world.dev, own)
    with in_group(world.group):
        for whom in (world.amina, world.celia, world.dev):
            distance.keep_away(member=world.brian, whom=whom, kind=Distance.Kind.BLOCK)
        assert set(Hand.objects.values_list("helper", flat=True)) == {world.joan.pk, world.dev.pk}
        # An offer that was never answered is still there for who made it.
        assert Hand.objects.filter(pk=offered.pk).exists()
    told = EventRecord.objects.filter(kind="reciprocity.AgreedEnded")
    assert [(row.by_id, row.facts) for row in told] == [
        (None, {"ask_id": own.pk}),
        (None, {"ask_id": hers.pk}),
    ]


def test_what_nobody_can_help_with_any_more_ends_by_itself(world: World):
    asks.ask(world.brian, title="Nobody could")
    kept = asks.ask(world.brian, title="Agreed")
    asks.hand(world.amina, kept, agreed=True)
    asks.ask(world.brian, title="Proposed", state=State.PROPOSED, proposed_by=world.amina)
    asks.ask(world.brian, title="Later", days=9)
    jobs.end_past()
    assert states() == {
        "Nobody could": State.OPEN,
        "Agreed": State.AGREED,
        "Proposed": State.PROPOSED,
        "Later": State.OPEN,
    }
    with time_machine.travel(kept.ends_at + timedelta(minutes=1), tick=False):
        jobs.end_past()
        assert states() == {"Nobody could": State.PAST, "Agreed": State.DONE, "Later": State.OPEN}
    with in_group(world.group):
        still = Ask.objects.get(title="Later")
        actions.end_past(ask=still)  # the clock was late: it has been changed meanwhile
    assert states()["Later"] == State.OPEN


def test_what_she_takes_away_is_hers_and_nothing_of_others(world: World):
    circle = scene.circle(world.joan, world.amina)
    own = asks.ask(world.joan, title="Bread", words="Brown, please")
    asks.hand(world.amina, own, agreed=True, words="Amina’s words", thanks="Warm bread!")
    asks.ask(world.joan, title="In the circle", who="circle", circle=circle)
    asks.ask(world.joan, title="Not said yet", state=State.PROPOSED, proposed_by=world.amina)
    theirs = asks.ask(world.amina, title="Amina asks", words="Amina’s ask")
    asks.hand(world.joan, theirs, words="I can ring")
    with in_group(world.group):
        own_data = str(registry.own_data_of(world.joan)["reciprocity"])
        for_typist = str(registry.own_data_of(world.joan, typist=world.brian)["reciprocity"])
    for words in ("Brown, please", "Warm bread!", "I can ring", "In the circle"):
        assert words in own_data
    assert "In the circle" not in for_typist
    assert "Brown, please" in for_typist
    for words in ("Amina", "Not said yet"):
        assert words not in own_data
