"""Who opens an ask: rule and query agree for the whole cast in every state, told a second time here."""

from __future__ import annotations

import itertools

import pytest
from django.db import IntegrityError, transaction

from byturns.groups import policy
from byturns.groups.models import TypingGrant
from byturns.groups.scoping import everywhere, in_group
from byturns.reciprocity.kinds import State, Who
from byturns.reciprocity.models import Ask, Hand
from tests import world as scene
from tests.reciprocity import asks
from tests.world import World

CAST = ("amina", "brian", "celia", "dev", "erin", "gwen", "joan", "farid")


def test_rule_and_list_agree_for_everybody_in_every_state(world: World):
    """Brian asks; Dev and Celia block him; Amina and Dev are in the circle; Joan has a hand in some."""
    circle = scene.circle(world.amina, world.dev, world.brian)
    for by in (world.dev, world.celia):
        asks.block(by, world.brian)
    grid = []
    for who, state, has_hand, proposed in itertools.product(Who, State, (False, True), (False, True)):
        made = asks.ask(
            world.brian,
            who=who,
            state=state,
            circle=circle if who == Who.CIRCLE else None,
            proposed_by=world.amina if proposed else None,
        )
        if has_hand:
            asks.hand(world.joan, made)
        grid.append((made, has_hand, proposed))

    def may(name: str, made: Ask, has_hand: bool, proposed: bool) -> bool:
        if name in {"erin", "gwen", "farid"}:
            return False
        if name == "brian" or (name == "amina" and proposed):
            return True
        if name == "joan" and has_hand:
            return True
        if made.state == State.PROPOSED or name == "dev":
            return False
        return made.who == Who.ALL or (made.who == Who.CIRCLE and name == "amina")

    for name in CAST:
        member = getattr(world, name)
        with in_group(member.group_id):
            listed = set(Ask.objects.visible_to(member).values_list("pk", flat=True))
            told = {made.pk for made, has_hand, proposed in grid if may(name, made, has_hand, proposed)}
            assert listed == told, name
            for made, _hand, _proposed in grid[::7]:
                assert bool(policy.check(member, "reciprocity.view", made)) == (made.pk in told)


def test_what_somebody_blocked_puts_into_words_is_not_read(world: World):
    asks.block(world.brian, world.amina)
    made = asks.ask(world.brian, state=State.PROPOSED, proposed_by=world.amina)
    with in_group(world.group):
        assert not policy.check(world.brian, "reciprocity.view", made)
        assert policy.check(world.amina, "reciprocity.view", made)
        assert policy.check(world.brian, "reciprocity.answer_proposal", made).reason


def no(member: object, rule: str, thing: object) -> str:
    verdict = policy.check(member, f"reciprocity.{rule}", thing)  # type: ignore[arg-type]
    assert not verdict
    return str(verdict.reason)


def yes(member: object, rule: str, thing: object = None) -> bool:
    return bool(policy.check(member, f"reciprocity.{rule}", thing))  # type: ignore[arg-type]


MINE = "Only the person who asked can do this."
OVER = "This is over: nobody is asked any more."


def test_each_no_about_offering_says_why(world: World):
    made = asks.ask(world.brian)
    with in_group(world.group):
        assert yes(world.amina, "offer", made)
        assert no(world.brian, "offer", made) == "You asked for this yourself."
        assert no(world.amina, "offer", asks.ask(world.brian, who=Who.ASKED)) == "This is not open to you."
        assert no(world.erin, "offer", made).startswith("This is for members of the group.")
        agreed = asks.ask(world.brian, state=State.AGREED)
        assert no(world.amina, "offer", agreed).startswith("As many as were wanted")
        assert no(world.amina, "offer", asks.ask(world.brian, state=State.DONE)) == OVER
        assert no(world.amina, "offer", asks.ask(world.brian, days=-1)) == OVER
        typed = asks.ask(world.joan, typed_by=world.amina)
        assert no(world.amina, "offer", typed).startswith("You wrote this down")
        asks.block(world.celia, world.brian)
        assert no(world.celia, "offer", made) == "You have blocked this person."


