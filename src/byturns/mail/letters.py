"""Mails about mail."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.signing import Signer, TimestampSigner
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from byturns.core import addresses, outbox, routes
from byturns.core.outbox import Letter, letter
from byturns.core.paper import Block, Go, Say, Sheet
from byturns.groups.models import Group, Membership
from byturns.mail import asking, by_asking, commands, knowing, levels, places
from byturns.mail.kinds import State, Way, Why
from byturns.mail.models import Inbound, SecondAddress
from byturns.mail.reading import letter as reading
from byturns.mail.reading.letter import Letter as Read

YES = Signer(salt="byturns.mail.was_this_you")
TOO = Signer(salt="byturns.mail.is_this_you_too")
WHICH = Signer(salt="byturns.mail.which_of_you")
CONFIRM = TimestampSigner(salt="byturns.mail.confirm_address")


def _subject() -> str:
    return _("A message from your group")


def _asked(inbound_id: int, why: Why | None = None) -> Inbound | None:
    rows = Inbound.objects.filter(pk=inbound_id, state=State.ASKED, group_id__isnull=False).defer("raw")
    return (rows.filter(why=why) if why is not None else rows).first()


def _is_hers_still(member: Membership | None) -> bool:
    """Whether the mailbox this mail was meant for is hers now, at the moment of sending."""
    to = outbox.going_to().lower()
    return not to or knowing.is_hers(member, to)


def _named(kept: Inbound) -> Membership | None:
    rows = Membership.objects.select_related("person__account")
    return rows.filter(Q(pk=kept.membership_id)).first()


def _day(kept: Inbound) -> str:
    group = Group.objects.get(Q(pk=kept.group_id))
    return date_format(kept.came_at.astimezone(group.zone), "l j F, H:i")


@letter("mail.probe")
def probe(account_id: int) -> Letter:
    """To a mailbox that mail came back from: only to find out. It says nothing of any group."""
    return Letter(
        subject=_("Does mail reach you?"),
        text=_(
            "A mail to this address came back. This one is only to see whether mail reaches you again.\n"
            "You need do nothing.\n"
        ),
    )


@letter("mail.was_this_you")
def was_this_you(inbound_id: int) -> Letter | None:
    """To the member named as writer: a mail has come in her name; is it hers? Shows no word of it."""
    kept = _asked(inbound_id)
    if kept is None:
        return None
    if kept.way == Way.ASKING:
        key = by_asking.key_of(kept)
        if key is None or outbox.going_to().lower() not in {"", by_asking.mailbox_of(key)}:
            return None
    elif not _is_hers_still(_named(kept)):
        return None
    link = addresses.full(routes.to("mail_open:was_this_you", token=YES.sign(kept.public_id)))
    if kept.why == Why.WHICH:
        return Letter(
            subject=_("A message from your group"),
            text=_(
                "You answered a letter about several conversations. Your words are kept, and nobody has seen "
                "them yet. Say here for which conversation they are:\n\n{url}\n\n"
                "If it was not you, you need do nothing.\n"
            ).format(url=link),
        )
    return Letter(
        subject=_subject(),
        text=_(
            "A mail has come to your group that says it is from you. It came on {day}.\n"
            "It is not shown to anyone yet. Was it you? If so, press the button on this page:\n\n{url}\n\n"
            "If it was not you, you need do nothing.\n"
        ).format(day=_day(kept), url=link),
    )


@letter("mail.is_this_you_too")
def is_this_you_too(inbound_id: int) -> Letter | None:
    """To the member whose key or address was used from an unknown mailbox, at the address we know."""
    kept = _asked(inbound_id, Why.TOO)
    if kept is None or not _is_hers_still(_named(kept)):
        return None
    link = addresses.full(routes.to("mail_open:is_this_you_too", token=TOO.sign(kept.public_id)))
    return Letter(
        subject=_subject(),
        text=_(
            "A mail has come to your group from an e-mail address that we do not know. It came on {day}.\n"
            "It is not shown to anyone. Is it from you? This page asks:\n\n{url}\n\n"
            "If it was not you, you need do nothing.\n"
        ).format(day=_day(kept), url=link),
    )


@letter("mail.which_of_you")
def which_of_you(inbound_id: int) -> Letter | None:
    """To a mailbox that two members open, about a mail that could be from either."""
    kept = _asked(inbound_id, Why.EITHER)
    if kept is None or (outbox.going_to() and not asking.either_of(kept)):
        return None
    link = addresses.full(routes.to("mail_open:which_of_you", token=WHICH.sign(kept.public_id)))
    return Letter(
        subject=_subject(),
        text=_(
            "A mail has come to your group from this e-mail address. It came on {day}.\n"
            "More than one of you uses it. Which of you wrote it? This page asks:\n\n{url}\n\n"
            "It is not shown to anyone until then.\n"
        ).format(day=_day(kept), url=link),
    )


@letter("mail.confirm_address")
def confirm_address(address_id: int) -> Letter | None:
    """To an address that somebody says is hers too. Names no group and nobody."""
    row = SecondAddress.objects.filter(pk=address_id, confirmed_at=None).select_related("membership").first()
    if row is None or not row.membership.is_present:
        return None
    token = CONFIRM.sign_object([row.membership.public_id, row.public_id])
    link = addresses.full(routes.to("mail_open:confirm_address", token=token))
    return Letter(
        subject=_("Is this your address?"),
        text=_(
            "Somebody has said that this e-mail address is theirs, and wants to write from it.\n"
            "If that is you, press the button on this page within 30 days:\n\n{url}\n\n"
            "If it is not, you need do nothing, and nothing happens.\n"
        ).format(url=link),
        sender=_("Your group"),
    )


@letter("mail.back")
def back(inbound_id: int) -> Letter | None:
    """To a member whose mail was not taken: the reason and her own words, if words may stand in her mail.

    Otherwise the fixed line of every quiet mail, and a link.
    """
    kept = Inbound.objects.filter(pk=inbound_id, state=State.HELD).first()
    member = _reader(kept.back_to_id) if kept is not None else None
    if kept is None or member is None or not _is_hers_still(member):
        return None
    page = addresses.full(routes.to("mail:returned", group_slug=member.group.slug, public_id=kept.public_id))
    if not levels.shows_words(member):
        return Letter(
            subject=_subject(),
            text="{line}\n\n{url}\n".format(line=_("There is something new in your group."), url=page),
        )
    return Letter(subject=_subject(), text=Sheet(tuple(_given_back(kept, member, page))))


def _given_back(kept: Inbound, member: Membership, page: str) -> Iterator[Block]:
    """Why her mail was not taken, her words, and where they could go instead."""
    read = reading.read(bytes(kept.raw))
    words = read.cut().words if isinstance(read, Read) else ""
    if not words and kept.why == Why.EMPTY:
        yield Say(_("Your mail of {day} came, but it was empty.").format(day=_day(kept)))
        yield Say(_("If you meant to say something, please send it again."))
        return
    what = places.found(kept.rcpt_to).given if kept.why == Why.WORDS else None
    what = what if what is not None and what.command.membership_id == member.pk else None
    if what is None:
        why = to_writer(kept.why)
        yield Say(
            _("The mail that you wrote on {day} did not go through. {why}").format(day=_day(kept), why=why)
        )
    else:
        said = _("We have not done this, because there were words in your mail: “{deed}”.")
        yield Say(said.format(deed=what.deed.label))
    if words:
        yield Say(_("The group has not seen it. Your words, so that they are not lost:"))
        yield Say(words)
    if what is None:
        yield Go(page, there=_("Open the page"))
        return
    if (talk := what.command.conversation) is not None:
        address = places.reply_address(places.make_key(member, talk, ""))
        yield Say(_("Were they for the group? Send them there."))
        yield Go(f"mailto:{address}", _("Write to the group"))
    yield Say(_("Was it only to do that? This page has a button for it."))
    token = commands.token(what.command, what.deed.name)
    yield Go(addresses.full(routes.to("mail_open:command", token=token)), str(what.deed.label))


@letter("mail.not_passed_on")
def not_passed_on(inbound_id: int) -> Letter | None:
    """To somebody we do not know, who is who they say: their mail was not passed on. No word of it."""
    kept = Inbound.objects.filter(pk=inbound_id).exclude(state=State.POSTED).defer("raw").first()
    if kept is None:
        return None
    if kept.way == Way.GROUP:
        return Letter(
            subject=_("About your mail"),
            text=_(
                "Thank you for writing. Only members’ mail goes straight to the group. "
                "Those who look after it can see yours.\n\n"
                "If we know you by another address, please write from that one.\n"
            ),
        )
    return Letter(
        subject=_("About your mail"),
        text=_(
            "Thank you for writing. Your mail was not passed on: this address only takes mail from people "
            "that it knows, each at their own e-mail address.\n\n"
            "If we know you by another address, please write from that one.\n"
        ),
    )


@letter("mail.something_held")
def something_held(membership_id: int) -> Letter | None:
    """To a steward, once a day at most: some mail did not go through."""
    member = _reader(membership_id)
    if member is None or not member.is_steward:
        return None
    page = addresses.full(routes.to("mail:held", group_slug=member.group.slug))
    return Letter(
        subject=_subject(),
        text="{line}\n\n{url}\n".format(
            line=_("Some mail did not go through. Please have a look when you can:"), url=page
        ),
    )


def _reader(membership_id: int | None) -> Membership | None:
    rows = Membership.objects.full().select_related("group", "person__account")
    return rows.filter(Q(pk=membership_id)).first()


def to_writer(why: str) -> str:
    """Why a mail of hers was not taken, in words for her."""
    said = {
        Why.EMPTY: _("We found no words of yours in it."),
        Why.LONG: _("It is too long. Send it in two parts, please."),
        Why.WORDS: _(
            "It went to an address that does one thing only, and there were words in it: nothing was done. "
            "To say something, press “reply” in the mail that we sent you. For the thing itself, send a mail "
            "without words to the same address."
        ),
        Why.CLOSED: _("The place it was for is closed, or no longer open to you."),
        Why.WHICH: _("We asked for which conversation it was, and heard nothing."),
        Why.ANOTHER: _("It answered a mail that went to somebody else. Answer one that came to you."),
        Why.EITHER: _("More than one of you uses that address. Write to your own address for the group."),
    }
    return said.get(Why(why), _("We could not be sure that it was from you."))


@letter("mail.not_done")
def not_done(inbound_id: int) -> Letter | None:
    """To a member whose mail was to do one thing and had words, when nothing proves that it is hers."""
    kept = Inbound.objects.filter(pk=inbound_id, state=State.HELD).first()
    if kept is None or not _is_hers_still(_named(kept)):
        return None
    return Letter(
        subject=_subject(),
        text=_("The mail that came on {day} did not go through. {why}").format(
            day=_day(kept), why=to_writer(kept.why)
        )
        + "\n",
    )
