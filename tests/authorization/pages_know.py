"""Pages of what the group knows."""

from __future__ import annotations

from tests.authorization.declared import Answer, Page, own_only, seen
from tests.authorization.roles import Role
from tests.authorization.things import GONE, Thing

SAID = {"words": "Radio on, door half shut"}


def _readable(role: Role, thing: Thing) -> Answer:
    return Answer.MISSING if thing.key in GONE else seen(role, thing)


def _keep(role: Role, thing: Thing) -> Answer:
    """The writer alone, not who typed it, and once; what somebody asks about she can still keep herself."""
    answer = _readable(role, thing)
    hers = role.key in thing.mine and thing.key not in {"open.typed", "open.first", "brought.first"}
    return Answer.REFUSED if answer is Answer.OPEN and not hers else answer


def _ask(role: Role, thing: Thing) -> Answer:
    """Anybody but the writer; once a message; never a guest, or what was brought in."""
    answer = _readable(role, thing)
    hers = role.key in thing.mine and thing.key != "open.typed"
    never = thing.key in {"open.reply", "open.first", "visited.guests", "brought.first"}
    return Answer.REFUSED if answer is Answer.OPEN and (hers or never) else answer


PAGES = (
    Page("knowledge:know"),
    Page("knowledge:keep", "GP", fill=lambda w, t: SAID),
    Page("knowledge:keep_said", "GP", "message", _keep, fill=lambda w, t: SAID),
    Page("knowledge:ask", "GP", "message", _ask, fill=lambda w, t: {"ask": "1"}),
    Page("knowledge:leave", "GP", "leave", fill=lambda w, t: SAID),
    Page("knowledge:mine"),
    Page("knowledge:take_back", "P", "use"),
    Page("knowledge:experience", "G", "experience"),
    Page("knowledge:change", "GP", "experience", own_only, fill=lambda w, t: SAID),
    Page("knowledge:still_right", "P", "experience", own_only),
)
