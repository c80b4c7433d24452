"""Safety and search in a real browser: the smallest window, light and dark, without a script."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from byturns.groups.scoping import in_group
from byturns.safety.actions import casework, deeds, numbers, reporting
from byturns.safety.kinds import Deed
from byturns.search import index
from tests import browsing
from tests import world as scene
from tests.groups import factor
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
G = "/g/tuesday"
Opener = Callable[..., Page]


@pytest.fixture
def opened(live_server: Any) -> Iterator[Opener]:
    contexts: list[BrowserContext] = []
    site = str(live_server.url).replace("127.0.0.1", "localhost")

    def open_page(client: Client | None = None, *, dark: bool = False, script: bool = True) -> Page:
        context = browsing.chromium().new_context(
            base_url=site,
            viewport={"width": 320, "height": 640},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        context.set_default_timeout(8000)
        for name, morsel in client.cookies.items() if client is not None else ():
            context.add_cookies([{"name": name, "value": morsel.value, "url": site}])
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def check(page: Page, path: str, dark: bool) -> None:
    """Nothing for axe to find, nothing wider than the window."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    if folder := os.environ.get("BYTURNS_PICTURES"):
        name = re.sub(r"\W+", "-", path)[:60] + ("-dark" if dark else "")
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0


def _busy_day(world: World) -> dict[str, str]:
    """A report that was acted on and answered, numbers, and the addresses of all pages about them."""
    conversation = scene.conversation(world.amina)
    message = scene.say(world.brian, conversation, "You should be ashamed, leaving him alone like that.")
    with in_group(world.group):
        index.refresh(type(message).objects.all())
        report = reporting.report_message(
            member=world.amina, message=message, words="He says this to everybody who is new."
        )
        act = deeds.on_message(
            member=world.celia, message=message, deed=Deed.HIDE, reason="It judges a member.", report=report
        )
        deeds.answer(member=world.brian, act=act, words="I was worried, that is all.")
        casework.take(member=world.celia, report=report)
        number = numbers.keep(member=world.celia, name="Night line of the council", number="01632 960123")
        other = reporting.report_person(member=world.amina, person=world.joan, route="worried")
        casework.settle(member=world.celia, report=other, outcome="help", reason="I rang her")
    return {
        "conversation": conversation.public_id,
        "message": message.public_id,
        "report": report.public_id,
        "other": other.public_id,
        "act": act.public_id,
        "number": number.public_id,
    }


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_any_page(world: World, opened: Opener, dark: bool):
    at = _busy_day(world)
    everyone = opened(dark=dark)
    for path in ("/help/", "/contact/tuesday/", "/contacted/"):
        check(everyone, path, dark)
    amina = opened(factor.fresh(world.amina), dark=dark)
    for path in (
        "help/",
        f"report/person/{world.brian.public_id}/",
        f"worried/person/{world.brian.public_id}/",
        "told/",
        f"told/report/{at['other']}/",
    ):
        check(amina, f"{G}/{path}", dark)
    check(opened(factor.fresh(world.brian), dark=dark), f"{G}/told/words/{at['act']}/", dark)
    celia = opened(factor.fresh(world.celia), dark=dark)
    for path in (
        "reports/",
        f"reports/{at['report']}/",
        f"reports/{at['other']}/",
        "reports/acts/",
        "reports/numbers/",
        "reports/numbers/new/",
        f"reports/numbers/{at['number']}/",
        "reports/choices/",
        f"care/message/{at['message']}/?case={at['report']}",
        f"care/conversation/{at['conversation']}/",
    ):
        check(celia, f"{G}/{path}", dark)


@pytest.mark.parametrize("script", [True, False])
def test_from_a_message_to_the_stewards_and_back(world: World, opened: Opener, script: bool):
    conversation = scene.conversation(world.amina)
    message = scene.say(world.brian, conversation, "You should be ashamed.")
    page = opened(factor.fresh(world.amina), script=script)
    page.goto(f"{G}/c/{conversation.public_id}/m/{message.public_id}/")
    page.get_by_role("link", name="Report this").click()
    page.get_by_label("Unkind, or against what we agreed").check()
    page.get_by_label("What should the stewards know?").fill("It hurt.")
    page.get_by_role("button", name="Tell the stewards").click()
    expect(page.get_by_text("Everyone who can look at this has been told, now.")).to_be_visible()
    steward = opened(factor.fresh(world.celia), script=script)
    steward.goto(f"{G}/reports/")
    steward.get_by_role("link", name="Report: Brian").click()
    steward.get_by_role("button", name="I am looking at this").click()
    steward.get_by_role("link", name="Hide this message").click()
    steward.get_by_label("Why?").fill("It judges a member.")
    steward.get_by_role("button", name="Do this").click()
    steward.get_by_role("link", name="Back to the report").click()
    steward.get_by_label("What came of it?").select_option(label="We did something about it")
    steward.get_by_label("Why, for those who look after the group").fill("It judged her.")
    steward.get_by_role("button", name="Finish this").click()
    expect(steward.get_by_text("Finished. Whoever told you hears of it.")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Report", exact=True).click()
    expect(page.get_by_text("We did something about it.")).to_be_visible()
