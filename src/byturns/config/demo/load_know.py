"""What the made-up group knows: experiences that members have kept, and one question that waits."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from byturns.config.demo import content
from byturns.conversations.models import Message
from byturns.core import text
from byturns.knowledge.kinds import PART_NAMES, Answer, Scope
from byturns.knowledge.models import Experience, Subject, Use

if TYPE_CHECKING:
    from byturns.config.demo.load import Loader

Row = Mapping[str, Any]


def known(loader: Loader) -> None:
    """All that is kept, each with its teller's yes in the ledger, and what waits for an answer."""
    with (content.FOLDER / "known.toml").open("rb") as file:
        told = tomllib.load(file)
    for row in told["experience"]:
        _experience(loader, row)
    for row in told["asked"]:
        message = _message(loader, row)
        assert message.author is not None  # noqa: S101 - for the type checker: somebody of the group wrote it
        Use.objects.create(
            group=loader.group,
            teller=message.author,
            scope=Scope.GROUP,
            message=message,
            asked_by=loader.members[row["by"]],
            asked_at=loader.days_ago(row["days_ago"]),
        )


def _experience(loader: Loader, row: Row) -> Experience:
    at = loader.days_ago(row["days_ago"])
    subject, _ = Subject.objects.get_or_create(group=loader.group, name=row["subject"])
    made = Experience.objects.create(
        group=loader.group,
        teller=loader.members[row["by"]],
        message=_message(loader, row) if "message" in row else None,
        subject=subject,
        named=row.get("named", False),
        helped=row.get("helped", ""),
        circumstances=row["circumstances"],
        kept_at=at,
        **{name: text.tidy(row.get(name, "")) for name in PART_NAMES},
    )
    Use.objects.create(
        group=loader.group,
        teller=made.teller,
        experience=made,
        scope=Scope.GROUP,
        choice=Answer.YES,
        asked_at=at,
        answered_at=at,
        version=1,
    )
    return made


def _message(loader: Loader, row: Row) -> Message:
    """The message of a conversation that begins with these words."""
    key, begins = row["message"]
    [talk] = [one for one in loader.told.conversations if one.key == key]
    return Message.objects.get(conversation__title=talk.title, words__startswith=begins)
