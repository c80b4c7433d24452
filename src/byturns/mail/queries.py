"""What pages ask about mail that came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from byturns.conversations.models import Conversation, Message
from byturns.core import routes
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.mail.kinds import State, Way, Why
from byturns.mail.letters import to_writer
from byturns.mail.models import Inbound, Original, Quote
from byturns.mail.reading import letter, ranges
from byturns.mail.reading.letter import Letter

_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
_PHONE = re.compile(r"(?<!\w)\+?\d[\d ()./-]{7,}\d(?!\w)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_OUR_LINK = re.compile(r"https?://\S*/mail/\S+")  # such a link does something in its reader's name
MASK = "···"
MOST = 200
OF_PROGRAMS = frozenset({Why.AUTOMATIC, Why.LOOP})
LONGEST_SHOWN = 200_000


@dataclass(frozen=True)
class Stopped:
    """A mail that did not go through, as a steward sees it: no words, and of an outsider no whole address."""

    public_id: str
    name: str
    why: str
    sender: str
    came_at: datetime
    state: str  # "": held, as most are
    by_program: bool
    opens: bool


def stopped(member: Membership, limit: int = MOST) -> list[Stopped]:
    """Mails to this group that were held, asked about or not taken, newest first. Three queries."""
    rows = Inbound.objects.filter(group_id=member.group_id)
    rows = rows.exclude(state__in=[State.NEW, State.POSTED, State.DONE])
    found = list(rows.defer("raw").order_by("-came_at")[:limit])
    names = dict(
        Membership.objects.filter(pk__in={row.membership_id for row in found}).values_list(
            "pk", "display_name"
        )
    )
    in_circle = _in_circles(found)
    return [
        Stopped(
            row.public_id,
            *_who_and_why(row, names.get(row.membership_id or 0, "")),
            shown_sender(row),
            row.came_at,
            "" if row.state == State.HELD else str(row.get_state_display()),
            row.why in OF_PROGRAMS,
            was_for_all(row, in_circle),
        )
        for row in found
    ]


def _who_and_why(row: Inbound, name: str) -> tuple[str, str]:
    """Who wrote it, as far as that is known, and the reason.

    An answer to a mail that went to somebody else is not that member's.
    """
    if row.why == Why.ANOTHER and name:
        said = _("Somebody answered a mail that went to {name}. It was not from {name}’s address.")
        return _("Somebody"), said.format(name=name)
    return name, str(Why(row.why).label) if row.why else ""


def shown_sender(row: Inbound) -> str:
    """The address a stranger wrote from, masked. Of a mail to a member's own address none: it may be hers."""
    local, at, domain = row.sender.partition("@")
    if row.way != Way.GROUP or row.membership_id is not None or not at:
        return ""
    return f"{local[:1]}{MASK}@{domain}"


def masked_sender(row: Inbound) -> str:
    """The same for the member who is asked whether it is hers."""
    local, _at, domain = row.sender.partition("@")
    return f"{local[:1]}{MASK}@{domain}"


def _in_circles(rows: list[Inbound]) -> set[int]:
    places = {row.conversation_id for row in rows if row.conversation_id is not None}
    return set(Conversation.objects.filter(pk__in=places, circle__isnull=False).values_list("pk", flat=True))


def was_for_all(row: Inbound, in_circle: set[int]) -> bool:
    """Whether a held mail was meant for the whole group, so that a steward may read it (settled point 20).

    Not what came from an unknown address to a member's own: it may be meant for her alone. An empty one says
    nothing, and nothing can be done for it.
    """
    if row.state != State.HELD or row.why in {Why.ANOTHER, Why.NOT_HERS, Why.UNREADABLE, Why.TOO, Why.EMPTY}:
        return False
    if row.way in {Way.COMMAND, Way.LETTER, Way.ASKING}:
        return False
    return row.conversation_id not in in_circle


@dataclass(frozen=True)
class Held:
    """One held mail that was meant for all."""

    row: Inbound
    stopped: Stopped
    subject: str
    words: str


def held_for_all(member: Membership, public_id: str) -> Held | None:
    """A held mail with its words; None when it is none, or was not meant for the whole group."""
    rows = Inbound.objects.filter(group_id=member.group_id, public_id=public_id)
    row = rows.exclude(state__in=[State.NEW, State.POSTED]).first()
    if row is None or not was_for_all(row, _in_circles([row])):
        return None
    named = Membership.objects.filter(Q(pk=row.membership_id)).values_list("display_name", flat=True).first()
    shown = Stopped(
        row.public_id,
        *_who_and_why(row, named or ""),
        shown_sender(row),
        row.came_at,
        str(row.get_state_display()),
        False,
        True,
    )
    subject, words = _words(row)
    return Held(row, shown, masked(subject), masked(words))


