"""Reporting, being told, leaving quickly, help without signing in, finding words again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests import world as scene
from tests.browser.site import Site

pytestmark = pytest.mark.browser
HARSH = "You should be ashamed of yourself."


@pytest.mark.parametrize("script", [True, False])
def test_reported_hidden_with_a_reason_and_the_writer_told(
    site: Site, world: scene.World, script: bool
) -> None:
    where = scene.conversation(world.amina, "I left him alone for an hour.", title="An hour")
    scene.say(world.brian, where, HARSH)
    place = f"/g/{world.slug}/c/{where.public_id}/"
    amina = site.as_(world.amina, script=script)
    amina.goto(place)
    amina.get_by_role("article").filter(has_text=HARSH).get_by_role("link", name="More").click()
    amina.get_by_role("link", name="Report this").click()
    amina.get_by_label("Unkind, or against what we agreed").check()
    amina.get_by_role("button", name="Tell the stewards").click()
    [letter] = site.letters_to("celia@example.org")
    assert "ashamed" not in letter
    assert "Brian" not in letter

    celia = site.as_(world.celia, script=script)
    celia.goto(f"/g/{world.slug}/reports/")
    celia.get_by_role("link", name="Report: Brian").click()
    expect(celia.get_by_text(HARSH).first).to_be_visible()
    celia.get_by_role("link", name="Hide this message").click()
    celia.get_by_label("Why?").fill("It judges a member.")
    celia.get_by_role("button", name="Do this").click()
    amina.goto(place)
    expect(amina.get_by_text(HARSH)).to_have_count(0)

    brian = site.as_(world.brian, script=script)
    brian.goto(f"/g/{world.slug}/told/")
    expect(brian.get_by_text("It judges a member.")).to_be_visible()
    brian.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    expect(brian.get_by_text(HARSH)).to_be_visible()
    # He is told why, and never by whom it was reported.
    expect(brian.get_by_text("Amina")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_left_quickly_and_back_shows_nothing(site: Site, world: scene.World, script: bool) -> None:
    where = scene.conversation(world.brian, "Not for other eyes.", title="Between us")

    def weather(route: Route) -> None:
        route.fulfill(body="<title>Weather</title>Rain later", content_type="text/html")

    amina = site.as_(world.amina, script=script)
    amina.context.route("https://www.bbc.co.uk/**", weather)
    amina.goto(f"/g/{world.slug}/c/{where.public_id}/")
    expect(amina.get_by_text("Not for other eyes.")).to_be_visible()
    if script:
        amina.get_by_label("Your reply").fill("Half a word")
    amina.get_by_role("link", name="Leave this site quickly").click()
    expect(amina.get_by_text("Rain later")).to_be_visible()
    amina.go_back()
    expect(amina.get_by_text("Not for other eyes.")).to_have_count(0)
    expect(amina.get_by_text("Half a word")).to_have_count(0)
    amina.goto("/")
    expect(amina.get_by_role("link", name="Sign in").first).to_be_visible()
    if script:
        assert amina.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("script", [True, False])
def test_help_right_now_needs_no_sign_in(site: Site, world: scene.World, script: bool) -> None:
    page = site.window(script=script)
    page.goto(f"/g/{world.slug}/")
    page.get_by_role("link", name="Help right now").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    expect(page.get_by_role("link", name="999").first).to_be_visible()
    expect(page.get_by_text("Tuesday")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_words_are_found_and_only_those_one_may_read(site: Site, world: scene.World, script: bool) -> None:
    amina = site.as_(world.amina, script=script)
    amina.goto(f"/g/{world.slug}/ask/?kind=practical")
    amina.get_by_label("What is going on?").fill("Does anyone have a spare wheelchair ramp?")
    amina.get_by_role("button", name="Send to the group").click()
    circle = scene.circle(world.amina, world.celia)
    amina.goto(f"/g/{world.slug}/ask/?circle={circle.public_id}")
    amina.get_by_label("What is going on?").fill("The ramp was for Brian all along.")
    amina.get_by_role("button", name="Send to the group").click()
    site.jobs()
    brian = site.as_(world.brian, script=script)
    brian.goto("/")
    brian.get_by_role("link", name="Find words").click()
    brian.get_by_role("main").get_by_role("textbox").or_(
        brian.get_by_role("main").get_by_role("searchbox")
    ).first.fill("ramp")
    brian.get_by_role("button", name="Find").click()
    expect(brian.get_by_role("paragraph").filter(has_text="spare wheelchair ramp")).to_be_visible()
    expect(brian.get_by_text("for Brian all along")).to_have_count(0)
    assert "ramp" not in brian.url
    assert "ramp" not in brian.title()
