"""Pages of giving and receiving."""

from __future__ import annotations

from byturns.conversations.forms import OWN
from tests.authorization.declared import Answer, Page, own_only, seen
from tests.authorization.roles import Role
from tests.authorization.things import Thing

WISH = {
    "kind": "company",
    "title": "A lift",
    "urgency": "week",
    "wanted": "1",
    "audience": "all",
    "voice": OWN,
}
LINE = "Gladly"


def _grow(role: Role, thing: Thing) -> Answer:
    """Nothing grows out of what is closed or came from elsewhere."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key in {"closed", "brought"} else answer


def _change(role: Role, thing: Thing) -> Answer:
    answer = own_only(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key == "agreed" else answer


def _answer(role: Role, thing: Thing) -> Answer:
    """The teller alone says yes to what was put into words for her."""
    answer = own_only(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key != "proposed" else answer


def _end(role: Role, thing: Thing) -> Answer:
    answer = own_only(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key == "proposed" else answer


def _offer(role: Role, thing: Thing) -> Answer:
    """Others than the asker, and who wrote it down for her, while it is open."""
    answer = seen(role, thing)
    closed = role.key in thing.mine or thing.key in {"agreed", "proposed"}
    return Answer.REFUSED if answer is Answer.OPEN and closed else answer


def _back(role: Role, thing: Thing) -> Answer:
    """Who has a hand in it."""
    hers = {("open", "new"), ("open", "blocked"), ("agreed", "outside")}
    return Answer.OPEN if (thing.key, role.key) in hers else Answer.MISSING


def _decline(role: Role, thing: Thing) -> Answer:
    """Who was asked, and to nobody else that she was."""
    return Answer.OPEN if (thing.key, role.key) == ("only", "outside") else Answer.MISSING


def _thank(role: Role, thing: Thing) -> Answer:
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key != "agreed" else answer


def _details(role: Role, thing: Thing) -> Answer:
    """The two who agreed."""
    return Answer.OPEN if thing.key == "agreed" and role.key in {"old", "outside"} else Answer.MISSING


PAGES = (
    Page("reciprocity:asked"),
    Page("reciprocity:mine"),
    Page("reciprocity:ask", "GP", fill=lambda w, t: WISH),
    Page("reciprocity:grow", "GP", "conversation", _grow, fill=lambda w, t: WISH),
    Page("reciprocity:one", "G", "ask"),
    Page("reciprocity:change", "GP", "ask", _change, fill=lambda w, t: WISH),
    Page("reciprocity:answer_proposal", "P", "ask", _answer, fill=lambda w, t: {"yes": "1"}),
    Page("reciprocity:offer", "P", "ask", _offer, fill=lambda w, t: {"words": LINE}),
    Page("reciprocity:careful", "GP"),
    Page("reciprocity:vouch", "GP", fill=lambda w, t: {"known": w.members["no_mail"].public_id}),
    Page("reciprocity:rules", "GP", fill=lambda w, t: {"weeks": "2", "vouches": "1"}),
    Page("reciprocity:write", "P", "hand", _details, fill=lambda w, t: {"words": LINE}),
    Page("reciprocity:details", "P", "hand", _details, fill=lambda w, t: {"kind": "phone"}),
    Page("reciprocity:pace", "GP", fill=lambda w, t: {"pace": "week", "far": "out", "kinds": "call"}),
    Page("reciprocity:decline", "P", "ask", _decline),
    Page("reciprocity:take_back", "P", "ask", _back),
    Page("reciprocity:end", "P", "ask", _end),
    Page("reciprocity:agree", "P", "hand"),
    Page("reciprocity:thank", "GP", "hand", _thank, fill=lambda w, t: {"words": LINE}),
)
