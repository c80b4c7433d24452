"""What becomes of a mail: pure, the whole table of settled point 19 in one place.

The address alone never posts, nor does From alone: it takes the key, the sender who was given it, and the
word of our own border. docs/mail.md has the table for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from byturns.mail.kinds import State, Verdict, Way, Why

OLD = timedelta(days=90)


@dataclass(frozen=True)
class Facts:
    """What was found out about one mail."""

    way: str
    readable: bool = True
    has_words: bool = True
    automatic: bool = False
    only_by_list: bool = False  # nothing but the marks of a mailing list says that a program sent it
    own_mail: bool = False  # it bears a Message-ID or a list name of ours: it has come round
    key_lives: bool = True  # the address is known, and its member is here
    has_sender: bool = True  # From names exactly one address
    sender_is_hers: bool = False  # From names the address she signs in with, or one she has confirmed
    sender_is_member: bool = False  # From names the address of somebody in this group
    sender_is_either: bool = False  # From names an address that more than one member of it uses
    mailbox_is_theirs: bool = False  # and those sign in with it, so that it can be asked
    keeps_apart: bool = False  # she has a PIN, and others open the same mailbox
    verdict: str = Verdict.NONE
    age: timedelta = timedelta(0)  # of what is answered
    done_before: bool = False  # the one thing that a command address does


class Decision(NamedTuple):
    state: State
    why: Why


def decide(facts: Facts) -> Decision:
    """What becomes of it. Nothing here posts on a guess."""
    if not facts.readable:
        return Decision(State.HELD, Why.UNREADABLE)
    if facts.own_mail:
        return Decision(State.DROPPED, Why.LOOP)
    if facts.automatic:
        hers = facts.only_by_list and facts.way != Way.GROUP and facts.sender_is_hers and facts.key_lives
        if hers and facts.verdict == Verdict.PASS:
            return Decision(State.HELD, Why.LIST)
        return Decision(State.DROPPED, Why.AUTOMATIC)
    if facts.way in {Way.NONE, Way.BACK} or not facts.key_lives:  # what comes back is read elsewhere
        return Decision(State.DROPPED, Why.DEAD)
    if facts.verdict == Verdict.FAIL:
        return Decision(State.HELD, Why.FORGED)
    if facts.way == Way.GROUP:
        return _to_the_plain_address(facts)
    if not facts.sender_is_hers:
        if facts.way in {Way.REPLY, Way.OWN}:
            return _from_another_address(facts)
        return Decision(State.HELD, Why.ANOTHER)
    if facts.way == Way.COMMAND:
        return _to_a_command(facts)
    if not facts.has_words:
        return Decision(State.HELD, Why.EMPTY)
    if facts.way == Way.LETTER:
        return Decision(State.ASKED, Why.WHICH)
    if facts.verdict != Verdict.PASS:
        return Decision(State.ASKED, Why.UNPROVEN)
    if facts.keeps_apart:
        return Decision(State.ASKED, Why.SHARED)
    if facts.way == Way.REPLY and facts.age > OLD:
        return Decision(State.ASKED, Why.OLD)
    return Decision(State.POSTED, Why.WELL)


def _from_another_address(facts: Facts) -> Decision:
    """To her own key or secret address: another mailbox of hers, or somebody she passed a mail on to."""
    if facts.sender_is_member or not facts.has_sender or not facts.has_words:
        return Decision(State.HELD, Why.ANOTHER)
    return Decision(State.ASKED, Why.TOO)


def _to_a_command(facts: Facts) -> Decision:
    """Sent by the member herself. Words are never taken for the thing that the address does, nor lost."""
    if facts.has_words:
        return Decision(State.HELD, Why.WORDS)
    if facts.done_before:
        return Decision(State.DROPPED, Why.DEAD)
    if facts.verdict != Verdict.PASS:
        return Decision(State.ASKED, Why.UNPROVEN)
    if facts.keeps_apart:
        return Decision(State.ASKED, Why.SHARED)
    return Decision(State.DONE, Why.WELL)


def _to_the_plain_address(facts: Facts) -> Decision:
    if not facts.sender_is_member:
        return Decision(State.HELD, Why.STRANGER)
    if not facts.has_words:
        return Decision(State.HELD, Why.EMPTY)
    if facts.verdict != Verdict.PASS:
        return Decision(State.HELD, Why.UNPROVEN)
    if facts.sender_is_either:
        return Decision(State.ASKED if facts.mailbox_is_theirs else State.HELD, Why.EITHER)
    return Decision(State.ASKED, Why.PLAIN)
