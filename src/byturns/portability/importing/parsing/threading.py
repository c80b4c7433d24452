"""Which mails belong together: by the ids that each says it answers, and carefully by subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from .report import ParsedMessage

# "Re:" in the languages of our neighbours' mail programs, with "Re[2]:" and "Re: Re:".
_ANSWER = re.compile(
    r"\s*(?:(?:re|aw|antw|sv|vs|ateb|r|rv|odp|ynt|fwd?|wg|tr|enc)\s?(?:\[\d+\]|\(\d+\))?\s?:\s*)+",
    re.IGNORECASE,
)
_LIST_TAG = re.compile(r"\[[^\]\n]{1,60}\]\s*")
# How long after a conversation's last mail an answer that gives no id still belongs to it.
NEAR = timedelta(days=60)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def conversations(messages: Sequence[ParsedMessage]) -> list[list[int]]:
    """Places in `messages`, those of one conversation together, oldest first.

    Ids join, also by way of mails that are not in the file. An answer ("Re: ...") whose ids lead
    nowhere joins the latest conversation of the same subject, if that was near in time. The same
    subject alone ("Hello") joins nothing.
    """
    joined = _joined_by_ids(messages)
    times = _times(messages)
    _join_by_subject(messages, joined, times)
    groups: dict[int, list[int]] = {}
    for place in sorted(range(len(messages)), key=lambda place: (times[place], place)):
        groups.setdefault(joined.root(place), []).append(place)
    return sorted(groups.values(), key=lambda group: (times[group[0]], group[0]))


class _Joined:
    """Sets that can be put together (union-find, without recursion)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def add(self) -> int:
        self._above.append(len(self._above))
        return len(self._above) - 1

    def root(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first


def _joined_by_ids(messages: Sequence[ParsedMessage]) -> _Joined:
    joined = _Joined(len(messages))
    holders: dict[str, int] = {}
    for place, message in enumerate(messages):
        if message.message_id:
            # Two mails with one id (the same mail by two ways) belong together too.
            joined.join(place, holders.setdefault(message.message_id, place))
    for place, message in enumerate(messages):
        for answered in (*message.references, message.in_reply_to):
            if answered:
                if answered not in holders:
                    holders[answered] = joined.add()
                joined.join(place, holders[answered])
    return joined


def _times(messages: Sequence[ParsedMessage]) -> list[datetime]:
    """A moment for each, to order by; one without a date stands where it stood in the file."""
    made = []
    before = _LONG_AGO
    for message in messages:
        before = message.sent_at.astimezone(UTC) if message.sent_at else before
        made.append(before)
    return made


def _join_by_subject(messages: Sequence[ParsedMessage], joined: _Joined, times: Sequence[datetime]) -> None:
    sizes: dict[int, int] = {}
    for place in range(len(messages)):
        root = joined.root(place)
        sizes[root] = sizes.get(root, 0) + 1
    latest: dict[str, int] = {}
    for place in sorted(range(len(messages)), key=lambda place: (times[place], place)):
        subject, is_answer = base_subject(messages[place].subject)
        if len(subject) < 3:
            continue
        alone = sizes.get(joined.root(place), 0) == 1
        known = latest.get(subject)
        if is_answer and alone and known is not None and times[place] - times[known] <= NEAR:
            joined.join(place, known)
        latest[subject] = place


def base_subject(subject: str) -> tuple[str, bool]:
    """The subject without "Re:" and the list's tag, for comparing, and whether it is an answer's."""
    bare = _LIST_TAG.sub("", subject)
    rest = _ANSWER.sub("", bare, count=1) if _ANSWER.match(bare) else bare
    return " ".join(rest.casefold().split()), rest != bare