def _words(row: Inbound) -> tuple[str, str]:
    read = letter.read(bytes(row.raw))
    if not isinstance(read, Letter):
        return "", ""
    return read.subject, read.cut().words[:LONGEST_SHOWN]


@dataclass(frozen=True)
class Returned:
    """A mail of hers that was not taken."""

    public_id: str
    came_at: datetime
    why: str
    words: str = ""
    files: int = 0


def returned(member: Membership) -> list[Returned]:
    """Her own mails that did not go through and were given back, newest first."""
    rows = Inbound.objects.filter(group_id=member.group_id, back_to_id=member.pk, state=State.HELD)
    return [
        Returned(row.public_id, row.came_at, to_writer(row.why))
        for row in rows.defer("raw").order_by("-came_at")[:MOST]
    ]


def returned_one(member: Membership, public_id: str) -> Returned | None:
    """One of them, with its words while they are kept."""
    rows = Inbound.objects.filter(group_id=member.group_id, back_to_id=member.pk, state=State.HELD)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        return None
    read = letter.read(bytes(row.raw))
    files = len(read.attachments) if isinstance(read, Letter) else 0
    return Returned(row.public_id, row.came_at, to_writer(row.why), _words(row)[1], files)


def not_reached(member: Membership) -> list[str]:
    """Who of her group gets no mail just now because it came back; only for who looks after mail."""
    if not policy.check(member, "mail.held"):
        return []
    rows = Membership.objects.present().exclude(person__account__mail_stopped_at=None)
    return list(rows.order_by("display_name", "pk").values_list("display_name", flat=True))


# --- The whole mail ---


@dataclass(frozen=True)
class Line:
    """One line of a mail, and whether it stands in the message; or a link to the message that it repeated.

    `gone`: what stood there was ours, and is not to be read any more, or was no message.
    """

    number: int
    text: str
    kept: bool
    link: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Whole:
    """The mail that a message came as. `may_put_back` and `files` are for its writer."""

    lines: list[Line]
    is_hers: bool
    may_put_back: bool
    files: int
    raw_id: int | None


def whole_mail(member: Membership, message: Message) -> Whole | None:
    """Every line of the mail that a message came as; None when it came otherwise, or is not hers to read.

    Its writer sees it as it came. For others signatures go, and addresses, numbers and postcodes are masked.
    """
    if not policy.check(member, "conversations.view_message", message):
        return None
    original = Original.objects.filter(message=message).first()
    if original is None:
        return None
    hers = message.author_id == member.pk
    links, all_stand = _links(member, original)
    raw = Inbound.objects.filter(message_id=message.pk).exclude(raw=b"").values_list("pk", flat=True)
    return Whole(
        lines=_lines(original, links, hers),
        is_hers=hers,
        may_put_back=hers and bool(policy.check(member, "conversations.edit", message)),
        files=original.files if hers else 0,
        raw_id=raw.first() if hers and all_stand else None,
    )


def _lines(original: Original, links: dict[int, str], hers: bool) -> list[Line]:
    kept, ours = set(ranges.read(original.kept)), set(ranges.read(original.ours))
    feet = set(ranges.read(original.feet)) - kept
    made: list[Line] = []
    for place, said in enumerate(original.text.split("\n"), 1):
        if place in ours:
            fresh = place - 1 not in ours
            if place in links:
                if made and made[-1].gone and not made[-1].link:
                    made.pop()
                made.append(Line(place, "", False, links[place], gone=not links[place]))
            elif fresh:
                made.append(Line(place, "", False, gone=True))
        elif hers:
            made.append(Line(place, said, place in kept))
        elif place not in feet:
            made.append(Line(place, masked(said), place in kept))
    return made


def _links(member: Membership, original: Original) -> tuple[dict[int, str], bool]:
    """By line, where the message is that stood there ("" if it is not hers to read now); whether all are."""
    quotes = list(Quote.objects.filter(original=original).values_list("line", "message_id"))
    rows = Message.objects.visible_to(member).filter(pk__in=[number for _line, number in quotes])
    places = {
        number: routes.to("conversations:conversation", group_slug=member.group.slug, public_id=talk)
        + f"?at={own}#m-{own}"
        for number, talk, own in rows.values_list("pk", "conversation__public_id", "public_id")
    }
    links = {line: places.get(number, "") for line, number in quotes}
    return links, all(links.values())


def raw_of(member: Membership, message: Message) -> bytes | None:
    """The mail as it came, for its writer, while it is kept and holds nothing that was taken down since."""
    whole = whole_mail(member, message)
    if whole is None or whole.raw_id is None:
        return None
    return bytes(Inbound.objects.values_list("raw", flat=True).get(pk=whole.raw_id))


def masked(text: str) -> str:
    """The text without what would let a stranger ring, write or come, or act for somebody else."""
    for pattern in (_OUR_LINK, _EMAIL, _PHONE, _POSTCODE):
        text = pattern.sub(MASK, text)
    return text
