"""What each address declares, and the answer that follows for each role. Unknown is refused.

The rule of a page comes from the product itself (`view.rule`, `view.needs_factor`, `view.at_the_door`
and the registry of rules); here stands only what those cannot say: what the address names, who opens
that, and what is sent in its form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver

from byturns.groups import policy
from tests.authorization.roles import Role
from tests.authorization.things import FOREIGN, OBJECTS, Thing

if TYPE_CHECKING:
    from tests.authorization.scene import World

SPOKEN = {"GET": "G", "POST": "P"}
NOT_SPOKEN = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


class Answer(StrEnum):
    OPEN = "opened"
    SIGN_IN = "asked to sign in"
    WHICH = "asked which of the mailbox it is"
    AGREE = "sent to the agreement"
    FACTOR = "asked for a second factor"
    REFUSED = "refused with a sentence (403)"
    MISSING = "told that there is no such page (404)"
    METHOD = "told that this cannot be sent here (405)"
    DEAD = "told that the link is used up (410)"


Judge = Callable[[Role, Thing], Answer]
Fill = Callable[["World", str], Mapping[str, Any]]


def seen(role: Role, thing: Thing) -> Answer:
    return Answer.OPEN if role.key in thing.sees else Answer.MISSING


def own_only(role: Role, thing: Thing) -> Answer:
    """Those who see it but whose it is not are refused."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and role.key not in thing.mine else answer


@dataclass(frozen=True)
class Page:
    """One address. `door`: group, open, person, account (signed in, whoever it is).

    `methods`: G to read, P to send. `judge` answers for who has come through the door; `sent` does so
    for a filled form and `empty` for an empty one, where those differ. `gate`: who a rule of the page
    lets in, where its flags do not say all.
    """

    name: str
    methods: str = "G"
    of: str = ""
    judge: Judge = seen
    fill: Fill | None = None
    sent: Judge | None = None
    empty: Judge | None = None
    gate: frozenset[str] | None = None
    door: str = "group"
    picky: bool = False  # the form asks for more than can be said here

    @property
    def things(self) -> tuple[Thing, ...]:
        return OBJECTS[self.of]


@dataclass(frozen=True)
class Try:
    """One request to make."""

    method: str
    thing: Thing
    filled: bool = False


def tries(page: Page, view: Any, role: Role) -> list[Try]:
    """All requests of one role to one address.

    Every object is read and sent as the page speaks. What it does not speak, and whoever is stopped at the
    door, is refused before any object is looked for: there the first object (which is there), another
    group's and the last (which is not there) tell.
    """
    made = []
    ends = {page.things[0].key, page.things[-1].key}
    stopped = _at_the_door(page, view, role) is not None
    for thing in page.things:
        if stopped and thing.key not in ends and thing is not FOREIGN:
            continue
        for method, letter in SPOKEN.items():
            if letter in page.methods or thing.key in ends:
                made.append(Try(method, thing))
        if page.fill is not None:
            made.append(Try("POST", thing, filled=True))
        if thing.key in ends:
            made.append(Try("HEAD", thing))
    return made + [Try(method, page.things[0]) for method in NOT_SPOKEN]


def expected(page: Page, view: Any, role: Role, one: Try) -> Answer:
    """The one right answer."""
    spoken = ("P" if one.method == "POST" else "G") in page.methods
    if one.method in NOT_SPOKEN or (page.door == "person" and role.standing == "nobody" and not spoken):
        return Answer.METHOD
    refused = _at_the_door(page, view, role)
    if refused is not None:
        return refused
    if not spoken:
        return Answer.METHOD
    judge = page.judge
    if one.method == "POST":
        judge = page.sent or judge
        if not one.filled:
            judge = page.empty or judge
    return judge(role, one.thing)


def _at_the_door(page: Page, view: Any, role: Role) -> Answer | None:
    if page.door == "open":
        return None
    if role.standing == "anonymous":
        return Answer.SIGN_IN
    if page.door == "account":
        return None
    if role.standing == "nobody":
        return Answer.WHICH
    return None if page.door == "person" else _at_the_gate(page, view, role)


def _at_the_gate(page: Page, view: Any, role: Role) -> Answer | None:
    if role.standing == "stranger":
        return Answer.MISSING
    if role.standing == "owing" and not getattr(view, "at_the_door", False):
        return Answer.AGREE
    rule = policy.RULES[view.rule]
    if role.standing == "guest" and not rule.guests:
        return Answer.REFUSED
    if rule.stewards_only and not role.steward:
        return Answer.REFUSED
    if page.gate is not None and role.key not in page.gate:
        return Answer.REFUSED
    return Answer.FACTOR if view.needs_factor and role.steward and not role.fresh else None


@dataclass(frozen=True)
class Known:
    """An address as the resolver knows it."""

    pattern: str
    view: Any


def in_resolver() -> dict[str, Known]:
    """Every address by its name. Two names may lead to one view at one address."""
    found: dict[str, Known] = {}

    def walk(patterns: list[URLPattern | URLResolver], space: str, prefix: str) -> None:
        for pattern in patterns:
            where = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                walk(pattern.url_patterns, inner, where)
            else:
                found[f"{space}{pattern.name or where}"] = Known(where, pattern.callback)

    walk(get_resolver().url_patterns, "", "/")
    return found
