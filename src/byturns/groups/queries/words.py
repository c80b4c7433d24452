"""What somebody who has gone may still say about her words."""

from __future__ import annotations

from byturns.groups.kinds import Words
from byturns.groups.models import Membership

_GONE = {Membership.Status.LEFT, Membership.Status.REMOVED}


def may_still_become(whom: Membership) -> list[Words]:
    """Words that were kept can lose the name or go, nameless ones can go; what is down stays down.

    Empty also for somebody who is here, who does it on her own pages, and for who has died.
    """
    if whom.status not in _GONE:
        return []
    if whom.words_wish == "":
        return list(Words)
    return {Words.KEEP: [Words.DOWN, Words.UNNAMED], Words.UNNAMED: [Words.DOWN]}.get(
        Words(whom.words_wish), []
    )