def test_each_no_about_agreeing_and_ending_says_why(world: World):
    made = asks.ask(world.brian)
    hand = asks.hand(world.amina, made)
    with in_group(world.group):
        assert yes(world.brian, "agree", hand)
        assert no(world.amina, "agree", hand) == MINE
        assert no(world.brian, "take_back", hand) == "Only the person who offered can take it back."
        assert yes(world.amina, "take_back", hand)
        assert no(world.brian, "thank", hand) == "Nothing has been agreed yet."
        assert no(world.amina, "thank", hand) == MINE
        assert no(world.brian, "done", made) == "Nothing has been agreed yet."
        assert no(world.celia, "done", made) == "Only those who agreed on it can say that it is done."
        assert no(world.celia, "end", made) == MINE
        assert no(world.celia, "change", made) == MINE
        assert no(world.celia, "speak_for", made) == MINE
        assert (yes(world.brian, "end", made), yes(world.brian, "change", made)) == (True, True)
        asks.block(world.brian, world.celia)
        assert no(world.brian, "agree", asks.hand(world.celia, made)) == "This offer is no longer there."

        agreed = asks.ask(world.brian)
        taken = asks.hand(world.amina, agreed, agreed=True)
        late = asks.hand(world.dev, agreed)
        assert no(world.brian, "agree", late) == "As many as you wanted have said yes."
        assert no(world.brian, "change", agreed).startswith("Somebody has said yes to it as it is.")
        assert (yes(world.amina, "done", agreed), yes(world.brian, "done", agreed)) == (True, True)
        assert yes(world.brian, "thank", taken)

        over = asks.ask(world.brian, state=State.NOT_NEEDED)
        old = asks.hand(world.amina, over)
        for member, rule, thing in (
            (world.brian, "agree", old),
            (world.amina, "take_back", old),
            (world.brian, "end", over),
            (world.brian, "change", over),
            (world.brian, "done", over),
        ):
            assert no(member, rule, thing) == OVER
        proposed = asks.ask(world.brian, state=State.PROPOSED, proposed_by=world.amina)
        assert no(world.brian, "end", proposed) == "Say yes or no to it first."
        assert no(world.amina, "answer_proposal", proposed) == MINE
        assert yes(world.brian, "answer_proposal", proposed)


def test_who_wrote_it_down_answers_for_her_as_long_as_she_lets_them(world: World):
    made = asks.ask(world.joan, typed_by=world.brian)
    with in_group(world.group):
        assert no(world.brian, "end", made) == MINE
        TypingGrant.objects.create(
            group=world.group, member=world.joan, typist=world.brian, how_said="by phone"
        )
        assert yes(world.brian, "end", made)


def test_asking_in_a_circle_and_out_of_a_conversation(world: World):
    circle = scene.circle(world.amina, world.brian)
    talk = scene.conversation(world.brian)
    closed = scene.conversation(world.brian, closed_at=talk.opened_at)
    unnamed = scene.conversation(world.brian, unnamed=True)
    by_left = scene.conversation(world.gwen)
    with in_group(world.group):
        assert (yes(world.dev, "ask"), yes(world.amina, "ask", circle), yes(world.dev, "browse")) == (
            True,
        ) * 3
        assert no(world.dev, "ask", circle) == "Only people in this circle can ask there."
        assert (yes(world.brian, "grow", talk), yes(world.amina, "grow", talk)) == (True, True)
        assert no(world.amina, "grow", closed).startswith("This conversation is closed.")
        assert no(world.amina, "grow", unnamed).startswith("This was started without a name")
        assert no(world.amina, "grow", by_left) == "The person who started this is not here any more."
        asks.block(world.celia, world.brian)
        assert no(world.celia, "grow", talk) == "You have blocked this person."


def test_the_database_itself_gives_no_place_twice(world: World):
    made = asks.ask(world.brian, wanted=2)
    asks.hand(world.amina, made, agreed=True)
    with everywhere("a test"), transaction.atomic(), pytest.raises(IntegrityError):
        Hand.objects.create(group=world.group, ask=made, helper=world.dev, agreed_at=made.made_at, place=0)
