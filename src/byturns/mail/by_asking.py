"""The talk with somebody who asks to join, by mail: of a member, and of who asks. Neither sees an address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from byturns.core import outbox
from byturns.core.text import LONGEST
from byturns.groups.actions import applications, asking
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from byturns.mail import places, repeats
from byturns.mail.deciding import Decision
from byturns.mail.kinds import State, Why
from byturns.mail.models import AskingKey, Inbound
from byturns.mail.reading.letter import Letter, Unreadable


def mailbox_of(key: AskingKey) -> str:
    """The address that this key was given to; "" when there is none any more."""
    person = key.membership.person if key.membership is not None else key.application.person
    return person.account.email.lower() if person is not None and person.account is not None else ""


def key_of(kept: Inbound) -> AskingKey | None:
    """The key that a mail was written to, while it lives; None for any other address."""
    return places.found(kept.rcpt_to).asking


def carry_out(kept: Inbound, key: AskingKey, decision: Decision, read: Letter | Unreadable) -> Decision:
    """Put the words into the talk, or ask the one named as writer, as was decided."""
    with in_group(key.group_id):
        if decision.state == State.POSTED and isinstance(read, Letter):
            return post(kept, read)
        if decision.state == State.ASKED:
            outbox.put(
                "mail.was_this_you",
                to=mailbox_of(key),
                group_id=key.group_id,
                once=f"was-this-you:{kept.pk}",
                inbound_id=kept.pk,
            )
    return decision


def post(kept: Inbound, read: Letter | Unreadable) -> Decision:
    """Add the words to the talk, as whose key it is; inside the group. A refusal holds the mail."""
    key = key_of(kept)
    if key is None:
        return Decision(State.HELD, Why.CLOSED)
    if not isinstance(read, Letter):
        return Decision(State.HELD, Why.UNREADABLE)
    words = read.cut().words
    if len(words) > LONGEST:
        return Decision(State.HELD, Why.LONG)
    try:
        with transaction.atomic():
            if key.membership is not None:
                applications.write(member=key.membership, application=key.application, words=words)
            elif key.application.person is not None:
                asking.write(person=key.application.person, application=key.application, words=words)
            writer = "who asks" if key.membership is None else f"member {key.membership.pk}"
            repeats.claim(kept, read, words, writer=writer, place=f"application {key.application.pk}")
    except (NotAllowed, ValidationError):
        return Decision(State.HELD, Why.CLOSED)
    except repeats.Repeated:
        return Decision(State.DROPPED, Why.REPEATED)
    return Decision(State.POSTED, Why.WELL)
