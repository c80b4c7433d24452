"""The page of examples: every mail of the product at each level, drawn beforehand and kept in a file.

`draw` is for who renews the file (`letters_examples.json`, see docs/contributing/testing.md); pages only read
it, so that nothing is written when somebody looks. A test says when it is out of date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from byturns.core import clock, outbox, paper
from byturns.groups import mails, stage
from byturns.groups.models import Membership
from byturns.notifications.kinds import Shows

FILE = Path(__file__).with_name("letters_examples.json")
DAY = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # what "now" is in them
_BIRD = re.compile(r"\([a-z]+\)$")

Drawn = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True)
class Example:
    """One mail as it would lie in a mailbox. Links are their words alone: they would lead nowhere."""

    sender: str
    subject: str
    lines: list[list[str]]


@dataclass(frozen=True)
class Shown:
    """What comes and when, with the mails that do."""

    says: str
    examples: list[Example]


def draw() -> Drawn:
    """Every kind at every level, by its real writer, as the settings are. Writes rows that are taken back."""
    with clock.standing_at(DAY):
        return {
            kind: _but_alike({level: _plain(stage.drawn(kind, level)) for level in Shows.values})
            for kind in sorted(stage.SCENES)
        }


def _but_alike(levels: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Most mails are alike at every level: those are kept once."""
    quiet = levels[Shows.QUIET]
    return {level: mail for level, mail in levels.items() if level == Shows.QUIET or mail != quiet}


def _plain(letter: outbox.Letter) -> dict[str, Any]:
    sheet = letter.sheet
    return {
        "sender": letter.sender,
        "subject": _BIRD.sub("(wren)", letter.subject),
        "lines": [[type(block).__name__.lower(), *_words(block)] for block in (*sheet.blocks, *sheet.foot)],
    }


def _words(block: paper.Block) -> list[str]:
    match block:
        case paper.Say(words=words):
            return [words]
        case paper.Head(words=words, under=under):
            return [words, under]
        case paper.Quote(html=html):
            return [paper.words_of(html)]
        case paper.Go(words=words, there=there):
            return [words.removesuffix(":") or there]
        case paper.Row(links=links, words=words, by=by):
            return [" · ".join(f"{one.words} ({by})" if one.mail else one.words for one in links), words]
        case _:
            return []


def as_file(alone: Drawn, answered: Drawn) -> str:
    """The text of the file: as mails are where none comes in, and those that differ where it does."""
    differ = {kind: levels for kind, levels in answered.items() if levels != alone[kind]}
    return "{\n" + ",\n".join(_listed("alone", alone) + _listed("answered", differ)) + "\n}\n"


def _listed(name: str, drawn: Drawn) -> list[str]:
    """A line for each mail, so that what changed is seen."""
    return [f'"{name} {kind}": ' + json.dumps(drawn[kind], ensure_ascii=False) for kind in sorted(drawn)]


@lru_cache(maxsize=2)
def kept(mail_in: bool) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """What the file holds, for a server that takes mail in or does not."""
    found: Drawn = json.loads(FILE.read_text(encoding="utf-8"))
    names = ("alone ", "answered ") if mail_in else ("alone ",)
    return {key.removeprefix(name): found[key] for name in names for key in found if key.startswith(name)}


def of(member: Membership, level: str) -> list[Shown]:
    """The mails that come to her at this level; for a steward all, also those to people who are not in."""
    readers: tuple[mails.Reader, ...] = ("anyone", "member", "steward")
    told = [mail for reader in readers for mail in mails.of(member, reader)]
    if member.is_steward:
        told += mails.of(member, "outside")
    told.sort(key=lambda mail: mail.order)  # what is said in the group comes first
    drawn = kept(settings.MAIL_IN)
    return [
        Shown(
            str(mail.says),
            [
                Example(**drawn[kind].get(level, drawn[kind][Shows.QUIET]))
                for kind in mail.letters
                if kind in drawn
            ],
        )
        for mail in told
    ]
