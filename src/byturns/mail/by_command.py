"""A mail to an address that does one thing: the thing is done, or its writer is told that it was not."""

from __future__ import annotations

from byturns.core import outbox
from byturns.core.text import can_be_seen
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from byturns.mail import commands, places
from byturns.mail.deciding import Decision
from byturns.mail.kinds import State, Verdict, Why
from byturns.mail.models import Inbound
from byturns.mail.reading.letter import Letter


def has_words(read: Letter) -> bool:
    """Whether its writer meant to say something. A name or a signature below an empty mail is no words."""
    if not read.text.partition("\n-- \n")[0].strip() or read.text.lstrip().startswith("-- \n"):
        return False
    return can_be_seen(_words_of(read))


def _words_of(read: Letter) -> str:
    """Her words, without her name below them."""
    names = {one.name.casefold() for one in read.writer.mailboxes if one.name}
    names |= {name.split()[0] for name in names if name.split()}
    lines = read.cut().words.strip().splitlines()
    if lines and lines[-1].strip(" \t-–—,.").casefold() in names:
        lines.pop()
    return "\n".join(lines).strip(" \t\n-–—,.")


def understood(read: Letter, what: commands.Given) -> str:
    """Her words, or without any those of her subject, when the deed understands them; else ""."""
    if what.deed.understands is None:
        return ""
    said = _words_of(read) if has_words(read) else read.subject
    with in_group(what.command.group_id):
        return said if what.deed.understands(what.command.membership, said) else ""


def carry_out(kept: Inbound, decision: Decision, read: Letter) -> Decision:
    """Do what the address is for, when that is the decision; tell the writer of words that had no place."""
    what = places.found(kept.rcpt_to).given
    if what is None:
        return Decision(State.DROPPED, Why.DEAD)
    with in_group(what.command.group_id):
        if decision.state == State.DONE:
            try:
                commands.carry_out(what, said=understood(read, what))
                return decision
            except NotAllowed:
                return Decision(State.HELD, Why.CLOSED)
        account = what.command.membership.person.account
        # What is proven goes back with its words, like every mail that is held (mail.refusing).
        if account is not None and kept.verdict != Verdict.PASS:
            outbox.put(
                "mail.not_done",
                to=account.email,
                group_id=what.command.group_id,
                once=f"not-done:{kept.pk}",
                inbound_id=kept.pk,
            )
    return decision
