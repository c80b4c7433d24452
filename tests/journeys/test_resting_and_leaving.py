"""Taking a break, and leaving with each of the three choices about one's words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import world as scene
from tests.browser.site import Site

pytestmark = pytest.mark.browser
WORDS = "We sang in the car, both of us."


@pytest.mark.parametrize("script", [True, False])
def test_a_break_takes_one_press_and_takes_nothing_away(site: Site, world: scene.World, script: bool) -> None:
    amina = site.as_(world.amina, script=script)
    amina.goto("/")
    amina.get_by_role("link", name="Take a break").click()
    amina.get_by_role("main").get_by_role("button").first.click()
    expect(amina.get_by_text("You are resting until")).to_be_visible()
    amina.goto(f"/g/{world.slug}/ask/?kind=story")
    amina.get_by_label("What is going on?").fill("Resting, but here.")
    amina.get_by_role("button", name="Send to the group").click()
    expect(amina.get_by_role("article").get_by_text("Resting, but here.")).to_be_visible()
    amina.goto(f"/g/{world.slug}/me/pace/")
    amina.get_by_role("button", name="Come back now").click()
    amina.goto(f"/g/{world.slug}/me/pace/")
    expect(amina.get_by_text("You are resting until")).to_have_count(0)


@pytest.mark.parametrize(
    ("choice", "words_stay", "name_stays", "script"),
    [("keep", True, True, True), ("unnamed", True, False, False), ("down", False, False, True)],
)
def test_leaving(
    site: Site, world: scene.World, choice: str, words_stay: bool, name_stays: bool, script: bool
) -> None:
    where = scene.conversation(world.amina, WORDS, title="The car")
    scene.say(world.brian, where, "What did you sing?")
    amina = site.as_(world.amina, script=script)
    amina.goto(f"/g/{world.slug}/me/")
    amina.get_by_role("link", name="Leave the group").click()
    # What she wrote is taken down unless she says otherwise.
    expect(amina.locator("input[name=words][value=down]")).to_be_checked()
    amina.locator(f"input[name=words][value={choice}]").check()
    amina.get_by_label("I understand that this cannot be undone").check()
    amina.get_by_role("button", name="Leave the group").click()
    expect(amina.get_by_role("heading", name="You have left")).to_be_visible()
    site.jobs()

    brian = site.as_(world.brian, script=script)
    brian.goto(f"/g/{world.slug}/c/{where.public_id}/")
    expect(brian.get_by_text("What did you sing?")).to_be_visible()
    expect(brian.get_by_text(WORDS)).to_have_count(1 if words_stay else 0)
    expect(brian.get_by_role("article").get_by_text("Amina")).to_have_count(1 if name_stays else 0)
    answer = amina.goto(f"/g/{world.slug}/")
    assert answer is not None
    assert "What would help today?" not in amina.content()
