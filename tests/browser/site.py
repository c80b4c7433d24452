"""The product on a real address, and people with browsers; journeys and the walk share it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.core import mail
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from tests import browsing
from tests import world as scene
from tests.groups import factor

PHONE, DESK = 320, 1200
HARMLESS = ("Clear-Site-Data header", "Failed to load resource: the server responded with a status of 4")
RUN_AXE = """options => axe.run(document, options).then(found =>
  found.violations.map(one => [one.id, one.nodes.map(node => node.target.join(' ')).slice(0, 5)]))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE_ONES = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map(one => one.tagName + '.' + one.className)"""


class Site:
    """An address that serves the product, and the browsers opened there; `close` puts them away."""

    def __init__(self, address: str, jobs: Callable[[], None] = lambda: None) -> None:
        # Passkeys and "leave quickly" trust the name, not the number.
        self.address = address.replace("127.0.0.1", "localhost")
        self.jobs = jobs
        self.contexts: list[BrowserContext] = []

    def window(self, width: int = PHONE, *, script: bool = True, look: str = "", **more: Any) -> Page:
        """A browser of somebody who is not signed in."""
        context = browsing.chromium().new_context(
            base_url=self.address,
            viewport={"width": width, "height": 740},
            java_script_enabled=script,
            **more,
        )
        context.set_default_timeout(8000)
        if look:
            context.add_cookies([{"name": "byturns_look", "value": f"{look}.own", "url": self.address}])
        self.contexts.append(context)
        return context.new_page()

    def as_(self, member: Membership, width: int = PHONE, **more: Any) -> Page:
        """A browser in which this member is signed in; a steward's second step is done."""
        page = self.window(width, **more)
        steward = member.role == Membership.Role.STEWARD
        self.hand_over(page, factor.fresh(member) if steward else scene.sign_in(Client(), member))
        return page

    def hand_over(self, page: Page, client: Client) -> None:
        """Give the cookies of a test client to a real browser."""
        for name, morsel in client.cookies.items():
            page.context.add_cookies([{"name": name, "value": morsel.value, "url": self.address}])

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    # --- Mail ---------------------------------------------------------------------------------

    def code_for(self, email: str) -> str:
        """The six digits of the newest code for this address, from what waits to be sent."""
        return str(OutgoingMail.objects.filter(to=email, kind="people.code").latest("pk").secret["code"])

    def sign_in(self, page: Page, email: str) -> None:
        """Fill in the address, read the code in the mail, fill in the code. The page must ask for it."""
        page.get_by_label("Your e-mail address").fill(email)
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("The code from the mail").fill(self.code_for(email))
        page.get_by_role("button", name="Sign in", exact=True).click()

    def letters_to(self, email: str) -> list[str]:
        """Texts of all mail sent to this address, oldest first, once background work is done."""
        self.jobs()
        return [str(one.body) for one in mail.outbox if one.to == [email]]

    def link_in(self, letter: str) -> str:
        """The path of the first link in a letter."""
        found = re.search(r"https?://[^/\s]+(/\S+)", letter)
        assert found, letter
        return found[1]


def axe(page: Page, rules: tuple[str, ...] = ()) -> list[Any]:
    """What axe finds on the page as it stands: (rule, where), all rules or only these."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if rules:
        options = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": list(rules)}}
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    # As tall as the page: what happens to lie under the bars that stay in sight is not smaller for it, since
    # it can be moved out (scroll-padding holds that focus never lies there).
    usual = page.viewport_size
    if usual is not None:
        tall = max(usual["height"], int(page.evaluate("document.documentElement.scrollHeight")))
        page.set_viewport_size({"width": usual["width"], "height": tall})
    found = list(page.evaluate(RUN_AXE, options))
    if usual is not None:
        page.set_viewport_size(usual)
    return found


def too_wide(page: Page) -> list[Any]:
    """What stands further right than the window goes; empty when nothing has to be moved sideways."""
    return [("wider than the window", page.evaluate(WIDE_ONES))] if page.evaluate(WIDER) > 0 else []


def faults(page: Page) -> list[Any]:
    """What is wrong with the page as it stands: axe's findings and anything wider than the window."""
    return [*axe(page), *too_wide(page)]


def listen(page: Page, said: list[str], asked: list[str] | None = None) -> None:
    """Collect what the console says (refusals of the content policy too) and what is asked for elsewhere."""

    def heard(text: str) -> None:
        if not text.startswith(HARMLESS):
            said.append(f"{page.url}: {text}")

    page.on("console", lambda message: heard(message.text))
    page.on("pageerror", lambda error: heard(str(error)))
    if asked is not None:
        page.on("request", lambda request: asked.append(request.url))
