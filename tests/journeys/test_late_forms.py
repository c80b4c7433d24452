"""Words that were sent too late come back, on pages that everybody can read: each theme, phone and desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import world as scene
from tests.browser import site as plumbing
from tests.browser.site import Site

pytestmark = pytest.mark.browser
WORDS = "Long words that took an hour, and should not be lost."
LOOKS = ["light.normal", "dark.large", "contrast.normal"]


def writing(site: Site, look: str, width: int) -> Page:
    """Amina has written an answer and not yet sent it."""
    world = scene.build()
    talk = scene.conversation(world.brian)
    page = site.as_(world.amina, width, look=look)
    page.goto(f"/g/{world.slug}/c/{talk.public_id}/")
    page.locator("textarea[name=words]").first.fill(WORDS)
    return page


def send(page: Page) -> None:
    """As a browser without our script sends it."""
    page.locator("textarea[name=words]").first.evaluate("box => box.form.submit()")


def given_back(page: Page, heading: str, theme: str) -> None:
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_label("What you wrote")).to_have_value(WORDS)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert plumbing.faults(page) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [plumbing.PHONE, plumbing.DESK])
def test_who_was_signed_out_meanwhile_gets_her_words_back(site: Site, look: str, width: int) -> None:
    page = writing(site, look, width)
    page.context.clear_cookies(name="sessionid")
    send(page)
    given_back(page, "You were signed out", look.split(".")[0])


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [plumbing.PHONE, plumbing.DESK])
def test_an_old_page_gives_the_words_back(site: Site, look: str, width: int) -> None:
    page = writing(site, look, width)
    page.locator("input[name=csrfmiddlewaretoken]").evaluate_all("all => all.forEach(one => one.value = 'x')")
    send(page)
    given_back(page, "Nothing was sent", look.split(".")[0])
