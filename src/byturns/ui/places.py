"""The places of the menu, declared by the apps that own them.

An app calls `declare` once, when it starts (in its AppConfig.ready). A place whose `url` answers None is not
shown on that page, so a place appears once it exists and only to those who may go there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.utils.functional import Promise

Row = Literal["group", "own"]


@dataclass(frozen=True)
class Place:
    """One entry of the menu as an app declares it.

    `row` is "group" for the tabs at the top and "own" for the small menu at the foot (me, sign out).
    `post` makes the entry a button that posts, for what changes something, such as signing out;
    `wipes` says that text kept in this browser goes when it is pressed. `holds` knows pages that belong
    to the place although their address does not begin with its own.
    """

    name: str
    label: str | Promise
    order: int
    url: Callable[[HttpRequest], str | None]
    row: Row = "group"
    post: bool = False
    wipes: bool = False
    holds: Callable[[HttpRequest], bool] | None = None


@dataclass(frozen=True)
class Shown:
    """One entry of the menu as a page shows it."""

    name: str
    label: str | Promise
    url: str
    current: bool
    post: bool
    wipes: bool


_declared: dict[str, Place] = {}


def declare(place: Place) -> None:
    """Add a place to the menu; the same name again replaces it."""
    _declared[place.name] = place


def shown(request: HttpRequest, row: Row = "group") -> list[Shown]:
    """The places of this row for this request, in order, with the one we are in marked."""
    found: list[tuple[Place, str]] = []
    for place in sorted(_declared.values(), key=lambda place: place.order):
        if place.row == row:
            url = place.url(request)
            if url is not None:
                found.append((place, url))
    urls = [url for _, url in found]
    # The first page stands above all others: it is where we are only when it is open itself.
    above = {url for url in urls if any(other != url and other.startswith(url) for other in urls)}
    under = [
        url for url in urls if request.path == url or (url not in above and request.path.startswith(url))
    ]
    held = [url for place, url in found if place.holds is not None and place.holds(request)]
    here = max(held or under, key=len, default=None)
    return [Shown(p.name, p.label, url, url == here, p.post, p.wipes) for p, url in found]
