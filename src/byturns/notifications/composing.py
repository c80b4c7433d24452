"""The words of mails at each level: nothing is in a quiet one that could tell a stranger anything.

Every function gets what was already decided to be hers to read. Subjects are neutral unless she asked
otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.signing import TimestampSigner
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byturns.conversations.models import Conversation, Message
from byturns.core import addresses, outbox, routes
from byturns.core.outbox import Letter
from byturns.core.paper import Block, Cut, Go, Say, Sheet
from byturns.groups.models import Membership
from byturns.mail import commands, second
from byturns.mail import places as mail_places
from byturns.mail.models import ReplyKey
from byturns.mail.reading import marks
from byturns.notifications import acting, parts
from byturns.notifications.kinds import Pace, Shows
from byturns.notifications.models import Choice
from byturns.notifications.parts import About, Answers, choices_link, home_link, place_link

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
    about, place = [About(talk, list(new))], place_link(member, talk)
    return _letter(member, choice, sender, about, word, why, place, key=key)


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
    answers = _answers(member, about) if settings.MAIL_IN else Answers()
    word, home = bird(member, 0), home_link(member)
    return _letter(member, choice, sender, about, word, why, home, line=line, more=more, answers=answers)


def _answers(member: Membership, about: Sequence[About]) -> Answers:
    """Each item has an address of its own. Where there is one item only, an answer can mean nothing else."""
    whole, each = mail_places.make_letter_keys(
        member, [(one.conversation, one.messages[-1].sent_at) for one in about]
    )
    return Answers(next(iter(each.values())) if len(each) == 1 else whole, each)


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
    word, place = bird(member, talk.pk), place_link(member, talk)
    return _letter(
        member, choice, sender, about, word, why, place, line=line, says=True, duty=duty, first=["looking"]
    )


def quiet_line() -> str:
    """All that a quiet mail says."""
    return _("There is something new in your group.")


def quiet_why() -> str:
    """Why a quiet mail came: the same whatever it is about."""
    return _("You get this because you are in the group.")


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
    answers: Answers | None = None,
    first: Sequence[str] = (),
) -> Letter:
    """`says`: the line stands above the words too. `duty`: where these mails end, if not by a button."""
    quiet = choice.showing == Shows.QUIET
    items = [(one.conversation, one.messages) for one in about]
    acts = (
        acting.Acts()
        if quiet
        else acting.offer(member, items, reads=choice.showing == Shows.WHOLE, first=first)
    )
    answers = answers or Answers(mail_places.reply_address(key) if key is not None else "")
    whose = second.whose(member, names=choice.showing == Shows.WHOLE)
    # A quiet mail says the same whatever it is about: not even that somebody waits (settled point 18).
    duty = "" if quiet else duty
    stop = duty or stop_link(member, choice)
    words: list[Block]
    if quiet:
        words = [Say(quiet_line()), Go(home_link(member), _("Go and see"))]
    elif choice.showing == Shows.PLAIN:
        words = [Say(line or _line(about)), Go(place, _("Go and see"))]
        for one in about:
            words += parts.of_plain(one, acts, answers, many=len(about) > 1)
    else:
        words = [Say(line)] if says else []
        for one in about:
            words += [*([Cut()] if one is not about[0] else []), *parts.of_whole(member, one, acts, answers)]
        if more:
            rest = ngettext("And {n} more message", "And {n} more messages", more).format(n=more)
            words.append(Go(place, rest))
    marker = Say(marks.our_line(_("Please write above this line")), small=True)
    above = [marker] if answers.whole and not quiet else []
    for_whom = [Say(_("For {name}").format(name=whose))] if whose else []
    foot: tuple[Block, ...] = (
        Say(quiet_why() if quiet else why),
        *commands.rows(acts.whole),
        Go(choices_link(member), _("All about my mail")),
        Go(stop, _("Stop these mails")),
    )
    return Letter(
        subject=_subject(choice, about, word, whose),
        text=Sheet((*above, *for_whom, *words), foot),
        sender=sender or _("Your group"),
        address=answers.whole,
        headers={
            **_thread(member, key),
            "List-Id": f"<{member.group.slug}.{settings.MAIL_DOMAIN}>",
            **({} if duty else unsubscribe(stop)),
        },
    )


def unsubscribe(link: str) -> dict[str, str]:
    """What lets a mail program stop these mails by its own button (RFC 8058)."""
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


def bird(member: Membership, number: int) -> str:
    """A word that is the same for all mails to her about one thing, and says nothing."""
    hashed = salted_hmac("byturns.notifications.bird", f"{member.pk}:{number}").digest()
    return BIRDS[int.from_bytes(hashed[:4], "big") % len(BIRDS)]


def stop_link(member: Membership, choice: Choice) -> str:
    """The whole address of the page with one button that stops these mails."""
    token = STOP.sign_object([member.public_id, stamp(choice, member)])
    return addresses.full(routes.to("notifications_open:stop", token=token))


def stamp(choice: Choice, member: Membership) -> str:
    """Of which choice a link was made, and for which mailbox: it dies with either, so with its own use."""
    account = member.person.account
    mailbox = account.email if account is not None else ""
    chosen = choice.changed_at.isoformat() if choice.changed_at is not None else ""
    return salted_hmac("byturns.notifications.stop", f"{chosen} {mailbox}", algorithm="sha256").hexdigest()
