"""A member without a screen, two who share a mailbox, a steward on a new device."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from byturns.people import actions as people_actions
from tests import world as scene
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_member_without_a_screen_is_typed_for(site: Site, world: scene.World, script: bool) -> None:
    celia = site.as_(world.celia, script=script)
    celia.goto(f"/g/{world.slug}/people/looking-after/without-email/")
    celia.get_by_label("The name they go by here").fill("Winnie")
    celia.locator("input[name=contact_by][value=phone]").check()
    celia.locator("[name=phone]").fill("01632 960 321")
    celia.get_by_role("button", name="They are a member").click()
    celia.goto(f"/g/{world.slug}/people/")
    celia.get_by_role("link", name="Winnie").click()
    celia.goto(celia.url + "typing/")
    celia.get_by_label("Who may type for them?").select_option(label="Brian")
    celia.get_by_label("How and when they said so").fill("By telephone, today")
    celia.get_by_role("button", name="Keep this").click()
    expect(celia.get_by_text("By telephone, today")).to_be_visible()

    brian = site.as_(world.brian, script=script)
    brian.goto(f"/g/{world.slug}/ask/?kind=story")
    brian.get_by_label("Whose words are these?").select_option(label="I am typing for Winnie")
    brian.get_by_label("What is going on?").fill("I have no computer and no wish for one.")
    brian.get_by_role("button", name="Send to the group").click()
    amina = site.as_(world.amina, script=script)
    amina.goto(brian.url)
    said = amina.get_by_role("article").filter(has_text="no wish for one")
    expect(said.get_by_role("heading", name="Winnie")).to_be_visible()
    expect(said.get_by_text("by phone, typed by Brian")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_two_who_share_a_mailbox_are_asked_which(site: Site, world: scene.World, script: bool) -> None:
    zoe = scene.join(world.group, "Zoë", email="brian@example.org")
    people_actions.set_pin(person=zoe.person, pin="2468")
    where = scene.conversation(zoe, "From Zoë herself.", title="Zoë’s question")
    page = site.window(script=script)
    page.goto("/in/")
    site.sign_in(page, "brian@example.org")
    expect(page.get_by_role("heading", name="Which of you is this?")).to_be_visible()
    page.get_by_role("button", name="Zoë").click()
    page.get_by_label("Your PIN").fill("2468")
    page.get_by_role("button", name="Go in").click()
    page.goto(f"/g/{world.slug}/c/{where.public_id}/")
    expect(page.get_by_role("link", name="Change the title or the kind")).to_be_visible()
    page.goto("/me/which/")
    page.get_by_role("button", name="Brian").click()
    page.goto(f"/g/{world.slug}/c/{where.public_id}/")
    expect(page.get_by_role("link", name="Change the title or the kind")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_a_steward_on_a_new_device_is_asked_for_a_printed_code(
    site: Site, world: scene.World, script: bool
) -> None:
    account = world.celia.person.account
    assert account is not None
    codes = people_actions.printed_codes(account=account)
    page = site.window(script=script)
    page.goto("/in/")
    site.sign_in(page, "celia@example.org")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    refused = page.context.new_page()
    refused.goto(f"/g/{world.slug}/")
    expect(refused.get_by_role("heading", name="What would help today?")).to_have_count(0)
    code = page.get_by_label("A code from your app, or one of your printed codes")
    code.fill(codes[0])
    page.get_by_role("button", name="Go in").click()
    page.goto(f"/g/{world.slug}/")
    expect(page.get_by_role("heading", name="What would help today?")).to_be_visible()
    # A printed code is good for once.
    again = site.window(script=script)
    again.goto("/in/")
    site.sign_in(again, "celia@example.org")
    code = again.get_by_label("A code from your app, or one of your printed codes")
    code.fill(codes[0])
    again.get_by_role("button", name="Go in").click()
    expect(again.get_by_role("heading", name="One more step")).to_be_visible()
    code.fill(codes[1])
    again.get_by_role("button", name="Go in").click()
    again.goto(f"/g/{world.slug}/")
    expect(again.get_by_role("heading", name="What would help today?")).to_be_visible()
