"""The frame in a browser: axe in every look, never wider than the window, working without a script."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ui import site

pytestmark = pytest.mark.browser
PAGES = ["/ui/", "/look/", "/draft/", "/nowhere/"]
LOOKS = ["light.normal", "dark.normal", "contrast.normal", "light.large", "dark.large", "contrast.large"]


def open_page(browser: Browser, address: str, path: str, look: str, width: int, **more: Any) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address, **more)
    context.add_cookies([{"name": "byturns_look", "value": f"{look}.own", "url": address}])
    page = context.new_page()
    page.goto(path)
    return page


def faults(page: Page) -> list[tuple[str, list[Any]]]:
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]]


@pytest.mark.parametrize(
    ("width", "look"),
    [*((320, look) for look in LOOKS), *((1200, look) for look in LOOKS if "normal" in look)],
)
def test_axe_finds_nothing(chromium: Browser, address: str, width: int, look: str) -> None:
    page = open_page(chromium, address, "/ui/", look, width)
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    assert [
        (fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found.response["violations"]
    ] == []
    page.context.close()


@pytest.mark.parametrize("path", ["/look/", "/draft/", "/nowhere/", "/refuse/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_when_the_device_chooses(
    chromium: Browser, address: str, path: str, scheme: Any
) -> None:
    page = open_page(chromium, address, path, ".normal", 320, color_scheme=scheme)
    found = Axe().run(page)
    assert [
        (fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found.response["violations"]
    ] == []
    page.context.close()


@pytest.mark.parametrize("look", ["light.normal", "contrast.large"])
@pytest.mark.parametrize("width", [320, 400, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_window(
    chromium: Browser, address: str, path: str, width: int, look: str
) -> None:
    page = open_page(chromium, address, path, look, width)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.context.close()


def test_at_four_hundred_per_cent_the_page_reflows_and_the_foot_lets_go(
    chromium: Browser, address: str
) -> None:
    # 1280 x 800 at 400 % is a window of 320 x 200 CSS pixels.
    context = chromium.new_context(
        viewport={"width": 320, "height": 200}, device_scale_factor=4, base_url=address
    )
    page = context.new_page()
    page.goto("/ui/")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.foot')).position") == "static"
    context.close()


def test_what_can_be_pressed_is_48_high_and_the_focus_is_seen(chromium: Browser, address: str) -> None:
    page = open_page(chromium, address, "/ui/", "light.normal", 320)
    low = page.evaluate(
        """[...document.querySelectorAll(`.button, .bar a, .tabs a, .choice, .doors a, .foot a, .own a,
        .pager a, .message__acts a, select, textarea, summary, input[type=text], input[type=date]`)]
        .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 80)]).filter(([h]) => h < 47.5)"""
    )
    assert low == []
    page.locator(".bar__exit").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "4px"
    page.context.close()


def test_a_first_view_asks_for_four_files_and_nothing_elsewhere(window: BrowserContext, address: str) -> None:
    page = window.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/ui/", wait_until="networkidle")
    assert len(asked) == 5
    assert [url for url in asked if not url.startswith(address)] == []
    assert said == []


def test_the_font_is_ours_and_holds_welsh(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/ui/", wait_until="networkidle")
    assert page.evaluate("document.fonts.check('18px Hyperlegible', 'ŵŷŴŶłé')")
    assert page.evaluate("[...document.fonts].map(face => face.status)") == ["loaded"]


def test_paper_is_black_on_white_without_menus(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/ui/")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".tabs", ".bar__exit", ".own", ".message__acts", ".pager"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".write-here")).to_be_visible()
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_forms_and_the_way_out_work_without_a_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(
        java_script_enabled=False, base_url=address, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    page.goto("/draft/")
    page.get_by_label("Your reply").fill("")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Something needs putting right")).to_be_visible()
    page.get_by_label("Your reply").fill("I hear you.")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/draft/")
    assert site.sent == ["I hear you."]
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="weather"))
    page.get_by_role("link", name="Leave this site quickly").click()
    expect(page.get_by_text("weather")).to_be_visible()
    context.close()
