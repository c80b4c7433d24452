"""Reads the demo group from the TOML files in content/: who is in it and what they say.

`load()` is the one door. It refuses what does not hold together, naming every fault at once, so that
a slip in the words is found by a test and not by somebody who looks at the demo.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from byturns.config.demo import content_rules
from byturns.config.demo.content_shapes import (
    Ack,
    Agreement,
    Application,
    ApplicationMessage,
    Circle,
    Conversation,
    DemoGroup,
    Edit,
    Guest,
    Hiding,
    LocalNumber,
    Member,
    Message,
    ProfileField,
    Question,
    When,
)

FOLDER = Path(__file__).parent / "content"
ACKS = ("hear", "too", "helped")

_CLOCK = re.compile(r"(?P<plus>\+?)(?P<days>\d+) (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)")
_AFTER = re.compile(r"\+(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")
_BEFORE = re.compile(r"(?P<minutes>\d+)m")

Row = Mapping[str, Any]


class ContentError(ValueError):
    """The demo's files do not hold together; the text lists every fault, one a line."""


def load(folder: Path = FOLDER) -> DemoGroup:
    """The demo group, checked. Reads files only; raises ContentError when anything is wrong."""
    group = _group(folder)
    faults = content_rules.faults(group)
    if faults:
        raise ContentError("\n".join(faults))
    return group


def when(said: str, *, opening: When | None = None, before: When | None = None) -> When:
    """A time as the files write it.

    "212 21:14" that many days ago; "40m" minutes before loading; "+35m", "+2h", "+1h10m" after
    `before` (the message before); "+1 06:40" days after the day of `opening`.
    """
    if found := _CLOCK.fullmatch(said):
        minutes = int(found["hour"]) * 60 + int(found["minute"])
        if not found["plus"]:
            return When(int(found["days"]), minutes)
        if opening is not None and opening.clocked:
            return When(opening.days - int(found["days"]), minutes)
    elif found := _BEFORE.fullmatch(said):
        return When(0, int(found["minutes"]), clocked=False)
    elif (found := _AFTER.fullmatch(said)) and before is not None and said != "+":
        return before.later(int(found["hours"] or 0) * 60 + int(found["minutes"] or 0))
    raise ContentError(f"“{said}” is not a time here")


def _group(folder: Path) -> DemoGroup:
    about = _read(folder / "group.toml")
    people = _read(folder / "members.toml")
    talks = [
        _conversation(row)
        for path in sorted(folder.glob("conversations_*.toml"))
        for row in _read(path)["conversation"]
    ]
    questions = tuple(Question(row["key"], row["text"]) for row in about["question"])
    return DemoGroup(
        name=about["name"],
        place=about["place"],
        zone=ZoneInfo(about["timezone"]),
        opened=about["opened"],
        meets=about["meets"],
        about=about["about"].strip(),
        waking_from=about["waking_from"],
        waking_to=about["waking_to"],
        limits=about["limits"]["text"].strip(),
        agreements=tuple(
            Agreement(row["version"], row["days_ago"], row["text"].strip(), row.get("change", ""))
            for row in about["agreement"]
        ),
        questions=questions,
        numbers=tuple(LocalNumber(row["name"], row["number"], row["when"]) for row in about["number"]),
        members=tuple(_member(row) for row in people["member"]),
        guests=tuple(_guest(row) for row in people["guest"]),
        circles=tuple(_circle(row) for row in about["circle"]),
        applications=tuple(_application(row, questions) for row in about["application"]),
        conversations=tuple(sorted(talks, key=lambda talk: (not talk.messages[0].at.clocked, _order(talk)))),
    )


def _order(talk: Conversation) -> int:
    return talk.messages[0].at.order()


