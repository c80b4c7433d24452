"""What the made-up group asks of each other, so that a visitor sees an ask in each state."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from byturns.config.demo.content import FOLDER
from byturns.core import clock
from byturns.reciprocity.kinds import State, Urgency
from byturns.reciprocity.models import Ask, Hand, Thanks, Vouch, Willing
from byturns.reciprocity.models.asks import end_of

if TYPE_CHECKING:
    from byturns.config.demo.load import Loader


# What some said they could do now and then.
WILLING = {
    "pat": ("week", "lift,sit,call,company,ring,read"),
    "hazel": ("fortnight", "form,call,talk"),
    "des": ("fortnight", "lift,loan"),
    "ron": ("week", "lift,form,ring"),
    "ife": ("fortnight", "recipe,call,read,welcome"),
    "castor": ("week", "quiet,read,talk"),
}


def asks(loader: Loader) -> None:
    """All asks, with who could help; who said what she could do, and whom the stewards know."""
    for key, (pace, kinds) in WILLING.items():
        Willing.objects.create(group=loader.group, membership=loader.members[key], pace=pace, kinds=kinds)
    for by in ("hazel", "des", "gwen"):
        Vouch.objects.bulk_create(
            Vouch(group=loader.group, by=loader.members[by], whom=loader.members[key])
            for key in WILLING
            if key != by
        )
    for told in tomllib.loads((FOLDER / "asks.toml").read_text(encoding="utf-8"))["ask"]:
        _ask(loader, told)


def _ask(loader: Loader, told: Mapping[str, Any]) -> None:
    zone, today = loader.told.zone, clock.today(loader.told.zone)
    first, last = (today + datetime.timedelta(days=days) for days in told["days"])
    begin, end = (
        (datetime.time.fromisoformat(one) for one in told["hours"]) if "hours" in told else (None, None)
    )
    agreed = [hand for hand in told.get("hands", []) if hand[2]]
    wanted = told.get("wanted", 1)
    state = State.PROPOSED if "proposed_by" in told else State.AGREED if len(agreed) == wanted else State.OPEN
    over = told.get("state")
    made_at = min(loader.now, datetime.datetime.combine(first, datetime.time(9), tzinfo=zone))
    made_at -= datetime.timedelta(days=2)
    ask = Ask.objects.create(
        group=loader.group,
        asked_by=loader.members[told["by"]],
        typed_by=loader.members.get(told.get("typed_by", "")),
        proposed_by=loader.members.get(told.get("proposed_by", "")),
        kind=told["kind"],
        title=told["title"],
        words=told.get("words", ""),
        day_from=first,
        day_to=last,
        time_from=begin,
        time_to=end,
        ends_at=end_of(last, end, zone),
        place=told.get("place", ""),
        urgency=told.get("urgency", Urgency.WEEK),
        wanted=wanted,
        takes_first=told.get("first", False),
        state=over or state,
        ask_again_at=loader.now,  # so that the clock asks around when it has begun
        made_at=made_at,
        ended_at=end_of(last, None, zone) if over else None,
    )
    for place, (helper, words, _agreed) in enumerate(
        sorted(told.get("hands", []), key=lambda one: not one[2])
    ):
        hand = Hand.objects.create(
            group=loader.group,
            ask=ask,
            helper=loader.members[helper],
            words=words,
            at=made_at + datetime.timedelta(hours=3),
            agreed_at=made_at + datetime.timedelta(hours=5) if place < len(agreed) else None,
            place=place if place < len(agreed) else None,
        )
        if "thanks" in told and place == 0:
            Thanks.objects.create(
                group=loader.group, hand=hand, words=told["thanks"], at=ask.ended_at or made_at
            )
