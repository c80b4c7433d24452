"""Taking back, leaving and taking down reach what was kept, at once."""

from __future__ import annotations

import pytest

from byturns.conversations import actions as talk
from byturns.core import registry
from byturns.core.models import EventRecord
from byturns.groups.actions import leaving
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from byturns.knowledge import actions
from byturns.knowledge.kinds import PART_NAMES
from byturns.knowledge.models import Experience, Subject, Use
from tests import world as scene
from tests.knowledge.keeping import told, use_of
from tests.world import World

KNOW = "/g/tuesday/know/"
ALL_PARTS = {name: f"CANARY {name}" for name in PART_NAMES}


def _rows_hold_nothing(world: World) -> None:
    with in_group(world.group):
        for row in Experience.objects.values():
            assert "CANARY" not in repr(row)
        assert not Subject.objects.filter(name__contains="CANARY").exists()


def test_one_press_takes_it_back_and_the_ledger_keeps_the_dates(world: World, as_):
    kept = told(world.amina, **ALL_PARTS | {"subject": "CANARY subject", "named": True})
    use = use_of(kept)
    mine = as_(world.amina).get(f"{KNOW}mine/").text
    assert "The group" in mine
    assert f"use/{use.public_id}/back/" in mine
    for other in (world.brian, world.celia, world.farid):
        assert as_(other).post(f"{KNOW}use/{use.public_id}/back/").status_code == 404
    assert as_(world.amina).post(f"{KNOW}use/{use.public_id}/back/").status_code == 303
    _rows_hold_nothing(world)
    for reader in (world.amina, world.brian, world.celia):
        assert "CANARY" not in as_(reader).get(KNOW).text
        assert as_(reader).get(f"{KNOW}e/{kept.public_id}/").status_code == 404
    assert "taken back on" in as_(world.amina).get(f"{KNOW}mine/").text
    assert EventRecord.objects.filter(kind="knowledge.ExperienceGone").count() == 1
    with in_group(world.group):
        actions.take_back(member=world.amina, use=Use.objects.get())  # a second press changes nothing
        with pytest.raises(NotAllowed, match="gone"):
            actions.change(member=world.amina, experience=Experience.objects.get(), said={"words": "x"})
        with pytest.raises(NotAllowed):
            actions.take_back(member=world.brian, use=Use.objects.get())
    assert EventRecord.objects.filter(kind="knowledge.ExperienceGone").count() == 1


def test_the_message_stays_when_the_use_goes_and_can_be_kept_anew(world: World):
    message = scene.say(world.amina, scene.conversation(world.brian), "still here")
    kept = told(world.amina, message=message)
    with in_group(world.group):
        actions.take_back(member=world.amina, use=use_of(kept))
        message.refresh_from_db()
        assert message.words == "still here"
    assert told(world.amina, message=message).pk != kept.pk


def test_a_message_taken_down_takes_what_was_kept_of_it_and_what_was_asked(world: World, as_):
    where = scene.conversation(world.brian)
    kept, asked = scene.say(world.amina, where, "CANARY one"), scene.say(world.amina, where, "CANARY two")
    told(world.amina, "CANARY one", message=kept)
    with in_group(world.group):
        use = actions.ask_leave(member=world.brian, message=asked)
        for message in (kept, asked):
            talk.take_down(member=world.amina, message=message)
        assert not Use.objects.filter(pk=use.pk).exists()
    _rows_hold_nothing(world)
    assert "CANARY" not in as_(world.brian).get(KNOW).text


@pytest.mark.parametrize(("words", "left"), [("down", 0), ("unnamed", 1), ("keep", 1)])
def test_who_leaves_says_what_becomes_of_it(world: World, as_, words: str, left: int):
    told(world.brian, "CANARY told", named=True)
    asked = scene.say(world.brian, scene.conversation(world.amina), "CANARY asked")
    other = scene.say(world.amina, scene.conversation(world.amina), "asked by him")
    with in_group(world.group):
        actions.ask_leave(member=world.amina, message=asked)
        actions.ask_leave(member=world.brian, message=other)
        leaving.leave(member=world.brian, words=words)
        assert not Use.objects.filter(choice="").exists()
    page = as_(world.amina).get(KNOW).text
    assert page.count("CANARY told") == left
    assert page.count("Brian") == (1 if words == "keep" else 0)
    if words == "down":
        _rows_hold_nothing(world)


def test_what_is_hers_can_be_taken_away(world: World):
    told(world.amina, subject="Washing", helped="yes", circumstances=["parent"])
    told(world.brian, "CANARY of another")
    gone = told(world.amina, "CANARY gone")
    with in_group(world.group):
        actions.take_back(member=world.amina, use=use_of(gone))
        hers = registry.own_data_of(world.amina)["knowledge"]
    assert "CANARY" not in repr(hers)
    [one] = hers["What I told"]
    assert (one["about"], one["did it help"], one["beside it"]) == (
        "Washing",
        "It helped",
        ["cares for a parent"],
    )
    assert [row["taken back"] != "" for row in hers["What I was asked and said yes or no to"]] == [
        False,
        True,
    ]
