"""Pages of what the group knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.authorization.declared import Answer, Page, own_only, seen
from tests.authorization.roles import Role
from tests.authorization.things import GONE, Thing

if TYPE_CHECKING:
    from tests.authorization.scene import World

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


def _nothing_named(role: Role, thing: Thing) -> Answer:
    return Answer.MISSING


def _named(world: World, page: str) -> dict[str, str]:
    return {"experience": world.names["experience", "unnamed"]["experience_id"]}


def _put(role: Role, thing: Thing) -> Answer:
    """Whoever opens the page asks the teller, who puts it there herself."""
    return seen(role, thing)


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
    Page("knowledge:start_page", "GP", fill=lambda w, t: {"title": "Mornings"}),
    Page("knowledge:page", "G", "page"),
    Page("knowledge:gather", "GP", "page", sent=_put, empty=_nothing_named, fill=_named),
    Page("knowledge:page_before", "G", "page"),
    Page("knowledge:look", "GP", "page", fill=lambda w, t: {"next_look": w.in_days(90)}),
    Page(
        "knowledge:write",
        "GP",
        "page",
        fill=lambda w, t: {"section": "unsure", "words": "Whether it was the light"},
    ),
    Page("knowledge:rewrite", "GP", "line", fill=lambda w, t: {"out": "1"}),
)
