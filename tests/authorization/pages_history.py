"""Pages of bringing a history in, and of finding what was said."""

from __future__ import annotations

from tests.authorization.declared import Answer, Page, seen
from tests.authorization.roles import Role
from tests.authorization.things import Thing


def _while_staged(role: Role, thing: Thing) -> Answer:
    """Once it is decided nothing of it is changed any more."""
    answer = seen(role, thing)
    if answer is not Answer.OPEN or thing.key == "staged":
        return answer
    return Answer.REFUSED if thing.key == "told" else Answer.MISSING  # a list is decided row by row


def _list_only(role: Role, thing: Thing) -> Answer:
    return seen(role, thing) if thing.key == "list" else Answer.MISSING


def _was_there(role: Role, thing: Thing) -> Answer:
    """Others who were there say whether a name is hers; the address tells nobody else that she asked."""
    return Answer.OPEN if role.key == "old" and thing.key == "by_new" else Answer.MISSING


def _link(role: Role, thing: Thing) -> Answer:
    return Answer.OPEN if thing.key == "open" else Answer.DEAD


PAGES = (
    Page("search:find", "GP", fill=lambda w, t: {"words": "lantern"}),
    Page("portability:history"),
    Page("portability:mine"),
    Page("portability:claim", "P", fill=lambda w, t: {"called": "Somebody of then"}),
    Page("portability:witness", "P", "claim", _was_there, fill=lambda w, t: {"yes": "1"}),
    Page("portability:own", "GP", "staged_name", fill=lambda w, t: {"act": "hide"}),
    Page("portability:claims"),
    Page("portability:answer_claim", "P", "claim", fill=lambda w, t: {"yes": "1"}),
    Page("portability:bring", "GP"),
    Page("portability:batch", "G", "batch"),
    Page("portability:lines", "G", "batch"),
    Page(
        "portability:choose",
        "P",
        "batch",
        _while_staged,
        fill=lambda w, t: {"silence_hours": "9"},
    ),
    Page("portability:say_order", "P", "batch", _while_staged),
    Page("portability:decide", "GP", "batch", _while_staged),
    Page("portability:use_list", "P", "batch", _list_only),
    Page("portability:withdraw", "GP", "batch"),
    Page(
        "mine",
        "GP",
        "owner_link",
        _link,
        door="open",
        fill=lambda w, t: {"act": "words", "name": w.names["staged_name", "nobody's"]["public_id"]},
    ),
)
