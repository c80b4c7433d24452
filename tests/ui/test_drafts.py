"""Nothing typed is lost: saved as one types, kept across a dead line and a reload, wiped when it must be."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.ui import site

pytestmark = pytest.mark.browser
WORDS = "He slept until four. I sat with him."


def sign_in(window: BrowserContext, address: str, owner: str = "pat") -> None:
    window.add_cookies([{"name": "owner", "value": owner, "url": address}])


def box(page: Page) -> Any:
    return page.get_by_label("Your reply")


def kept(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        "Object.keys(localStorage).filter(name => name.startsWith('byturns:')).sort()"
    )
    return names


def cut(window: BrowserContext) -> None:
    window.route("**/draft/save/", lambda route: route.abort())


def mend(window: BrowserContext) -> None:
    window.unroute("**/draft/save/")


@pytest.fixture
def page(window: BrowserContext, address: str) -> Page:
    sign_in(window, address)
    page = window.new_page()
    page.goto("/draft/")
    return page


def test_what_is_typed_is_saved_with_the_group(page: Page) -> None:
    box(page).fill(WORDS)
    expect(page.locator(".draft")).to_contain_text("Saved as a draft")
    assert site.saved == [{"words": WORDS}]


def test_across_a_dead_line_and_a_reload_the_words_come_back(page: Page, window: BrowserContext) -> None:
    cut(window)
    box(page).fill(WORDS)
    expect(page.locator(".draft")).to_contain_text("kept on this device")
    page.reload()
    expect(box(page)).to_have_value(WORDS)
    expect(page.locator(".draft")).to_contain_text("No connection")
    mend(window)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".draft")).to_contain_text("Saved as a draft")
    assert site.saved[-1] == {"words": WORDS}


def test_other_words_in_the_form_are_not_overwritten(page: Page, window: BrowserContext) -> None:
    cut(window)
    box(page).fill(WORDS)
    page.goto("/draft/?words=Something%20else")
    expect(box(page)).to_have_value("Something else")
    page.get_by_role("button", name="Put it back").click()
    expect(box(page)).to_have_value(WORDS)
    page.goto("/draft/?words=Something%20else")
    page.get_by_role("button", name="Throw it away").click()
    page.reload()
    expect(page.get_by_role("button", name="Put it back")).to_have_count(0)
    assert kept(page) == []


def test_once_sent_nothing_stays(page: Page) -> None:
    box(page).fill(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(box(page)).to_have_value("")
    page.reload()
    expect(box(page)).to_have_value("")
    assert site.sent == [WORDS]
    assert kept(page) == []


def test_a_sending_that_was_never_heard_comes_back(page: Page, window: BrowserContext) -> None:
    cut(window)
    window.route(
        "**/draft/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    box(page).fill(WORDS)
    page.get_by_role("button", name="Send").click(no_wait_after=True)
    page.wait_for_timeout(500)
    page.goto("/draft/")
    expect(box(page)).to_have_value(WORDS)
    assert site.sent == []


def test_a_sending_that_was_refused_comes_back(page: Page, window: BrowserContext, address: str) -> None:
    box(page).fill(WORDS)
    window.add_cookies([{"name": "old", "value": "1", "url": address}])
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("This conversation is closed.")).to_be_visible()
    page.goto("/draft/")
    expect(box(page)).to_have_value(WORDS)


def test_another_member_on_the_same_device_sees_nothing(
    page: Page, window: BrowserContext, address: str
) -> None:
    cut(window)
    box(page).fill(WORDS)
    sign_in(window, address, "joan")
    page.goto("/draft/")
    expect(box(page)).to_have_value("")
    sign_in(window, address, "pat")
    page.goto("/draft/")
    expect(box(page)).to_have_value(WORDS)


def test_signing_out_wipes(page: Page) -> None:
    box(page).fill(WORDS)
    assert kept(page) == ["byturns:draft:pat:reply"]
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/out/")
    assert kept(page) == []


def test_after_a_day_it_is_gone(page: Page) -> None:
    box(page).fill(WORDS)
    page.evaluate(
        """for (const name of Object.keys(localStorage)) {
          const entry = JSON.parse(localStorage.getItem(name));
          entry.at -= 24 * 60 * 60 * 1000 + 1;
          localStorage.setItem(name, JSON.stringify(entry));
        }"""
    )
    page.goto("/look/")
    assert kept(page) == []


def test_on_a_shared_device_nothing_is_kept(page: Page, window: BrowserContext, address: str) -> None:
    box(page).fill(WORDS)
    window.add_cookies([{"name": "byturns_look", "value": ".normal.shared", "url": address}])
    page.goto("/draft/")
    assert kept(page) == []
    cut(window)
    box(page).fill(WORDS)
    expect(page.locator(".draft")).to_contain_text("only on this page")
    assert kept(page) == []


@pytest.mark.parametrize("way", ["press", "shift"])
def test_leaving_wipes_and_the_way_back_shows_nothing(page: Page, window: BrowserContext, way: str) -> None:
    window.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
    box(page).fill(WORDS)
    if way == "press":
        page.get_by_role("link", name="Leave this site quickly").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    expect(page.get_by_text("weather")).to_be_visible()
    assert window.cookies("http://127.0.0.1") == []
    page.go_back()
    assert page.url == "about:blank"
    page.goto("/look/")
    assert kept(page) == []


def test_shift_now_and_then_is_no_wish_to_leave(page: Page) -> None:
    box(page).focus()
    for sign in ("A", "B", "C"):
        page.keyboard.press(f"Shift+{sign}")
    expect(box(page)).to_have_value("ABC")
    assert page.url.endswith("/draft/")
