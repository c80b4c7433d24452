"""The way in, in a real browser: passkeys, no script, axe, the smallest window, paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from byturns.core.models import OutgoingMail
from byturns.people import actions
from byturns.people.models import Account
from tests import browsing
from tests import world as scene

pytestmark = [pytest.mark.browser, pytest.mark.counted, pytest.mark.django_db(transaction=True)]
expect.set_options(timeout=20_000)
Opener = Callable[..., Page]


@pytest.fixture
def site(world: scene.World, live_server: Any) -> str:
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def opened(site: str) -> Iterator[Opener]:
    contexts: list[BrowserContext] = []

    def open_page(width: int = 320, **more: Any) -> Page:
        context = browsing.chromium().new_context(
            base_url=site, viewport={"width": width, "height": 640}, **more
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def code_for(email: str) -> str:
    return str(OutgoingMail.objects.filter(to=email, kind="people.code").latest("pk").secret["code"])


def send_code(page: Page, email: str) -> None:
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/in/code/")


def type_code(page: Page, email: str) -> None:
    page.get_by_label("The code from the mail").fill(code_for(email))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/in/code/" not in url)


def sign_in(page: Page, email: str, onto: str = "/me/") -> None:
    page.goto(f"/in/?next={onto}")
    send_code(page, email)
    type_code(page, email)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def check(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the window, no word in the console."""
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(opened: Opener, world: scene.World, scheme: str) -> None:
    said: list[str] = []
    page = opened(color_scheme=scheme)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/in/?next=/me/")
    check(page)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text("Something needs putting right")).to_be_visible()
    check(page)
    said.clear()  # the browser remarks on the answer 422
    send_code(page, "celia@example.org")
    check(page)
    type_code(page, "celia@example.org")
    for path in (
        "",
        "name/",
        "address/",
        "pin/",
        "devices/",
        "drafts/",
        "factor/",
        "factor/app/",
        "factor/passkey/",
        "factor/codes/",
        "which/",
        "go-on/",
    ):
        page.goto(f"/me/{path}")
        check(page)
    page.goto("/me/factor/codes/")
    page.get_by_role("button", name="Show me ten codes").click()
    expect(page.locator(".codes")).to_be_visible()
    check(page)
    page.goto("/me/factor/")
    check(page)
    page.goto("/in/again/")
    check(page)
    sign_out(page)
    sign_in(page, "celia@example.org")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    check(page)
    assert [line for line in said if not line.startswith("Clear-Site-Data")] == []


def test_the_way_in_needs_no_script(opened: Opener, world: scene.World) -> None:
    account = world.celia.person.account
    assert account is not None
    codes = actions.printed_codes(account=account)
    actions.set_pin(person=world.celia.person, pin="2468")
    page = opened(java_script_enabled=False)
    sign_in(page, "celia@example.org")
    page.get_by_label("A code from your app, or one of your printed codes").fill(codes[0])
    page.get_by_role("button", name="Go in").click()
    page.get_by_label("Your PIN").fill("2468")
    page.get_by_role("button", name="Go in").click()
    expect(page.get_by_role("heading", name="Signing in and my device")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    page.goto("/me/factor/passkey/")
    expect(page.get_by_text("This browser cannot make passkeys here")).to_be_visible()
    sign_out(page)


def with_a_device_that_keeps_passkeys(page: Page) -> None:
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable", {"enableUI": False})
    talk.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_made_and_then_opens_the_door_alone(opened: Opener, world: scene.World) -> None:
    # Two use the mailbox: the passkey also says which of them it is.
    actions.make_person(name="Zoë", email="celia@example.org")
    page = opened()
    with_a_device_that_keeps_passkeys(page)
    sign_in(page, "celia@example.org")
    page.get_by_role("button", name="Celia").click()
    page.wait_for_url("**/me/")
    page.goto("/me/factor/passkey/")
    page.get_by_label("What to call it").fill("my phone")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_role("heading", name="Passkey: my phone")).to_be_visible()
    sign_out(page)
    page.goto("/in/?next=/me/name/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_label("Your name here")).to_have_value("Celia")
    # Shown just now, it is fresh: taking it away needs no second asking.
    page.goto("/me/factor/")
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("It is gone.")).to_be_visible()


