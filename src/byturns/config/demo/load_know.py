"""What the made-up group knows: kept experiences, a page of several, and one question that waits."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from byturns.config.demo import content
from byturns.conversations.models import Message
from byturns.core import text
from byturns.knowledge.kinds import PART_NAMES, Answer, Scope
from byturns.knowledge.models import Experience, Line, LineVersion, Page, RestsOn, Subject, Use

if TYPE_CHECKING:
    from byturns.config.demo.load import Loader

Row = Mapping[str, Any]


def known(loader: Loader) -> None:
    """All that is kept, each with its teller's yes in the ledger, and what waits for an answer."""
    with (content.FOLDER / "known.toml").open("rb") as file:
        told = tomllib.load(file)
    for row in told["experience"]:
        _experience(loader, row)
    for row in told["page"]:
        _page(loader, row)
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


def _page(loader: Loader, row: Row) -> Page:
    """A page with all that is told on its subject, and the lines that members wrote."""
    today = loader.now.astimezone(loader.told.zone).date()
    page = Page.objects.create(
        group=loader.group,
        title=row["title"],
        started_by=loader.members[row["by"]],
        started_at=loader.days_ago(row["days_ago"]),
        in_list=True,
        looked_on=today - datetime.timedelta(days=row["looked"]),
        next_look=today + datetime.timedelta(days=row["next_in"]),
        next_by=loader.members[row["next_by"]],
    )
    uses: dict[int, Use] = {}
    for number, experience in enumerate(Experience.objects.filter(subject__name=row["subject"])):
        uses[experience.teller_id] = Use.objects.create(
            group=loader.group,
            teller=experience.teller,
            experience=experience,
            page=page,
            scope=Scope.PAGE,
            choice=Answer.YES,
            asked_by=None if experience.teller == page.started_by else page.started_by,
            asked_at=page.started_at,
            answered_at=page.started_at + datetime.timedelta(hours=7 * number),
            version=1,
        )
    for place, told in enumerate(row["lines"]):
        at = page.started_at + datetime.timedelta(days=2 + place)
        line = Line.objects.create(group=loader.group, page=page, section=told["section"], made_at=at)
        version = LineVersion.objects.create(
            group=loader.group,
            line=line,
            number=1,
            words=told["words"],
            by=loader.members[told["by"]],
            at=at,
        )
        for key in told["from"]:
            RestsOn.objects.create(group=loader.group, version=version, use=uses[loader.members[key].pk])
    return page


def _message(loader: Loader, row: Row) -> Message:
    """The message of a conversation that begins with these words."""
    key, begins = row["message"]
    [talk] = [one for one in loader.told.conversations if one.key == key]
    return Message.objects.get(conversation__title=talk.title, words__startswith=begins)
