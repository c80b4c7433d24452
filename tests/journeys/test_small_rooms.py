"""Circles closed to others, and a guest who sees one conversation and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from byturns.conversations.models import GuestVisit
from byturns.core import clock
from byturns.groups.scoping import everywhere
from tests import world as scene
from tests.browser.site import Site, faults

pytestmark = pytest.mark.browser
WHISPER = "I would not say this in the big room."


@pytest.mark.parametrize("script", [True, False])
def test_a_circle_is_closed_to_all_others(site: Site, world: scene.World, script: bool) -> None:
    brian, amina = site.as_(world.brian, script=script), site.as_(world.amina, script=script)
    brian.goto(f"/g/{world.slug}/people/circles/start/")
    brian.get_by_label("A name for it").fill("Night owls")
    brian.get_by_role("button", name="Start the circle").click()
    brian.get_by_label("Amina").check()
    brian.get_by_role("button", name="Ask them").click()

    amina.goto(f"/g/{world.slug}/people/circles/")
    amina.get_by_role("button", name="Yes, I’d like to").click()
    amina.goto(f"/g/{world.slug}/people/circles/")
    amina.get_by_role("link", name="Night owls").click()
    if script:
        assert faults(amina) == []
    amina.get_by_role("link", name="Say something here").click()
    amina.get_by_label("What is going on?").fill(WHISPER)
    amina.get_by_role("button", name="Send to the group").click()
    expect(amina.get_by_text("Only in Night owls")).to_be_visible()

    brian.goto("/")
    brian.get_by_role("region", name="Waiting for someone").get_by_role("link").first.click()
    expect(brian.get_by_role("article").get_by_text(WHISPER)).to_be_visible()

    # A steward sees that the circle is there, and none of its words.
    celia = site.as_(world.celia, script=script)
    for page in ("", "talk/", "people/circles/"):
        celia.goto(f"/g/{world.slug}/{page}")
        expect(celia.get_by_text(WHISPER)).to_have_count(0)
    expect(celia.get_by_text("Night owls")).to_be_visible()
    answer = celia.goto(amina.url)
    assert answer is not None
    assert answer.status == 404


def propose(celia: Page, world: scene.World, place: str) -> None:
    celia.goto(place)
    celia.get_by_role("link", name="Ask a guest in").click()
    celia.get_by_label("Which guest?").select_option(label="Erin")
    celia.get_by_label("Until when?").fill((clock.now() + timedelta(days=12)).date().isoformat())
    celia.get_by_role("button", name="Ask everyone who wrote here").click()


@pytest.mark.parametrize("script", [True, False])
def test_a_guest_comes_in_and_sees_only_what_she_may(site: Site, world: scene.World, script: bool) -> None:
    where = scene.conversation(world.amina, "Which forms did you fill in?", title="Forms")
    scene.say(world.brian, where, "The long green one.")
    scene.conversation(world.brian, "She must not see this one.", title="Other things")
    place = f"/g/{world.slug}/c/{where.public_id}/"
    propose(site.as_(world.celia, script=script), world, place)

    amina = site.as_(world.amina, script=script)
    amina.goto(place)
    amina.get_by_role("link", name="About this guest").click()
    if script:
        assert faults(amina) == []
    amina.get_by_role("button", name="Let the guest read it").click()
    erin = site.as_(world.erin, script=script)
    erin.goto("/")
    expect(erin.get_by_role("link", name="Forms")).to_have_count(0)

    # Three days later nobody has said no.
    with everywhere("three days pass"):
        GuestVisit.objects.update(opens_at=clock.now() - timedelta(minutes=1))
    erin.goto("/")
    erin.get_by_role("link", name="Forms").click()
    expect(erin.get_by_text("Which forms did you fill in?")).to_be_visible()
    expect(erin.get_by_text("The long green one.")).to_have_count(0)
    erin.get_by_label("Your reply").fill("I can bring some.")
    erin.get_by_role("button", name="Send to the group").click()
    amina.goto(place)
    if script:
        assert faults(amina) == []
    said = amina.get_by_role("article").filter(has_text="I can bring some.")
    expect(said.get_by_text("Guest", exact=True)).to_be_visible()
    for shut in ("talk/", "find/", "people/", "ask/"):
        answer = erin.goto(f"/g/{world.slug}/{shut}")
        assert answer is not None
        assert answer.status in {403, 404}, shut


def test_one_quiet_no_keeps_a_guest_out(site: Site, world: scene.World) -> None:
    where = scene.conversation(world.amina, "Which forms did you fill in?", title="Forms")
    place = f"/g/{world.slug}/c/{where.public_id}/"
    celia, amina = site.as_(world.celia, script=False), site.as_(world.amina, script=False)
    propose(celia, world, place)
    amina.goto(place)
    amina.get_by_role("link", name="About this guest").click()
    amina.get_by_role("button", name="I would rather not").click()
    with everywhere("three days pass"):
        GuestVisit.objects.update(opens_at=clock.now() - timedelta(minutes=1))
    erin = site.as_(world.erin, script=False)
    erin.goto("/")
    expect(erin.get_by_role("link", name="Forms")).to_have_count(0)
    celia.reload()
    expect(celia.get_by_text("Nobody is told who it was.")).to_be_visible()
    expect(celia.get_by_text("Amina")).to_have_count(0)
