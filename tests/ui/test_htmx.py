"""What htmx adds: work that shows how far it is, and refusals said where one is; under the strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.ui import site

pytestmark = pytest.mark.browser


def test_long_work_shows_how_far_it_is_and_stops_asking(window: BrowserContext) -> None:
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/busy/")
    expect(page.get_by_text("20 of 60.")).to_be_visible()
    expect(page.get_by_text("Read 60 lines.")).to_be_visible()
    expect(page.locator("progress")).to_have_count(0)
    page.wait_for_timeout(2500)
    assert len(site.looks) == 3
    assert said == []


def test_without_a_script_one_asks_by_hand(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/busy/")
    page.get_by_role("link", name="See how far it is now").click()
    expect(page.get_by_text("Read 40 lines.")).to_be_visible()
    context.close()


def test_a_refusal_is_said_with_its_reason_and_the_page_stays(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/busy/")
    page.get_by_role("button", name="Close it").click()
    expect(page.locator("#notices")).to_have_text("Only a steward can do this.")
    expect(page.get_by_role("heading", name="Work")).to_be_visible()


def test_a_dead_line_is_said_and_the_page_stays(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/busy/")
    window.route("**/refuse/", lambda route: route.abort())
    page.get_by_role("button", name="Close it").click()
    expect(page.locator("#notices")).to_contain_text("No connection just now.")


def test_no_page_is_kept_in_the_browser_and_leaving_takes_even_the_address(window: BrowserContext) -> None:
    stores = "[Object.keys(localStorage), Object.keys(sessionStorage)]"
    page = window.new_page()
    page.goto("/busy/")
    expect(page.get_by_text("Read 60 lines.")).to_be_visible()
    assert page.evaluate(stores) == [[], ["htmx-current-path-for-history"]]
    window.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
    page.get_by_role("link", name="Leave this site quickly").click()
    expect(page.get_by_text("weather")).to_be_visible()
    page.goto("/out/")
    assert page.evaluate(stores) == [[], []]
