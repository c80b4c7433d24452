"""The words of mails at each level: nothing is in a quiet one that could tell a stranger anything.

Every function gets what was already decided to be hers to read. Subjects are neutral unless she asked
otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.signing import TimestampSigner
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byturns.conversations import naming
from byturns.conversations.kinds import guide_for
from byturns.conversations.models import Conversation, Message
from byturns.core import addresses, outbox, routes
from byturns.core.outbox import Letter
from byturns.core.paper import Block, Cut, Go, Head, Quote, Say, Sheet
from byturns.groups.models import Membership
from byturns.mail import places as mail_places
from byturns.mail import second
from byturns.mail.models import ReplyKey
from byturns.mail.reading import marks
from byturns.notifications.kinds import Pace, Shows
from byturns.notifications.models import Choice
from byturns.ui import when

STOP = TimestampSigner(salt="byturns.notifications.stop")
STOPS_FOR = timedelta(days=30)  # so long a link in a mail works (settled point 22)
MOST = 40  # messages in one letter; the rest is a number and a link

# Neutral words that stand in a quiet subject, so that mails about one thing stay together (point 18).
# fmt: off
BIRDS = [
    "heron", "robin", "wren", "finch", "plover", "curlew", "dunlin", "kestrel", "linnet", "lapwing",
    "magpie", "martin", "nightjar", "osprey", "petrel", "pipit", "raven", "rook", "siskin", "skylark",
    "snipe", "sparrow", "starling", "swallow", "swift", "teal", "tern", "thrush", "turnstone", "twite",
    "wagtail", "warbler", "waxwing", "whimbrel", "widgeon", "woodcock", "avocet", "bittern", "brambling",
    "bunting", "buzzard", "chough", "coot", "cormorant", "crane", "crow", "cuckoo", "dipper", "dove",
    "duck", "eider", "fulmar", "gannet", "goldcrest", "goose", "grebe", "grouse", "gull", "hawk", "jay",
]
# fmt: on


@dataclass(frozen=True)
class About:
    """One conversation in a mail, with what is new in it."""

    conversation: Conversation
    messages: list[Message]


def notice(
    member: Membership, choice: Choice, sender: str, new: Sequence[Message], *, to_everyone: bool = False
) -> Letter:
    """A mail about what is new in one conversation, as it comes; or a steward's notice to everyone."""
    talk = new[0].conversation
    word = bird(member, talk.pk)
    key = mail_places.make_key(member, talk, outbox.message_id()) if settings.MAIL_IN else None
    if to_everyone:
        why = _(
            "You get this because a steward sent it to everyone at once. That happens once a week at most."
        )
    elif choice.pace == Pace.EACH:
        why = _("You get this because you chose to hear of each message.")
    else:
        why = _("You get this because you started this, wrote in it or follow it.")
    return _letter(member, choice, sender, [About(talk, list(new))], word, why, _place(member, talk), key=key)


def digest(
    member: Membership, choice: Choice, sender: str, everything: Sequence[Message], shown: Sequence[Message]
) -> Letter:
    """The daily, weekly or monthly letter: everything new, by conversation, in the order it began.

    What is not among `shown` is a number.
    """
    why = {
        Pace.DAILY: _("You get this because you chose one letter a day."),
        Pace.WEEKLY: _("You get this because you chose one letter a week."),
        Pace.MONTHLY: _("You get this because you chose one letter a month."),
    }.get(Pace(choice.pace), _("You get this because your break is over. It holds what came meanwhile."))
    line = _line(by_conversation(everything))
    about, more = by_conversation(shown), len(everything) - len(shown)
    return _letter(member, choice, sender, about, bird(member, 0), why, _home(member), line=line, more=more)


def by_conversation(messages: Sequence[Message]) -> list[About]:
    """The messages of each conversation together, in the order in which each began to be new."""
    about: dict[int, About] = {}
    for message in messages:
        about.setdefault(message.conversation_id, About(message.conversation, [])).messages.append(message)
    return list(about.values())


def waits(member: Membership, choice: Choice, sender: str, talk: Conversation) -> Letter:
    """To a listener, about a conversation that nobody has answered."""
    first = talk.messages.standing().filter(author=talk.started_by_id).order_by("pk").first()
    about = [About(talk, [first] if first is not None else [])]
    why = _("You get this because you look out for who waits.")
    line = _("Somebody has written and nobody has answered yet. A line is enough.")
    # It is no mail to be stopped by a button: who is asked is agreed with the stewards.
    duty = addresses.full(routes.to("groups:looking_after", member.group.slug))
    word, place = bird(member, talk.pk), _place(member, talk)
    return _letter(member, choice, sender, about, word, why, place, line=line, says=True, duty=duty)


def _home(member: Membership) -> str:
    return addresses.full(routes.to("conversations:home", group_slug=member.group.slug))


def _place(member: Membership, talk: Conversation) -> str:
    """The whole address of a conversation."""
    slug, name = member.group.slug, talk.public_id
    return addresses.full(routes.to("conversations:conversation", group_slug=slug, public_id=name))


