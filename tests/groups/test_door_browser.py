"""The door in a real browser: the smallest window, light and dark, with and without a script."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from byturns.core.models import OutgoingMail
from byturns.groups.actions import agreement, invitations, questions, setup
from byturns.groups.models import Application, Group, Membership
from byturns.groups.scoping import everywhere, in_group
from tests import browsing
from tests import world as scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., Page]
TOO_WIDE = """[...document.querySelectorAll('main *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.tagName + '.' + e.className)"""


@pytest.fixture
def site(live_server: Any) -> str:
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def opened(site: str) -> Iterator[Opener]:
    contexts: list[BrowserContext] = []

    def open_page(width: int = 320, **more: Any) -> Page:
        context = browsing.chromium().new_context(
            base_url=site, viewport={"width": width, "height": 640}, **more
        )
        context.set_default_timeout(8000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def check(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the window."""
    if folder := os.environ.get("BYTURNS_PICTURES"):
        name = re.sub(r"\W+", "-", page.title())
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0, page.evaluate(TOO_WIDE)


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    code = OutgoingMail.objects.filter(to=email, kind="people.code").latest("pk").secret["code"]
    page.get_by_label("The code from the mail").fill(str(code))
    page.get_by_role("button", name="Sign in").click()


def enter(page: Page, member: Membership) -> None:
    page.goto("/in/")
    assert member.person.account is not None
    sign_in(page, member.person.account.email)


@pytest.mark.parametrize("script", [True, False])
def test_a_new_group_in_one_page(opened: Opener, db: None, script: bool) -> None:
    page = opened(java_script_enabled=script)
    page.goto(setup.make_link())
    page.get_by_label("Your e-mail address").fill("not an address")
    page.get_by_role("button", name="Begin the group").click()
    expect(page.get_by_text("Something needs putting right")).to_be_visible()
    page.get_by_label("Name of the group").fill("Oaks")
    page.get_by_label("The name you want to use in the group").fill("Sal")
    page.get_by_label("Your e-mail address").fill("sal@example.org")
    if script:
        check(page)
    page.get_by_role("button", name="Begin the group").click()
    expect(page.get_by_role("heading", name="Ten codes for you alone")).to_be_visible()
    assert page.locator("ol.codes li").count() == 10
    if script:
        check(page)
    page.get_by_role("button", name="I have them on paper").click()
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    assert page.locator("ol.codes").count() == 0
    page.get_by_role("link", name="Invite the first people").click()
    expect(page.get_by_role("heading", name="Invite somebody")).to_be_visible()
    assert Group.objects.get().name == "Oaks"


def test_asking_talking_and_coming_in_without_a_script(opened: Opener, world: scene.World) -> None:
    with in_group(world.group):
        questions.put(member=world.celia, asked=["Who do you look after?"])
        agreement.publish(member=world.celia, words="We are kind.", limits="It stays here.", based_on=0)
    Group.objects.update(quiet_hours=0)
    hana = opened(java_script_enabled=False)
    hana.goto(f"/join/{world.group.join_token}/")
    hana.get_by_role("button", name="Ask to join").click()
    sign_in(hana, "hana@example.org")
    hana.get_by_label("The name you want to use here").fill("Hana")
    hana.get_by_label("Who do you look after?").fill("My aunt.")
    hana.get_by_role("button", name="Send it to the group").click()
    expect(hana.get_by_text("Tick this to go on.").first).to_be_visible()
    hana.get_by_label("I am 18 or older").check()
    hana.get_by_role("button", name="Send it to the group").click()
    expect(hana.get_by_role("heading", name="You asked to join")).to_be_visible()

    celia = opened(java_script_enabled=False)
    enter(celia, world.celia)
    celia.goto(f"/g/{world.slug}/asking/")
    celia.get_by_role("link", name="Hana").click()
    celia.get_by_label("Write to this person").fill("Welcome. Ask us anything.")
    celia.get_by_role("button", name="Send").click()
    hana.reload()
    expect(hana.get_by_text("A member of the group")).to_be_visible()
    expect(hana.get_by_text("Welcome. Ask us anything.")).to_be_visible()

    celia.get_by_role("link", name="Let them in").click()
    # No second factor yet: one is set up first, then the page goes on.
    celia.goto("/me/factor/codes/")
    celia.get_by_role("button", name="Show me ten codes").click()
    code = re.findall(r"\d{4} \d{4}", celia.content())[0]
    celia.goto(f"/g/{world.slug}/asking/")
    celia.get_by_role("link", name="Hana").click()
    celia.get_by_role("link", name="Let them in").click()
    if celia.get_by_label("A code from your app, or one of your printed codes").count():
        celia.get_by_label("A code from your app, or one of your printed codes").fill(code)
        celia.get_by_role("button").filter(has_text=re.compile("Go on|Go in")).click()
    celia.get_by_role("button", name="Let them in").click()
    expect(celia.get_by_text("They are in, and a mail tells them.")).to_be_visible()

    hana.goto("/")
    expect(hana.get_by_role("heading", name="What we agree")).to_be_visible()
    hana.get_by_label("I have read this, and I agree").check()
    hana.get_by_role("button", name="Go in").click()
    hana.get_by_role("link", name="Skip this").click()
    expect(hana.get_by_role("heading", level=1)).to_be_visible()
    with everywhere("a test looks"):
        assert Membership.objects.filter(display_name="Hana", role="member").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(opened: Opener, world: scene.World, scheme: str) -> None:
    with in_group(world.group):
        questions.put(member=world.celia, asked=["Who do you look after?"])
        agreement.publish(member=world.celia, words="We are kind.", limits="It stays here.", based_on=0)
        agreement.publish(
            member=world.celia,
            words="We are kind.\n\nWe are late.",
            limits="It stays here.",
            change="Buses.",
            based_on=1,
        )
        Membership.objects.filter(pk=world.amina.pk).update(agreed_version=1)
        Membership.objects.filter(pk=world.brian.pk).update(agreed_version=2)
        invitations.invite(member=world.celia, email="somebody.with.a.long.name@example.org", note="Do come.")
    token = OutgoingMail.objects.get(kind="groups.invitation").secret["token"]

    stranger = opened(color_scheme=scheme)
    for path in (f"/invited/{token}/", f"/invited/{token}/privacy/", f"/join/{world.group.join_token}/"):
        stranger.goto(path)
        check(stranger)
    stranger.goto("/join/nothing/")
    check(stranger)
    stranger.goto(f"/join/{world.group.join_token}/")
    stranger.get_by_role("button", name="Ask to join").click()
    sign_in(stranger, "hana@example.org")
    check(stranger)
    stranger.get_by_label("The name you want to use here").fill("Hana")
    stranger.get_by_label("Who do you look after?").fill("My aunt.\nA long line " + "of words " * 30)
    stranger.get_by_label("I am 18 or older").check()
    stranger.get_by_role("button", name="Send it to the group").click()
    stranger.get_by_label("Write to the group").fill("Is it **far**?\n\n- by bus\n- on foot")
    stranger.get_by_role("button", name="Send").click()
    check(stranger)

    amina = opened(color_scheme=scheme)
    enter(amina, world.amina)
    amina.goto(f"/g/{world.slug}/agreement/")
    check(amina)

    celia = opened(color_scheme=scheme)
    enter(celia, world.celia)
    celia.goto("/me/factor/codes/")
    celia.get_by_role("button", name="Show me ten codes").click()
    code = re.findall(r"\d{4} \d{4}", celia.content())[0]
    with everywhere("a test looks"):
        Application.objects.update(quiet_until=Application.objects.get().made_at - timedelta(hours=1))
        asking = Application.objects.get().public_id
    inside = f"/g/{world.slug}/"
    celia.goto(f"{inside}settings/")
    if celia.get_by_label("A code from your app, or one of your printed codes").count():
        celia.get_by_label("A code from your app, or one of your printed codes").fill(code)
        celia.get_by_role("button").filter(has_text=re.compile("Go on|Go in")).click()
    for path in (
        "agreement/",
        "agreement/1/",
        "agreement/new/",
        "agreement/spoken/",
        "privacy/",
        "health/",
        "why/",
        "begin/",
        "invite/",
        "invite/link/",
        "invite/poster/",
        "asking/",
        f"asking/{asking}/",
        f"asking/{asking}/let-in/",
        f"asking/{asking}/refuse/",
        "questions/",
        "settings/",
    ):
        answer = celia.goto(inside + path)
        assert answer is not None
        assert answer.status == 200, path
        check(celia)
