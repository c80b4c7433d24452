"""One door for every mail: kept as it came, then read, judged, and posted, asked about, held or not taken."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from byturns.core import clock, jobs
from byturns.core.events import emit
from byturns.core.models import OutgoingMail
from byturns.core.text import can_be_seen
from byturns.groups.models import Membership
from byturns.groups.scoping import in_group
from byturns.mail import (
    asking,
    border,
    bounces,
    by_asking,
    by_command,
    events,
    knowing,
    places,
    posting,
    proof,
    refusing,
)
from byturns.mail.deciding import Decision, Facts, decide
from byturns.mail.kinds import State, Verdict, Way, Why
from byturns.mail.models import Inbound
from byturns.mail.reading import letter
from byturns.mail.reading.letter import Letter, Unreadable
from byturns.mail.reading.reply import Cut

LONGEST_ADDRESS = 254  # RFC 5321; a longer one is nobody's

# What reading and judging write down about a mail.
FOUND_OUT = [
    "state",
    "why",
    "way",
    "sender",
    "verdict",
    "group_id",
    "membership_id",
    "conversation_id",
    "message_id",
    "settled_at",
    "agreed_at",
    "back_to_id",
    "answered_at",
]


def keep(
    raw: bytes,
    *,
    rcpt_to: str,
    mail_from: str = "",
    came_by: str,
    proven: str = "",
    peer: str = "",
    helo: str = "",
) -> Inbound:
    """Keep a mail as it came and ask for it to be taken in. Committed when this returns.

    The same bytes to the same address are kept once: whoever delivers twice is answered well twice.
    `proven` is the border's own verdict where the way it came by gives one. `peer` and `helo` name the server
    that handed it over, for our own check of the sender.
    """
    digest = hashlib.sha256(rcpt_to.lower().encode("utf-8", "replace") + b"\0")
    digest.update(raw)  # by itself: put together they would lie in memory twice
    try:
        with transaction.atomic():
            kept = Inbound.objects.create(
                digest=digest.hexdigest(),
                raw=raw,
                size=len(raw),
                came_by=came_by,
                mail_from=mail_from[:320],
                rcpt_to=rcpt_to[:320],
                border=proven,
                peer=peer[:45],
                helo=helo[:255],
            )
            jobs.enqueue("mail.take_in", inbound_id=kept.pk)
    except IntegrityError:
        return Inbound.objects.get(digest=digest.hexdigest())
    return kept


@jobs.job("mail.take_in")
def take_in(inbound_id: int) -> None:
    """Read and judge one mail. Run twice, it changes nothing the second time."""
    proof.find_out(inbound_id)
    with transaction.atomic():
        kept = Inbound.objects.select_for_update().get(pk=inbound_id)
        if kept.state != State.NEW:
            return
        read = letter.read(bytes(kept.__dict__.pop("raw")))  # which may be large, and is not needed again
        cut = read.cut() if isinstance(read, Letter) else None
        place = places.found(kept.rcpt_to)
        if place.way == Way.BACK:
            bounces.heard(kept)
            kept.way = place.way
            settle(kept, Decision(State.DROPPED, Why.AUTOMATIC))
            return
        kept.way = place.way
        kept.group_id = place.group.pk if place.group is not None else None
        kept.conversation_id = place.conversation.pk if place.conversation is not None else None
        facts, writer = _facts(kept, read, cut, place)
        kept.membership_id = writer.pk if writer is not None else None
        decision = decide(facts)
        if place.asking is not None:
            decision = by_asking.carry_out(kept, place.asking, decision, read)
        elif isinstance(read, Letter) and (decision.state == State.DONE or decision.why == Why.WORDS):
            decision = by_command.carry_out(kept, decision, read)
        elif decision.state == State.POSTED and writer is not None and isinstance(read, Letter) and cut:
            with in_group(writer.group_id):
                decision = posting.post(kept, read, cut, writer)
        elif decision.state == State.ASKED:
            decision = asking.ask(kept, decision, writer)
        settle(kept, decision)
        if isinstance(read, Letter):
            refusing.answer(kept, read)


def _facts(
    kept: Inbound, read: Letter | Unreadable, cut: Cut | None, place: places.Place
) -> tuple[Facts, Membership | None]:
    """What is to be known of it, and who would be its writer if it is true. Notes sender and verdict."""
    writer = place.member
    if isinstance(read, Unreadable) or cut is None:
        return Facts(way=place.way, readable=False), writer
    sender = (read.writer.only or "").lower()
    sender = sender if len(sender) <= LONGEST_ADDRESS else ""
    known = knowing.members_with(kept.group_id, sender)
    if place.way == Way.GROUP:
        writer = known.one
    kept.sender = sender
    kept.verdict = kept.border or border.verdict(read.authentication_results, settings.MAIL_BORDER, sender)
    if read.ambiguous and kept.verdict == Verdict.PASS:
        kept.verdict = Verdict.NONE  # proven may be another From than the one we read
    return (
        Facts(
            way=place.way,
            has_words=_has_words(read, cut, place),
            automatic=read.is_automatic,
            only_by_list=read.only_by_list,
            own_mail=OutgoingMail.objects.filter(message_id=f"<{read.message_id.strip('<>')}>").exists(),
            key_lives=place.way in {Way.GROUP, Way.ASKING} or writer is not None,
            has_sender=bool(sender),
            sender_is_hers=_is_from(place, writer, sender),
            sender_is_member=bool(known),
            sender_is_either=known.several,
            mailbox_is_theirs=bool(known.sign_in),
            keeps_apart=knowing.keeps_apart(writer, sender),
            verdict=kept.verdict,
            age=clock.now() - place.key.made_at if place.key is not None else timedelta(0),
            done_before=place.given is not None and place.given.is_done,
        ),
        writer,
    )


def _has_words(read: Letter, cut: Cut, place: places.Place) -> bool:
    """Whether it says something; what an address for one thing understands is no words to it."""
    if place.given is None:
        return can_be_seen(cut.words)
    return by_command.has_words(read) and not by_command.understood(read, place.given)


def _is_from(place: places.Place, writer: Membership | None, sender: str) -> bool:
    """Whether it comes from a mailbox of who was given the address: a member, or who asks to join."""
    if place.asking is not None and writer is None:
        return bool(sender) and sender == by_asking.mailbox_of(place.asking)
    return knowing.is_hers(writer, sender)


def settle(kept: Inbound, decision: Decision) -> None:
    """Write down what became of it, and tell the house when somebody may want to look."""
    kept.state, kept.why, kept.settled_at = decision.state, decision.why, clock.now()
    kept.save(update_fields=FOUND_OUT)  # not the bytes again
    if kept.group_id is not None and decision.state in {State.HELD, State.ASKED}:
        emit(events.MailHeld(group_id=kept.group_id, by_id=None, inbound_id=kept.pk, how=str(decision.why)))


# What she can say yes to at once. An unknown address must confirm itself first; "either" needs a name.
ONE_YES = frozenset({Why.UNPROVEN, Why.SHARED, Why.OLD, Why.PLAIN, Why.WHICH})


def say_yes(kept: Inbound, writer: Membership | None, *, conversation_id: int | None = None) -> Decision:
    """The member says that a mail she was asked about is hers: what it is for is done now. Inside her group.

    `writer` None: somebody who asks to join, whose link it was. `conversation_id`: which item of a letter
    she means.
    """
    number = writer.pk if writer is not None else None
    with transaction.atomic():
        kept = Inbound.objects.select_for_update().get(pk=kept.pk)
        if kept.way == Way.LETTER and kept.state == State.ASKED:
            kept.conversation_id = conversation_id  # set under the lock: of two buttons, one holds
        nowhere = kept.way == Way.LETTER and kept.conversation_id is None  # she has not said which
        if kept.state != State.ASKED or kept.membership_id != number or kept.why not in ONE_YES or nowhere:
            return Decision(State(kept.state), Why(kept.why))
        if not _is_from(places.found(kept.rcpt_to), writer, kept.sender):
            # It came from a mailbox that was hers when she was asked, and is no more.
            decision = Decision(State.HELD, Why(kept.why))
            settle(kept, decision)
            return decision
        return put_through(kept, writer)


def say_which(kept: Inbound, writer: Membership) -> Decision:
    """One of those who open a mailbox says that she wrote a mail from it: it is posted as hers."""
    with transaction.atomic():
        kept = Inbound.objects.select_for_update().get(pk=kept.pk)
        if kept.state != State.ASKED or kept.why != Why.EITHER or writer.pk not in asking.either_of(kept):
            return Decision(State(kept.state), Why(kept.why))
        kept.membership_id = writer.pk
        return put_through(kept, writer)


def put_through(kept: Inbound, writer: Membership | None) -> Decision:
    """A mail whose writer has said that it is hers is posted, or done. The caller has locked it."""
    read = letter.read(bytes(kept.raw))
    decision = Decision(State.HELD, Why.UNREADABLE)
    if kept.way == Way.COMMAND and isinstance(read, Letter):
        decision = by_command.carry_out(kept, Decision(State.DONE, Why.WELL), read)
    elif kept.way == Way.ASKING:
        decision = by_asking.post(kept, read)
    elif isinstance(read, Letter) and writer is not None:
        with in_group(writer.group_id):
            decision = posting.post(kept, read, read.cut(), writer)
    settle(kept, decision)
    if isinstance(read, Letter):
        refusing.answer(kept, read)
    return decision


def say_no(kept: Inbound) -> None:
    """Who was asked says that it is not hers: held, and nobody takes it for hers."""
    with transaction.atomic():
        kept = Inbound.objects.select_for_update().get(pk=kept.pk)
        if kept.state == State.ASKED:
            settle(kept, Decision(State.HELD, Why.NOT_HERS))


def proven_by(came_by: str) -> str:
    """In the demo, which hears nobody but its own machine, every sender is believed."""
    return Verdict.PASS if settings.MODE == "demo" and came_by == "smtp" else ""
