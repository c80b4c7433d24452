"""Pages of turning to the stewards, and of their desk."""

from __future__ import annotations

from tests.authorization.declared import Answer, Page, seen
from tests.authorization.roles import DESK, Role
from tests.authorization.things import Thing

SAID = "Please have a look"


def _report(role: Role, thing: Thing) -> Answer:
    """Nobody reports words of her own, nor herself; words typed for another are not hers."""
    answer = seen(role, thing)
    hers = role.key in thing.mine and thing.key != "message open.typed"
    return Answer.REFUSED if answer is Answer.OPEN and hers else answer


def _care(role: Role, thing: Thing) -> Answer:
    """Hiding is for stewards while one is left whose own words these are not."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and not role.steward else answer


def _unlooked(role: Role, thing: Thing) -> Answer:
    """A report is taken back while nobody has looked at it: a note by another says that somebody has."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key != "unlooked" else answer


def _reopen(role: Role, thing: Thing) -> Answer:
    """None of these cases is settled."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN else answer


PAGES = (
    Page("help", door="open"),
    Page("safety:contact", "GP", "slug", door="open", fill=lambda w, t: {"route": "outside", "words": SAID}),
    Page("safety:contacted", door="open"),
    Page("safety:group_help"),
    Page(
        "safety:report",
        "GP",
        "reportable",
        sent=_report,
        empty=seen,
        fill=lambda w, t: {"severity": "house", "words": SAID},
    ),
    Page(
        "safety:worried",
        "GP",
        "worrying",
        sent=_report,
        empty=seen,
        fill=lambda w, t: {"severity": "soon", "words": SAID},
    ),
    Page("safety:mine"),
    Page("safety:my_report", "GP", "my_report", fill=lambda w, t: {"words": SAID}),
    Page("safety:take_back", "P", "my_report", _unlooked),
    Page("safety:told", "GP", "act", fill=lambda w, t: {"words": SAID}),
    Page("safety:told_about", "GP", "told", fill=lambda w, t: {"words": SAID}),
    Page("safety:cases", gate=DESK),
    Page("safety:acts", gate=DESK),
    Page("safety:numbers"),
    Page("safety:new_number", "GP", fill=lambda w, t: {"name": "Night line", "number": "01632 960 124"}),
    Page(
        "safety:number", "GP", "number", fill=lambda w, t: {"name": "Night line", "number": "01632 960 124"}
    ),
    Page("safety:remove_number", "P", "number"),
    Page("safety:choices", "GP", fill=lambda w, t: {"hold_message_at": "4", "hold_person_at": "0"}),
    Page("safety:case", "G", "case", gate=DESK),
    Page("safety:take", "P", "case", gate=DESK),
    Page("safety:note", "P", "case", gate=DESK, fill=lambda w, t: {"words": SAID}),
    Page("safety:judge", "P", "case", gate=DESK, fill=lambda w, t: {"severity": "law"}),
    Page(
        "safety:settle",
        "P",
        "case",
        gate=DESK,
        fill=lambda w, t: {"outcome": "spoke", "reason": SAID, "said_to_reporter": SAID},
    ),
    Page(
        "safety:reopen", "P", "case", gate=DESK, fill=lambda w, t: {"reason": SAID}, sent=_reopen, empty=seen
    ),
    Page(
        "safety:care",
        "GP",
        "care",
        _care,
        gate=DESK,
        fill=lambda w, t: {"deed": "show" if "hidden" in t and "first" not in t else "hide", "reason": SAID},
    ),
)
