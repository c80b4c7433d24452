"""Every page that a link leads to, for everybody: axe, width, console, neighbours, and the way out."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

from byturns.config import describe
from byturns.config.demo import load
from byturns.conversations.models import Conversation
from byturns.groups.models import Application, Group, Membership
from byturns.groups.scoping import everywhere
from tests.browser import site as plumbing
from tests.browser.site import Site

pytestmark = pytest.mark.browser
ROLES = ["stranger", "applicant", "guest", "new", "old", "steward"]
THOROUGH = {"stranger", "guest", "new", "steward"}  # the others see the same pages again
LINKS = """() => [...document.querySelectorAll('a[href]:not([download], .bar__exit)')]
  .filter(one => one.origin === location.origin)
  .map(one => one.pathname + one.search)"""
LOW = """() => [...document.querySelectorAll(
  '.button, button, summary, .bar a, .tabs a, .foot a, .own a, .doors a')]
  .filter(one => one.offsetParent !== null)
  .map(one => [Math.round(one.getBoundingClientRect().height), one.outerHTML.slice(0, 70)])
  .filter(([high]) => high < 44)"""
FRAME = """() => ['h1', '.bar__exit', 'footer a[href$="/help/"]']
  .map(what => document.querySelectorAll(what).length)"""
LOOKS = ["dark", "contrast"]

# Pages without an object in their address to which the demo group shows no link, and why.
NO_LINK = {
    "ask/draft/": "a form goes there, nobody looks at it",
    "history/mine/claim/": "a form goes there, nobody looks at it",
    "history/claims/": "linked once a member says which old name was theirs",
    "begin/": "the end of the first start",
    "me/mail/shows/": "a form goes there, nobody looks at it",
    "me/mail/returned/": "linked once a mail of hers did not go through",
    "me/mail/device/": "a device sends its address there, or a form; nobody looks at it",
    "me/mail/worker.js": "a device asks for it by itself",
    "me/mail/again/": "a form goes there, nobody looks at it",
}


@dataclass
class Walk:
    """What one person met."""

    seen: dict[str, str] = field(default_factory=dict)
    wrong: list[Any] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)


def key(path: str) -> tuple[str, str] | None:
    """Which page an address is of: its route and which questions it carries."""
    where = urlsplit(path)
    try:
        route = resolve(where.path).route
    except Resolver404:
        return None
    return route, ",".join(sorted(parse_qs(where.query)))


def check(page: Page, walk: Walk, path: str, looks: list[str]) -> None:
    """All that must hold of a page, in each look; faults are noted with the address."""
    wrong: list[Any] = []
    # At the end of the page the foot lies in its own place and covers nothing.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    if (frame := page.evaluate(FRAME)) != [1, 1, 1]:
        wrong.append(("h1, way out, help", frame))
    wrong += plumbing.axe(page)
    wrong += plumbing.too_wide(page)
    wrong += [("too low to touch", low) for low in page.evaluate(LOW)]
    for look in looks:
        page.evaluate("look => document.documentElement.dataset.theme = look", look)
        wrong += [(look, *one) for one in plumbing.axe(page, ("color-contrast",))]
    page.evaluate("document.documentElement.dataset.text = 'large'")
    wrong += [("large", *one) for one in plumbing.too_wide(page)]
    walk.wrong += [(path, one) for one in wrong]
    walk.titles.add(page.title())


def walk_from(page: Page, site: Site, starts: list[str], *, thorough: bool) -> Walk:
    """Follow every link from these pages, one of a kind; thorough: two, and in every look."""
    walk, said, asked = Walk(), [], []
    plumbing.listen(page, said, asked)
    todo, met = deque(starts), Counter()
    came_from = dict.fromkeys(starts, "")
    while todo:
        path = todo.popleft()
        kind = key(path)
        most = 2 if thorough and kind and "<" in kind[0] and not kind[1] else 1
        if kind is None or met[kind] >= most:
            if kind is None:
                walk.wrong.append((path, "leads nowhere", came_from[path]))
            continue
        met[kind] += 1
        try:
            answer = page.goto(path)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            continue
        assert answer is not None
        walk.seen[kind[0]] = path
        if answer.status != 200:
            walk.wrong.append((path, answer.status, came_from[path]))
        elif "text/html" in answer.headers["content-type"]:
            check(page, walk, path, LOOKS if thorough else [])
            for link in page.evaluate(LINKS):
                if link not in came_from:
                    came_from[link] = path
                    todo.append(link)
    walk.wrong += said
    walk.wrong += [url for url in asked if not url.startswith((site.address, "data:"))]
    return walk


def someone(role: str) -> Membership:
    with everywhere("a test looks up who is who"):
        told = load.content.load()
        name = next(one.name for one in (*told.members, *told.guests) if one.key == load.SIGN_IN_AS[role])
        return Membership.objects.select_related("person__account", "group").get(display_name=name)


def enter(demo: Site, role: str) -> tuple[Page, list[str]]:
    """A browser of this role, and the pages from which it starts."""
    page = demo.window()
    group = Group.objects.get()
    if role == "stranger":
        return page, [
            "/",
            "/in/",
            "/help/",
            "/look/",
            f"/join/{group.join_token}/",
            f"/contact/{group.slug}/",
        ]
    if role == "applicant":
        with everywhere("a test looks up who is who"):
            application = Application.objects.get()
        page.goto("/in/")
        demo.sign_in(page, application.person.account.email)
        return page, ["/", "/me/", f"/asked/{application.public_id}/", f"/join/{group.join_token}/"]
    page.context.close()
    return demo.as_(someone(role)), ["/"]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_a_link_leads_to(demo: Site, role: str) -> None:
    page, starts = enter(demo, role)
    walk = walk_from(page, demo, starts, thorough=role in THOROUGH)
    assert "\n".join(str(one) for one in walk.wrong) == ""
    # A title says the place. None holds what anybody wrote.
    with everywhere("a test looks for members' words"):
        said = [one.title for one in Conversation.objects.all() if one.title]
    assert [(title, words) for title in walk.titles for words in said if words in title] == []
    if role == "steward":
        assert unreached(set(walk.seen)) == set()


def unreached(seen: set[str]) -> set[str]:
    """Pages that every group has, and to which no link led."""
    inside = "g/<slug:group_slug>/"
    every = {where.removeprefix("/") for where, _ in describe.pages()} - seen
    rest = {where.removeprefix(inside) for where in every if where.startswith(inside)}
    return {where for where in rest if "<" not in where} - set(NO_LINK)
