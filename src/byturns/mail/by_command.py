"""A mail to an address that does one thing: the thing is done, or its writer is told that it was not."""

from __future__ import annotations

from byturns.core import outbox
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
    said = read.cut().words.strip(" \t\n-–—,.").casefold()
    names = {one.name.casefold() for one in read.writer.mailboxes if one.name}
    return bool(said) and said not in names | {name.split()[0] for name in names if name.split()}


def carry_out(kept: Inbound, decision: Decision) -> Decision:
    """Do what the address is for, when that is the decision; tell the writer of words that had no place."""
    what = places.found(kept.rcpt_to).given
    if what is None:
        return Decision(State.DROPPED, Why.DEAD)
    with in_group(what.command.group_id):
        if decision.state == State.DONE:
            try:
                commands.carry_out(what)
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
