"""What a member takes away of it: her own words and answers, nothing of a case about her."""

from __future__ import annotations

import json

from byturns.core import registry
from byturns.groups.scoping import in_group
from byturns.safety.actions import casework, deeds, reporting
from byturns.safety.kinds import Deed, Outcome
from tests import world as scene
from tests.world import World


def test_own_words_are_hers_and_the_case_is_not(world: World):
    message = scene.say(world.brian, scene.conversation(world.amina), "unkind")
    with in_group(world.group):
        report = reporting.report_message(member=world.amina, message=message, words="CANARYREASON")
        act = deeds.on_message(
            member=world.celia, message=message, deed=Deed.HIDE, reason="It names her son", report=report
        )
        deeds.answer(member=world.brian, act=act, words="I see it otherwise")
        casework.note(member=world.celia, report=report, words="CANARYNOTE")
        casework.settle(
            member=world.celia,
            report=report,
            outcome=Outcome.ACTED,
            reason="CANARYWHY",
            said_to_reporter="Done",
        )
        hers = json.dumps(registry.own_data_of(world.amina)["safety"])
        his = json.dumps(registry.own_data_of(world.brian)["safety"])
        celias = json.dumps(registry.own_data_of(world.celia)["safety"])
    assert "CANARYREASON" in hers
    assert "Done" in hers
    assert "I see it otherwise" in his
    assert "It names her son" in his
    for taken in (his, celias):
        assert "CANARY" not in taken
        assert "Amina" not in taken
    assert "CANARYNOTE" not in hers
    assert "CANARYWHY" not in hers