def _letter(
    member: Membership,
    choice: Choice,
    sender: str,
    about: Sequence[About],
    word: str,
    why: str,
    place: str,
    *,
    more: int = 0,
    line: str = "",
    says: bool = False,
    duty: str = "",
    key: ReplyKey | None = None,
) -> Letter:
    """`says`: the line stands above the words too. `duty`: where these mails end, if not by a button."""
    quiet = choice.showing == Shows.QUIET
    whose = second.whose(member, names=choice.showing == Shows.WHOLE)
    stop = duty or stop_link(member, choice)
    # A quiet mail says the same whatever it is about: not even that somebody waits (settled point 18).
    words: list[Block]
    if quiet:
        words = [Say(_("There is something new in your group.")), Go(_home(member), _("Go and see"))]
    elif choice.showing == Shows.PLAIN:
        words = [Say(line or _line(about)), Go(place, _("Go and see"))]
    else:
        words = [Say(line)] if says else []
        for one in about:
            words += [*([Cut()] if one is not about[0] else []), *_part(member, one, by_mail=key is not None)]
        if more:
            rest = ngettext("And {n} more message", "And {n} more messages", more).format(n=more)
            words.append(Go(place, rest))
    above = [Say(marks.our_line(_("Please write above this line")), small=True)] if key is not None else []
    for_whom = [Say(_("For {name}").format(name=whose))] if whose else []
    foot = (
        Say(_("You get this as a member.") if quiet else why),
        Go(addresses.full(routes.to("notifications:choices", group_slug=member.group.slug)), _("Change it")),
        Go(stop, _("Stop these mails")),
    )
    return Letter(
        subject=_subject(choice, about, word, whose),
        text=Sheet((*above, *for_whom, *words), foot),
        sender=sender or _("Your group"),
        address=mail_places.reply_address(key) if key is not None else "",
        headers={
            **_thread(member, key),
            "List-Id": f"<{member.group.slug}.{settings.MAIL_DOMAIN}>",
            **({} if duty else _unsubscribe(stop)),
        },
    )


def _unsubscribe(link: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _thread(member: Membership, key: ReplyKey | None) -> dict[str, str]:
    """What lets her program put mails about one conversation together: the ones she got before."""
    if key is None:
        return {}
    before = [one for one in mail_places.thread_of(member, key.conversation) if one != key.message_id]
    if not before:
        return {}
    return {"In-Reply-To": before[-1], "References": " ".join([before[0], *before[1:][-9:]])}


def _subject(choice: Choice, about: Sequence[About], word: str, whose: str) -> str:
    subject = _("A message from your group ({word})").format(word=word)
    if choice.telling_subject and choice.showing == Shows.WHOLE and len(about) == 1:
        talk = about[0].conversation
        # The title is its starter's words, and goes with them.
        subject = talk.title if talk.title and talk.title_down_at is None else subject
    return _("{subject}, for {name}").format(subject=subject, name=whose) if whose else subject


def _line(about: Sequence[About]) -> str:
    """How much is new and where, without a name or a word."""
    count = sum(len(one.messages) for one in about)
    said = ngettext("{n} new message", "{n} new messages", count).format(n=count)
    if len(about) > 1:
        places = ngettext("{n} conversation", "{n} conversations", len(about)).format(n=len(about))
        return _("There are {messages} in {places}.").format(messages=said, places=places)
    in_circle = about[0].conversation.circle_id is not None
    place = _("one of your circles") if in_circle else _("Talk")
    return _("New: {messages} in {place}.").format(messages=said, place=place)


def _part(member: Membership, one: About, *, by_mail: bool) -> list[Block]:
    talk = one.conversation
    guide = guide_for(talk.kind, just_listening=talk.just_listening)
    asked = str(guide.asked).format(name=naming.starter_of(talk, member))
    blocks: list[Block] = [Head(naming.heading_of(talk, member), asked)]
    for message in one.messages:
        blocks += _said(message)
    if by_mail:
        blocks.append(Say(_("To answer, you can simply reply to this mail.")))
    return [*blocks, Go(_place(member, talk), _("Answer on the page"))]


def _said(message: Message) -> list[Block]:
    typist, at = naming.typist_of(message), when.in_full(message.sent_at)
    by = _("by phone, typed by {name}").format(name=typist) if typist else ""
    head = Head(naming.name_of(message), f"{at} · {by}" if by else at, level=3)
    if message.note:
        # What its writer folded behind a note stays folded: it is read on the page.
        return [head, Say(f"{message.get_note_display()}: {_('read it on the page')}")]
    return [head, Quote(message.html)]


def bird(member: Membership, number: int) -> str:
    """A word that is the same for all mails to her about one thing, and says nothing."""
    hashed = salted_hmac("byturns.notifications.bird", f"{member.pk}:{number}").digest()
    return BIRDS[int.from_bytes(hashed[:4], "big") % len(BIRDS)]


def stop_link(member: Membership, choice: Choice) -> str:
    """The whole address of the page with one button that stops these mails."""
    token = STOP.sign_object([member.public_id, stamp(choice)])
    return addresses.full(routes.to("notifications_open:stop", token=token))


def stamp(choice: Choice) -> str:
    """Of which choice a link was made: it dies with that choice, so with its own use."""
    return choice.changed_at.isoformat() if choice.changed_at is not None else ""
