"""Pages of talking."""

from __future__ import annotations

from byturns.conversations import forms
from tests.authorization.declared import Answer, Page, own_only, seen
from tests.authorization.roles import Role
from tests.authorization.things import GONE, Thing

OWN = forms.OWN  # in one's own voice
HELLO = "Good morning to you all"


def _edit(role: Role, thing: Thing) -> Answer:
    """The writer, or who typed it, while the words stand."""
    answer = own_only(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key in GONE else answer


def _before(role: Role, thing: Thing) -> Answer:
    """The writer alone, not who typed it."""
    answer = own_only(role, thing)
    return Answer.REFUSED if thing.key == "open.typed" and role.key in thing.sees else answer


def _behind(role: Role, thing: Thing) -> Answer:
    """A steward, behind words without a name only."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key != "open.unnamed" else answer


def _reply(role: Role, thing: Thing) -> Answer:
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key in {"brought", "closed"} else answer


def _heard(role: Role, thing: Thing) -> Answer:
    """Nobody says "I hear you" to words of her own; the button names the first message."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and role.key in thing.mine else answer


def _asked_after(role: Role, thing: Thing) -> Answer:
    """Only who started it, and only where she was asked whether it helped."""
    answer = own_only(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and thing.key != "open" else answer


def _nothing_named(role: Role, thing: Thing) -> Answer:
    return Answer.MISSING


def _let_read(role: Role, thing: Thing) -> Answer:
    """Only who wrote in that conversation has words to open or close to the guest."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and role.key not in {"new", "old", "outside"} else answer


def _stop(role: Role, thing: Thing) -> Answer:
    """A steward, or the one who started the conversation."""
    answer = seen(role, thing)
    return Answer.REFUSED if answer is Answer.OPEN and not (role.steward or role.key == "new") else answer


def _own_anywhere(role: Role, thing: Thing) -> Answer:
    """One's own words can be taken down also where the conversation is out of sight by now."""
    if role.key == "old" and thing.key == "hidden.first":
        return Answer.OPEN
    return own_only(role, thing)


PAGES = (
    Page("conversations:home"),
    Page("conversations:talk"),
    Page(
        "conversations:ask",
        "GP",
        fill=lambda w, t: {"title": "Mornings", "words": HELLO, "kind": "story", "voice": OWN},
    ),
    Page("conversations:keep_new", "P", fill=lambda w, t: {"words": HELLO}),
    Page(
        "conversations:conversation",
        "GP",
        "conversation",
        fill=lambda w, t: {"words": HELLO, "voice": OWN},
        sent=_reply,
        empty=_reply,
    ),
    Page("conversations:keep_reply", "P", "conversation", fill=lambda w, t: {"words": HELLO}),
    Page(
        "conversations:acknowledge",
        "P",
        "conversation",
        fill=lambda w, t: {"m": f"hear.{w.first_message(t)}"},
        sent=_heard,
        empty=_nothing_named,
    ),
    Page(
        "conversations:change",
        "GP",
        "conversation",
        own_only,
        fill=lambda w, t: {"title": "Mornings", "kind": "listen"},
    ),
    Page("conversations:answer_after", "P", "conversation", _asked_after, fill=lambda w, t: {"helped": "0"}),
    Page("conversations:needed", "P", "conversation", own_only, fill=lambda w, t: {"needed": "0"}),
    Page("conversations:follow", "P", "conversation", fill=lambda w, t: {"wish": "follow"}),
    Page(
        "conversations:propose_visit",
        "GP",
        "conversation",
        _reply,
        fill=lambda w, t: {"guest": w.members["guest_idle"].public_id, "until": w.in_days(30)},
    ),
    Page(
        "conversations:visit", "GP", "visit", fill=lambda w, t: {"wish": "stop"}, sent=_stop, empty=_let_read
    ),
    Page("conversations:message", "G", "message"),
    Page("conversations:edit", "GP", "message", _edit, fill=lambda w, t: {"words": HELLO}),
    Page("conversations:before", "GP", "message", _before),
    Page("conversations:take_down", "P", "message", _own_anywhere),
    Page("conversations:put_back", "P", "message", _own_anywhere),
    Page(
        "conversations:look_behind", "GP", "message", _behind, fill=lambda w, t: {"reason": "I worry for her"}
    ),
)
