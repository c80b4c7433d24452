"""The words of mails that are for one member alone: answers to what she did by mail, and whether it helped.

Like all mails they show only what she chose: at the quiet level one fixed line and a link, whatever it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byturns.conversations import naming
from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation, Message
from byturns.core.outbox import Letter
from byturns.core.paper import Block, Go, Head, Row, Say, Sheet
from byturns.groups.models import Membership
from byturns.mail import commands, deeds, second
from byturns.mail.models import Command
from byturns.notifications import composing, parts
from byturns.notifications.deeds import PACES
from byturns.notifications.kinds import Shows
from byturns.notifications.models import Choice


def it_is_up(
    member: Membership, choice: Choice, sender: str, first: Message, *, how: str, readers: int
) -> Letter:
    """What she began by mail stands there: who reads it, what kind it is, how to take it down."""
    talk = first.conversation
    reads = ngettext(
        "{n} member can read it. Nobody outside.", "{n} members can read it. Nobody outside.", readers
    ).format(n=readers)
    row = Command.objects.create(
        group_id=member.group_id, membership=member, conversation=talk, message=first
    )
    words: list[Block] = [
        Say(_("It is up.")),
        Say(reads),
        Go(parts.place_link(member, talk), _("Go and see")),
        Say(_stands_as(talk, how)),
    ]
    if how != "named":
        words += _acts([f"as_{kind}" for kind in deeds.KINDS if kind != talk.kind], row)
    words += [Say(_("If you want to take it down again:")), *_acts(["take_down"], row)]
    why = _("You get this because you wrote to the group by mail.")
    return for_one(member, choice, sender, words, why, talk)


def _stands_as(talk: Conversation, how: str) -> str:
    says = _("It stands as “{kind}”.").format(kind=Kind(talk.kind).label)
    if how == "named":
        return says
    if how == "guessed":
        return says + " " + _("If you meant something else, choose it here:")
    return says + " " + _("If there is something that would help, choose it here:")


def to_choose(member: Membership, choice: Choice, sender: str) -> Letter:
    """What there is to choose about her mail, each by a link or an empty mail."""
    row = Command.objects.create(group_id=member.group_id, membership=member)
    words = [Say(_("What shall come by mail? Choose one:")), *_acts(PACES, row)]
    return for_one(member, choice, sender, words, _("You get this because you asked for it."))


def can_do(member: Membership, choice: Choice, sender: str, row: Command) -> Letter:
    """What else can be done about one conversation, each by a link or an empty mail."""
    names = [one.name for one in commands.open_to(row, commands.DEEDS["more"])]
    words = [Say(_("What would you like to do?")), *_acts(names, row)]
    return for_one(
        member, choice, sender, words, _("You get this because you asked for it."), row.conversation
    )


def resting(member: Membership, choice: Choice, sender: str) -> Letter:
    """Her break has begun: until when, and how to come back sooner."""
    row = Command.objects.create(group_id=member.group_id, membership=member)
    until = member.on_break_until
    day = date_format(until, "l j F") if until is not None else ""
    words: list[Block] = [
        Say(_("Your break lasts until {day}. No mail comes until then, and nobody is told.").format(day=day)),
        Say(_("If you want to come back sooner:")),
        *_acts(["back"], row),
    ]
    [longer] = commands.acts(row, ["rest"])
    if longer.address:
        says = _("For another length, write “4 weeks” or “until 3 January” to this address:")
        words += [Say(says), Row((Go(f"mailto:{longer.address}", _("For another length")),))]
    return for_one(member, choice, sender, words, _("You get this because you took a break."))


def did_it_help(member: Membership, choice: Choice, sender: str, talk: Conversation) -> Letter:
    """To who started it, a week after it went quiet."""
    row = Command.objects.create(group_id=member.group_id, membership=member, conversation=talk)
    whole = choice.showing == Shows.WHOLE
    words = [
        Say(_("You started this, and it has been quiet for a week. Did it help?")),
        Head(naming.heading_of(talk, member) if whole else parts.name_of(talk, [])),
        Go(parts.place_link(member, talk), _("Go and see")),
        *_acts(["helped_me", "still"], row),
        Say(_("Only you are asked, once. Nobody is told what you answer. To say more, write on its page.")),
    ]
    return for_one(member, choice, sender, words, _("You get this because you started it."), talk)


def _acts(names: Sequence[str], row: Command) -> list[Block]:
    return list(commands.rows(commands.acts(row, names)))


def for_one(
    member: Membership,
    choice: Choice,
    sender: str,
    words: Sequence[Block],
    why: str,
    talk: Conversation | None = None,
) -> Letter:
    """A mail of these words to her alone, with its foot; at the quiet level a fixed line in their place."""
    if choice.showing == Shows.QUIET:
        words = [Say(composing.quiet_line()), Go(parts.home_link(member), _("Go and see"))]
        why = composing.quiet_why()
    whose = second.whose(member, names=choice.showing == Shows.WHOLE)
    for_whom = [Say(_("For {name}").format(name=whose))] if whose else []
    word = composing.bird(member, talk.pk if talk is not None else 0)
    subject = _("A message from your group ({word})").format(word=word)
    stop = composing.stop_link(member, choice)
    foot = (
        Say(why),
        Go(parts.choices_link(member), _("All about my mail")),
        Go(stop, _("Stop these mails")),
    )
    return Letter(
        subject=_("{subject}, for {name}").format(subject=subject, name=whose) if whose else subject,
        text=Sheet((*for_whom, *words), foot),
        sender=sender or _("Your group"),
        headers={
            "List-Id": f"<{member.group.slug}.{settings.MAIL_DOMAIN}>",
            **composing.unsubscribe(stop),
        },
    )
