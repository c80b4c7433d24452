"""One door for every mail: kept as it came, then read, judged, and posted, asked about, held or not taken."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from byturns.conversations import actions as talk
from byturns.conversations.models import Conversation, Message
from byturns.core import clock, jobs, outbox
from byturns.core.events import emit
from byturns.core.models import OutgoingMail
from byturns.core.text import LONGEST
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import in_group
from byturns.mail import border, events, places
from byturns.mail.deciding import Decision, Facts, decide
from byturns.mail.kinds import State, Verdict, Way, Why
from byturns.mail.models import Inbound, Original
from byturns.mail.reading import letter
from byturns.mail.reading.kinds import Kind
from byturns.mail.reading.letter import Letter, Unreadable
from byturns.mail.reading.reply import Cut

# What reading and judging write down about a mail.
FOUND_OUT = [
    "state",
    "why",
    "way",
    "group_id",
    "membership_id",
    "conversation_id",
    "message_id",
    "settled_at",
]


def keep(raw: bytes, *, rcpt_to: str, mail_from: str = "", came_by: str, proven: str = "") -> Inbound:
    """Keep a mail as it came and ask for it to be taken in. Committed when this returns.

    The same bytes to the same address are kept once: whoever delivers twice is answered well twice.
    `proven` is the border's own verdict where the way it came by gives one.
    """
    digest = hashlib.sha256(rcpt_to.lower().encode("utf-8", "replace") + b"\0" + raw).hexdigest()
    try:
        with transaction.atomic():
            kept = Inbound.objects.create(
                digest=digest,
                raw=raw,
                size=len(raw),
                came_by=came_by,
                mail_from=mail_from[:320],
                rcpt_to=rcpt_to[:320],
                border=proven,
            )
            jobs.enqueue("mail.take_in", inbound_id=kept.pk)
    except IntegrityError:
        return Inbound.objects.get(digest=digest)
    return kept


@jobs.job("mail.take_in")
def take_in(inbound_id: int) -> None:
    """Read and judge one mail. Run twice, it changes nothing the second time."""
    with transaction.atomic():
        kept = Inbound.objects.select_for_update().get(pk=inbound_id)
        if kept.state != State.NEW:
            return
        read = letter.read(bytes(kept.raw))
        cut = read.cut() if isinstance(read, Letter) else None
        place = places.found(kept.rcpt_to)
        facts, writer = _facts(kept, read, cut, place)
        decision = decide(facts)
        kept.way = place.way
        kept.group_id = place.group.pk if place.group is not None else None
        kept.membership_id = writer.pk if writer is not None else None
        kept.conversation_id = place.conversation.pk if place.conversation is not None else None
        _carry_out(kept, decision, read, cut, writer)


def _facts(
    kept: Inbound, read: Letter | Unreadable, cut: Cut | None, place: places.Place
) -> tuple[Facts, Membership | None]:
    """What is to be known of it, and who would be its writer if it is true."""
    if isinstance(read, Unreadable) or cut is None:
        return Facts(way=place.way, readable=False), place.member
    sender = (read.writer.only or "").lower()
    writer = place.member
    if place.way == Way.GROUP and place.group is not None and sender:
        writer = _member_by_address(place.group.pk, sender)
    address = writer.person.account.email.lower() if writer is not None and writer.person.account else ""
    judged = kept.border or border.verdict(read.authentication_results, settings.MAIL_BORDER, sender)
    return (
        Facts(
            way=place.way,
            has_words=bool(cut.words.strip()),
            automatic=read.is_automatic,
            own_mail=OutgoingMail.objects.filter(message_id=f"<{read.message_id.strip('<>')}>").exists(),
            key_lives=place.way == Way.GROUP or writer is not None,
            sender_is_hers=bool(sender) and sender == address,
            sender_is_member=writer is not None,
            verdict=judged,
            age=clock.now() - place.key.made_at if place.key is not None else timedelta(0),
        ),
        writer,
    )


def _member_by_address(group_id: int, address: str) -> Membership | None:
    """The one member of the group with this mailbox; None when there are two, who could each be meant."""
    with in_group(group_id):
        rows = Membership.objects.full().filter(person__account__email=address)
        found = list(rows.select_related("group", "person__account")[:2])
    return found[0] if len(found) == 1 else None


def _carry_out(
    kept: Inbound,
    decision: Decision,
    read: Letter | Unreadable,
    cut: Cut | None,
    writer: Membership | None,
) -> None:
    if decision.state == State.POSTED and writer is not None and isinstance(read, Letter) and cut is not None:
        with in_group(writer.group_id):
            decision = post(kept, read, cut, writer)
    elif decision.state == State.ASKED and writer is not None and writer.person.account is not None:
        with in_group(writer.group_id):
            outbox.put(
                "mail.was_this_you",
                to=writer.person.account.email,
                group_id=writer.group_id,
                once=f"was-this-you:{kept.pk}",
                inbound_id=kept.pk,
            )
    settle(kept, decision)


def post(kept: Inbound, read: Letter, cut: Cut, writer: Membership) -> Decision:
    """Put the words where they were meant for, as the writer's; inside her group.

    A refusal (closed meanwhile, too long) holds the mail: nothing of it is lost.
    """
    words = cut.words
    if len(words) > LONGEST:
        return Decision(State.HELD, Why.LONG)
    once = f"mail{kept.public_id}"
    try:
        with transaction.atomic():
            if kept.conversation_id is not None:
                where = Conversation.objects.visible_to(writer).filter(pk=kept.conversation_id).first()
                if where is None:
                    return Decision(State.HELD, Why.CLOSED)
                message = talk.reply(member=writer, conversation=where, words=words, once=once)
            else:
                title = read.subject[:120]
                opened = talk.open_conversation(member=writer, title=title, words=words, once=once)
                message = opened.messages.order_by("pk")[0]
    except NotAllowed:
        return Decision(State.HELD, Why.CLOSED)
    _keep_original(message, read.text, cut.ranges(Kind.OWN, Kind.ANSWERED))
    kept.message_id = message.pk
    return Decision(State.POSTED, Why.WELL)


def _keep_original(message: Message, text: str, kept: str) -> None:
    Original.objects.get_or_create(
        message=message, defaults={"group_id": message.group_id, "text": text, "kept": kept}
    )


def settle(kept: Inbound, decision: Decision) -> None:
    """Write down what became of it, and tell the house when somebody may want to look."""
    kept.state, kept.why, kept.settled_at = decision.state, decision.why, clock.now()
    kept.save(update_fields=FOUND_OUT)  # not the bytes again
    if kept.group_id is not None and decision.state in {State.HELD, State.ASKED}:
        emit(events.MailHeld(group_id=kept.group_id, by_id=None, inbound_id=kept.pk, how=str(decision.why)))


def say_yes(kept: Inbound, writer: Membership) -> Decision:
    """The member says that a mail she was asked about is hers: it is posted now."""
    with transaction.atomic():
        kept = Inbound.objects.select_for_update().get(pk=kept.pk)
        if kept.state != State.ASKED or kept.membership_id != writer.pk:
            return Decision(State(kept.state), Why(kept.why))
        read = letter.read(bytes(kept.raw))
        decision = Decision(State.HELD, Why.UNREADABLE)
        if isinstance(read, Letter):
            decision = post(kept, read, read.cut(), writer)
        settle(kept, decision)
    return decision


def say_no(kept: Inbound, writer: Membership) -> None:
    """The member says that it is not hers: held, and nobody takes it for hers."""
    with transaction.atomic():
        kept = Inbound.objects.select_for_update().get(pk=kept.pk)
        if kept.state == State.ASKED and kept.membership_id == writer.pk:
            settle(kept, Decision(State.HELD, Why.FORGED))


def proven_by(came_by: str) -> str:
    """In the demo, which hears nobody but its own machine, every sender is believed."""
    return Verdict.PASS if settings.MODE == "demo" and came_by == "smtp" else ""