def _member(row: Row) -> Member:
    _only(row, "member", _MEMBER)
    roles = row.get("roles", [])
    return Member(
        key=row["key"],
        name=row["name"],
        mailbox=row.get("mailbox", ""),
        mail=row["mail"],
        joined=row["joined"],
        caring=row["state"],
        steward="steward" in roles,
        listener="listener" in roles,
        listed=row.get("listed", True),
        contact_by=row.get("contact_by", "email"),
        language=row.get("language", "en-gb"),
        agreed=row.get("agreement", 2),
        yes_given=row.get("yes_given", ""),
        typed_for_by=tuple(row.get("typed_for_by", ())),
        break_for=row.get("break_for"),
        left=row.get("left"),
        words=row.get("words", ""),
        why=tuple(row.get("why", ())),
        profile=tuple(ProfileField(key, *said) for key, said in row.get("profile", {}).items()),
    )


def _guest(row: Row) -> Guest:
    _only(row, "guest", _GUEST)
    return Guest(
        key=row["key"],
        name=row["name"],
        badge=row["badge"],
        mailbox=row["mailbox"],
        conversation=row["conversation"],
        proposed_by=row["proposed_by"],
        proposed=row["proposed"],
        opens=row["from"],
        until_in=row["until_in"],
    )


def _circle(row: Row) -> Circle:
    return Circle(
        row["key"], row["name"], row["about"], row["made_by"], row["days_ago"], tuple(row["members"])
    )


def _application(row: Row, questions: Iterable[Question]) -> Application:
    asked = when(row["asked"])
    messages: list[ApplicationMessage] = []
    for said in row["messages"]:
        before = messages[-1].at if messages else asked
        at = when(said["at"], opening=asked, before=before)
        messages.append(ApplicationMessage(said.get("by"), at, said["text"].strip()))
    answers = tuple((question.words, row["answers"][question.key]) for question in questions)
    return Application(row["key"], row["name"], row["mailbox"], asked, answers, tuple(messages))


def _conversation(row: Row) -> Conversation:
    _only(row, "conversation", _CONVERSATION)
    messages: list[Message] = []
    for said in row["messages"]:
        opening = messages[0].at if messages else None
        messages.append(_message(said, opening, messages[-1].at if messages else None))
    return Conversation(
        key=row["key"],
        kind=row["kind"],
        title=row["title"],
        messages=tuple(messages),
        kind_was=row.get("kind_was"),
        circle=row.get("circle"),
        just_listening=row.get("just_listening", False),
        no_answer_needed=row.get("no_answer_needed", False),
    )


def _message(row: Row, opening: When | None, before: When | None) -> Message:
    _only(row, f"message by {row.get('by')}", _MESSAGE)
    at = when(row["at"], opening=opening, before=before)

    def after(said: str) -> When:
        return when(said, opening=opening or at, before=at)

    hidden = row.get("hidden")
    return Message(
        by=row["by"],
        at=at,
        words=row["text"].strip(),
        typed_by=row.get("typed_by"),
        note=row.get("note", ""),
        language=row.get("lang", ""),
        unnamed=row.get("unnamed", False),
        acks=tuple(Ack(kind, by) for kind in ACKS for by in row.get(kind, ())),
        edit=Edit(after(row["edited"]), row["was"].strip()) if "edited" in row else None,
        taken_down=after(row["down"]) if "down" in row else None,
        hiding=Hiding(hidden["by"], after(hidden["at"]), hidden["reason"]) if hidden else None,
    )


_MEMBER = frozenset(
    (
        *("key", "name", "joined", "left", "words", "roles", "state", "mailbox", "mail", "listed", "why"),
        *("contact_by", "language", "agreement", "yes_given", "typed_for_by", "break_for", "profile"),
    )
)
_GUEST = frozenset(
    ("key", "name", "badge", "mailbox", "conversation", "proposed_by", "proposed", "from", "until_in")
)
_CONVERSATION = frozenset(
    ("key", "kind", "kind_was", "title", "circle", "just_listening", "no_answer_needed", "messages")
)
_MESSAGE = frozenset(
    ("by", "at", "text", "typed_by", "note", "lang", "unnamed", "edited", "was", "down", "hidden", *ACKS)
)


def _only(row: Row, what: str, known: frozenset[str]) -> None:
    """A key nobody reads is a slip of the pen, not a wish."""
    if strange := sorted(set(row) - known):
        raise ContentError(f"{what}: nobody knows what {', '.join(strange)} means")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ContentError(f"{path.name}: {problem}") from problem
