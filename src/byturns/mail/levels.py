"""How much a mail to a member may show. The app above knows; until it says so, nothing shows."""

from __future__ import annotations

from collections.abc import Callable

from byturns.groups.models import Membership

Judge = Callable[[Membership], bool]
_declared: dict[str, Judge] = {}


def declare(shows_words: Judge) -> None:
    """Say who judges whether words may stand in a mail to somebody (in an AppConfig.ready)."""
    _declared["words"] = shows_words


def shows_words(member: Membership) -> bool:
    """Whether words and names may stand in a mail to her. Inside her group."""
    judge = _declared.get("words")
    return judge is not None and judge(member)
