"""Bringing a history in, in a real browser: the smallest window, light and dark, without a script too."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from byturns.conversations.models import Message
from byturns.groups.scoping import everywhere, in_group
from byturns.portability.actions import claiming
from byturns.portability.models import Batch, StagedName
from tests import browsing
from tests.groups import factor
from tests.portability import histories
from tests.portability.test_own_words import token_to
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
G = "/g/tuesday/history"
Opener = Callable[..., Page]


@pytest.fixture
def window(live_server: Any) -> Iterator[Opener]:
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


def check(page: Page, path: str, dark: bool, status: int = 200) -> None:
    """Nothing for axe to find, nothing wider than the window."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status
    look(page, path, dark)


def look(page: Page, called: str, dark: bool) -> None:
    if folder := os.environ.get("BYTURNS_PICTURES"):
        name = re.sub(r"\W+", "-", called)[:60] + ("-dark" if dark else "")
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_any_page(world: World, window: Opener, run_jobs, mailoutbox, dark: bool):
    report = histories.staged(world.celia, "astray\n" + histories.CHAT)
    unsure = histories.staged(world.celia, "03/04/2024, 19:05 - Brian: one\n03/05/2024, 19:05 - B: two\n")
    refused = histories.staged(world.celia, "no chat at all\n")
    members = histories.staged(world.celia, "Name,E-mail\nOlwen,o@example.org\nPat,\nPat,\n", "members")
    told = histories.decided(world.celia, histories.staged(world.celia, histories.MBOX, "mbox"))
    run_jobs()
    token = token_to("sheila@old.example", mailoutbox)
    opened = histories.opened(world.celia, histories.LONGER)
    with in_group(world.group):
        claiming.claim_by_name(member=world.dev, called="Sheila B")
        reading = Batch.objects.create(group=world.group, kind="mbox", file_name="x.mbox", done=3, total=9)
    celia = window(factor.fresh(world.celia), dark=dark)
    for path in ("/", "/bring/", "/claims/", "/mine/"):
        check(celia, f"{G}{path}", dark)
    for batch in (report, unsure, refused, members, told, opened, reading):
        check(celia, f"{G}/bring/{batch.public_id}/", dark)
    check(celia, f"{G}/bring/{report.public_id}/lines/", dark)
    check(celia, f"{G}/bring/{opened.public_id}/take-back/", dark)
    brian = window(factor.fresh(world.brian), dark=dark)
    check(brian, f"{G}/mine/", dark)
    check(brian, f"{G}/mine/{histories.name(opened, 'Brian').public_id}/", dark)
    anyone = window(dark=dark)
    check(anyone, f"/mine/{token}/", dark)
    anyone.get_by_role("button", name="Show me the words").click()
    expect(anyone.get_by_role("heading", name="One by one")).to_be_visible()
    look(anyone, "mine-words", dark)
    check(anyone, "/mine/unknown/", dark, status=410)


@pytest.mark.parametrize("script", [True, False])
def test_a_steward_brings_a_chat_in_and_its_writer_takes_one_message_down(
    world: World, window: Opener, run_jobs, tmp_path: Path, script: bool
):
    page = window(factor.fresh(world.celia), script=script)
    page.goto(f"{G}/")
    page.get_by_role("link", name="Bring in a file").click()
    page.get_by_role("radio", name=re.compile("A WhatsApp chat")).check()
    page.locator("#id_file").set_input_files(histories.written(tmp_path, histories.CHAT))
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("heading", name="The file is being read")).to_be_visible()
    run_jobs()
    if script:
        expect(
            page.get_by_role("heading", name="What was understood")
        ).to_be_visible()  # it goes on by itself
    else:
        page.get_by_role("link", name="See how far it is now").click()
    expect(page.get_by_role("heading", name="What was understood")).to_be_visible()
    with everywhere("a test looks"):
        sheila = StagedName.objects.get(name="Sheila B")
    page.locator(f"#id_n-{sheila.public_id}").select_option(label="Amina")
    page.get_by_role("button", name="Go on: who will be told?").click()
    if script:
        look(page, "decide", dark=False)
    page.get_by_role("button", name="Yes, bring it in and tell them").click()
    expect(page.get_by_text("Nothing shows", exact=False).first).to_be_visible()
    histories.open_now(Batch(pk=sheila.batch_id, group=world.group))
    hers = window(factor.fresh(world.amina), script=script)
    hers.goto(f"{G}/mine/")
    hers.get_by_role("link", name="Sheila B").click()
    hers.get_by_role("button", name="Yes, these are my words").click()
    his = window(factor.fresh(world.brian), script=script)
    his.goto(f"{G}/mine/")
    his.get_by_role("button", name="Yes, that is so").click()
    expect(his.get_by_text("Thank you.", exact=True)).to_be_visible()
    hers.reload()
    expect(hers.get_by_text("apricot-canary")).to_be_visible()
    hers.get_by_role("button", name="Take this down for good").first.click()
    expect(hers.get_by_text("Taken down. It cannot be brought in again.")).to_be_visible()
    with in_group(world.group):
        assert Message.objects.filter(words__contains="canary").count() == 0