def test_a_passkey_says_which_of_us_it_is_in_place_of_the_pin(opened: Opener, world: scene.World) -> None:
    zoe = actions.make_person(name="Zoë", email="celia@example.org")
    actions.set_pin(person=world.celia.person, pin="2468")
    page = opened()
    with_a_device_that_keeps_passkeys(page)
    sign_in(page, "celia@example.org")
    page.get_by_role("button", name="Celia").click()
    page.get_by_label("PIN").fill("2468")
    page.get_by_role("button", name="Go in").click()
    page.goto("/me/factor/passkey/")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_text("Your passkey is kept.")).to_be_visible()
    page.get_by_role("button", name="Someone else is here now").click()
    page.get_by_role("button", name="Celia").click()
    page.get_by_role("button", name="Use my passkey instead").click()
    page.wait_for_url(lambda url: "/which/" not in url)
    page.goto("/me/name/")
    expect(page.get_by_label("Your name here")).to_have_value("Celia")
    assert zoe.name == "Zoë"


def test_a_passkey_is_the_second_step_too(opened: Opener, world: scene.World) -> None:
    page = opened()
    with_a_device_that_keeps_passkeys(page)
    sign_in(page, "celia@example.org")
    page.goto("/me/factor/passkey/?next=/me/name/")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_text("Your passkey is kept.")).to_be_visible()
    sign_out(page)
    sign_in(page, "celia@example.org")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/me/")
    page.context.clear_cookies(name="sessionid")
    sign_in(page, "celia@example.org")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/me/")
    page.goto("/in/again/?next=/me/name/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_label("Your name here")).to_be_visible()


def test_a_passkey_that_is_not_known_here_is_refused_with_a_way_on(
    opened: Opener, world: scene.World
) -> None:
    page = opened()
    with_a_device_that_keeps_passkeys(page)
    sign_in(page, "celia@example.org")
    page.goto("/me/factor/passkey/")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_text("Your passkey is kept.")).to_be_visible()
    account = Account.objects.get(email="celia@example.org")
    sign_out(page)
    actions.forget_second_factor(account=account)
    page.goto("/in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("A code by e-mail always works.")).to_be_visible()


def test_who_moved_to_another_mailbox_opens_the_old_one_no_more(opened: Opener, world: scene.World) -> None:
    actions.make_person(name="Zoë", email="celia@example.org")
    page = opened()
    with_a_device_that_keeps_passkeys(page)
    sign_in(page, "celia@example.org")
    page.get_by_role("button", name="Celia").click()
    page.wait_for_url("**/me/")
    page.goto("/me/factor/passkey/")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_text("Your passkey is kept.")).to_be_visible()
    sign_out(page)
    actions.move_to_new_mailbox(person=world.celia.person, new_email="celia.new@example.org")
    page.goto("/in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("A code by e-mail always works.")).to_be_visible()


def test_a_device_without_a_passkey_says_so(opened: Opener, world: scene.World) -> None:
    page = opened()
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('no'))")
    page.goto("/in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work, or was stopped.")).to_be_visible()


def test_the_codes_print_and_download(opened: Opener, world: scene.World) -> None:
    page = opened(width=1200, accept_downloads=True)
    sign_in(page, "celia@example.org")
    page.goto("/me/factor/codes/")
    page.get_by_role("button", name="Show me ten codes").click()
    expect(page.locator(".codes")).to_be_visible()
    codes = page.locator(".codes li").all_inner_texts()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Save as a text file").click()
    assert Path(loading.value.path()).read_text().split("\n") == [*codes, ""]
    page.emulate_media(media="print")
    expect(page.locator(".codes")).to_be_visible()
    expect(page.get_by_role("link", name="I have them on paper")).to_be_hidden()
    expect(page.locator(".bar__exit")).to_be_hidden()
    assert len([code for code in codes if re.fullmatch(r"\d{4} \d{4}", code)]) == 10
