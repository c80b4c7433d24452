"""Rows on the page "Me" that other apps declare, such as "Take all I wrote with me"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Row:
    """A way on from "Me": what it is called, a line about it, and where (None: not for this person)."""

    name: str
    label: str | Promise
    about: str | Promise
    url: Callable[[HttpRequest], str | None]
    order: int = 50


@dataclass(frozen=True)
class Shown:
    label: str | Promise
    about: str | Promise
    url: str


_declared: dict[str, Row] = {}
_many: dict[str, Callable[[HttpRequest], list[Shown]]] = {}


def declare(row: Row) -> None:
    """Add a row (in an AppConfig.ready); the same name again replaces it."""
    _declared[row.name] = row


def declare_many(name: str, rows: Callable[[HttpRequest], list[Shown]]) -> None:
    """Add rows of which there is one for each of something, such as each group that somebody is in."""
    _many[name] = rows


def shown(request: HttpRequest) -> list[Shown]:
    """The rows for this person, in order; first those of which there are many."""
    many = [row for name in sorted(_many) for row in _many[name](request)]
    rows = sorted(_declared.values(), key=lambda row: row.order)
    return many + [Shown(row.label, row.about, url) for row in rows if (url := row.url(request)) is not None]
