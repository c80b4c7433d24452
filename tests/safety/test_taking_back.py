"""What one told the stewards: what it was about, and that it was a mistake; and that it waits, on Home."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from byturns.conversations.actions import hiding
from byturns.conversations.models import Message
from byturns.groups import policy
from byturns.groups.scoping import everywhere, in_group
from byturns.safety.actions import casework, reporting
from byturns.safety.kinds import Outcome
from byturns.safety.models import Report
from tests import world as scene
from tests.world import World

G = "/g/tuesday"


@pytest.fixture
def message(world: World) -> Message:
    return scene.say(world.brian, scene.conversation(world.amina), "CANARYWORDS")


def _report(world: World, message: Message) -> Report:
    with in_group(world.group):
        return reporting.report_message(member=world.amina, message=message, words="he was cross")


def _text(client, page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(page).content.decode()))


def test_what_it_was_about_as_its_writer_may_read_it_today(world: World, as_, message: Message):
    made = _report(world, message)
    with in_group(world.group):
        reporting.report_person(member=world.amina, person=world.dev, words="")
    pages = (f"{G}/told/", f"{G}/told/report/{made.public_id}/")
    for page in pages:
        assert "About what Brian wrote: “CANARYWORDS”" in _text(as_(world.amina), page)
    assert "About Dev" in _text(as_(world.amina), pages[0])
    with in_group(world.group):
        hiding.hold_message(message=message, reason="held")
    for page in pages:
        shown = _text(as_(world.amina), page)
        assert "CANARYWORDS" not in shown
        assert "About a message that you can no longer read" in shown


def test_taken_back_while_nobody_has_looked(world: World, as_, steward_, message: Message):
    made = _report(world, message)
    page = f"{G}/told/report/{made.public_id}/"
    assert "It was a mistake" in _text(as_(world.amina), page)
    for other in (world.brian, world.celia):
        assert as_(other).post(f"{page}mistake/").status_code == 404
    assert as_(world.amina).get(f"{page}mistake/").status_code == 405
    assert as_(world.amina).post(f"{page}mistake/").status_code == 303
    with everywhere("a test looks"):
        made.refresh_from_db()
    assert (made.outcome, made.closed_at is not None) == (Outcome.BACK, True)
    assert "You took this back" in _text(as_(world.amina), f"{G}/told/")
    steward = steward_(world.celia)
    assert "Taken back by the person who told us" in _text(steward, f"{G}/reports/")
    assert "Taken back by the person who told us" in _text(steward, f"{G}/reports/{made.public_id}/")
    assert as_(world.amina).post(f"{page}mistake/").status_code == 403


def test_not_taken_back_once_somebody_looks(world: World, as_, message: Message):
    made = _report(world, message)
    with in_group(world.group):
        casework.take(member=world.celia, report=made)
    page = f"{G}/told/report/{made.public_id}/"
    assert "It was a mistake" not in _text(as_(world.amina), page)
    assert as_(world.amina).post(f"{page}mistake/").status_code == 403


def test_not_taken_back_while_the_words_are_held(world: World, as_, message: Message):
    """Somebody in danger may have been pressed to call it a mistake: a steward has to look first."""
    members = [scene.join(world.group, f"Member{n}") for n in range(3)]
    with in_group(world.group):
        *_, made = [reporting.report_message(member=one, message=message) for one in members]
        assert str(policy.check(members[-1], "safety.take_back", made).reason) == (
            "The words are held back now, so a steward has to look. Write to them below."
        )
        assert str(policy.check(world.brian, "safety.take_back", made).reason) == (
            "Only the person who wrote this can add to it."
        )


def test_a_steward_cannot_finish_a_report_as_taken_back(world: World, steward_, message: Message):
    made = _report(world, message)
    answer = steward_(world.celia).post(
        f"{G}/reports/{made.public_id}/settle/", {"outcome": "back", "reason": "it is in the way"}
    )
    assert answer.status_code == 422


def test_home_of_a_steward_says_that_a_report_waits(world: World, as_, steward_, message: Message):
    steward = steward_(world.celia)
    assert "waits for the stewards" not in _text(steward, f"{G}/")
    made = _report(world, message)
    assert "1 report waits for the stewards" in _text(steward, f"{G}/")
    with CaptureQueriesContext(connection) as after:
        page = as_(world.amina).get(f"{G}/").content.decode()
    assert "waits for the stewards" not in page
    assert not [row["sql"] for row in after if "safety_report" in row["sql"]]
    with in_group(world.group):
        casework.settle(member=world.celia, report=made, outcome=Outcome.NOTHING, reason="looked")
    assert "waits for the stewards" not in _text(steward, f"{G}/")
