"""Asking, waiting, being answered; what is typed survives; what was said can be changed and taken down."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import world as scene
from tests.browser.site import Site, faults

pytestmark = pytest.mark.browser
WORDS = "He asked me who I was, this morning."


def waiting(page: Page) -> str:
    """What stands under "Waiting for someone" on the home page."""
    page.goto("/")
    found = page.get_by_role("region", name="Waiting for someone")
    return found.inner_text() if found.count() else ""


@pytest.mark.parametrize("script", [True, False])
def test_asked_waited_was_answered_and_thanked(site: Site, world: scene.World, script: bool) -> None:
    amina, brian = site.as_(world.amina, script=script), site.as_(world.brian, script=script)
    amina.goto("/")
    amina.get_by_role("link", name="Someone to listen").click()
    expect(amina.get_by_label("Someone to listen")).to_be_checked()
    expect(amina.get_by_text("members will see this. Nobody outside.")).to_be_visible()
    amina.get_by_text("More choices: a heading").click()
    amina.get_by_label("A heading").fill("This morning")
    amina.get_by_label("What is going on?").fill(WORDS)
    amina.get_by_role("button", name="Send to the group").click()
    expect(amina.get_by_role("heading", name="This morning")).to_be_visible()
    # Neither the title nor the address of the page tells what she said.
    assert amina.title() == "A conversation, Tuesday Carers"
    assert "morning" not in amina.url

    assert "This morning" in waiting(brian)
    assert "This morning" in waiting(site.as_(world.celia, script=script))
    brian.get_by_role("link", name="This morning").first.click()
    # The box says what she asked for, and asks for no advice.
    expect(brian.get_by_text("Amina asked for someone to listen.")).to_be_visible()
    expect(brian.get_by_text("No advice, please.")).to_be_visible()

    # A quiet sign by name does not end the waiting.
    first = brian.get_by_role("article").first
    first.get_by_role("button", name="I hear you").click()
    expect(first.get_by_text("I hear you: you")).to_be_visible()
    assert "This morning" in waiting(brian)

    brian.get_by_role("link", name="This morning").first.click()
    brian.get_by_label("What would you like to say?").fill("I am here. Go on if you want to.")
    brian.get_by_role("button", name="Send to the group").click()
    expect(brian.get_by_text("I am here. Go on if you want to.")).to_have_count(1)
    assert "This morning" not in waiting(brian)

    amina.reload()
    expect(amina.get_by_text("I hear you: Brian")).to_be_visible()
    answer = amina.get_by_role("article").filter(has_text="Go on if you want to.")
    answer.get_by_role("button", name="This helped me").click()
    expect(answer.get_by_text("This helped me: you")).to_be_visible()


def test_called_away_on_a_dead_line_and_nothing_was_lost(site: Site, world: scene.World) -> None:
    where = scene.conversation(world.brian)
    amina = site.as_(world.amina)
    amina.goto(f"/g/{world.slug}/c/{where.public_id}/")
    box = amina.get_by_label("Your reply")
    amina.route("**/draft/", lambda route: route.abort())
    box.press_sequentially("With the radio on")
    expect(amina.get_by_text("No connection: kept on this device")).to_be_visible()
    amina.reload()
    expect(box).to_have_value("With the radio on")
    # The line is back: now the group keeps it too, for another device.
    amina.unroute("**/draft/")
    amina.evaluate("dispatchEvent(new Event('online'))")
    expect(amina.get_by_text("Saved as a draft")).to_be_visible()
    tablet = site.as_(world.amina)
    tablet.goto(f"/g/{world.slug}/c/{where.public_id}/")
    expect(tablet.get_by_label("Your reply")).to_have_value("With the radio on")
    tablet.get_by_role("button", name="Send to the group").click()
    expect(tablet.get_by_role("article").get_by_text("With the radio on")).to_be_visible()
    expect(tablet.get_by_label("Your reply")).to_have_value("")


def test_called_away_without_a_script_and_it_was_kept_for_later(site: Site, world: scene.World) -> None:
    amina = site.as_(world.amina, script=False)
    amina.goto(f"/g/{world.slug}/ask/?kind=normal")
    amina.get_by_label("What is going on?").fill("I shouted, and then I cried.")
    amina.get_by_role("button", name="Keep for later").click()
    amina.goto("/")
    amina.get_by_role("link", name="Go on with it").click()
    expect(amina.get_by_label("What is going on?")).to_have_value("I shouted, and then I cried.")
    expect(amina.get_by_label("Is this normal to feel?")).to_be_checked()
    amina.get_by_role("button", name="Send to the group").click()
    expect(amina.get_by_role("article").get_by_text("I shouted, and then I cried.")).to_be_visible()
    amina.goto("/")
    expect(amina.get_by_role("link", name="Go on with it")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_changed_taken_down_and_put_back(site: Site, world: scene.World, script: bool) -> None:
    where = scene.conversation(world.amina, "He is seventy-nine.")
    scene.say(world.brian, where, "That is no age.")
    amina, brian = site.as_(world.amina, script=script), site.as_(world.brian, script=script)
    at = f"/g/{world.slug}/c/{where.public_id}/"
    amina.goto(at)
    amina.get_by_role("article").first.get_by_role("link", name="More").click()
    amina.get_by_role("link", name="Change it").click()
    if script:
        assert faults(amina) == []
    amina.get_by_label("Your words").fill("He is not young.")
    amina.get_by_role("button", name="Save the change").click()
    brian.goto(at)
    first = brian.get_by_role("article").first
    expect(first.get_by_text("He is not young.")).to_be_visible()
    expect(first.get_by_text("changed")).to_be_visible()
    expect(brian.get_by_text("seventy-nine")).to_have_count(0)

    amina.goto(at)
    amina.get_by_role("article").first.get_by_role("link", name="More").click()
    amina.get_by_role("link", name="How it read before").click()
    expect(amina.get_by_text("He is seventy-nine.")).to_be_visible()
    if script:
        assert faults(amina) == []
    amina.goto(at)
    amina.get_by_role("article").first.get_by_role("link", name="More").click()
    amina.get_by_role("button", name="Take it down").click()
    brian.reload()
    expect(brian.get_by_text("He is not young.")).to_have_count(0)
    expect(brian.get_by_text("That is no age.")).to_be_visible()

    if script:
        amina.get_by_role("button", name="Take it back").click()
    else:
        amina.goto(at)
        amina.get_by_role("link", name="Put it back").click()
        amina.get_by_role("button", name="Put it back").click()
    brian.reload()
    expect(brian.get_by_text("He is not young.")).to_be_visible()
