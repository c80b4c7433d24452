"""The parts of a mail about conversations: what each shows at the plain and at the whole level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from byturns.conversations import naming
from byturns.conversations.kinds import guide_for
from byturns.conversations.models import Conversation, Message
from byturns.core import addresses, routes, text
from byturns.core.paper import Block, Go, Head, Quote, Say
from byturns.groups.models import Membership
from byturns.mail import commands
from byturns.mail.by_letter import place_of
from byturns.notifications.acting import Acts
from byturns.ui import when


@dataclass(frozen=True)
class About:
    """One conversation in a mail, with what is new in it."""

    conversation: Conversation
    messages: list[Message]


@dataclass(frozen=True)
class Answers:
    """Where a letter about many conversations is answered: as a whole, and each by its number."""

    whole: str = ""
    each: Mapping[int, str] = field(default_factory=dict)


def home_link(member: Membership) -> str:
    """The whole address of the first page of her group."""
    return addresses.full(routes.to("conversations:home", group_slug=member.group.slug))


def place_link(member: Membership, talk: Conversation) -> str:
    """The whole address of a conversation."""
    slug, name = member.group.slug, talk.public_id
    return addresses.full(routes.to("conversations:conversation", group_slug=slug, public_id=name))


def choices_link(member: Membership) -> str:
    """The whole address of the page where she chooses about her mail."""
    return addresses.full(routes.to("notifications:choices", group_slug=member.group.slug))


def of_plain(one: About, acts: Acts, answers: Answers, *, many: bool) -> list[Block]:
    """One conversation in a plain mail, without a name or a word: of several each by its place and time."""
    blocks: list[Block] = []
    if many:
        blocks.append(Head(name_of(one.conversation, one.messages)))
        if answer := answers.each.get(one.conversation.pk):
            blocks.append(Go(f"mailto:{answer}", _("Answer by mail")))
    return [*blocks, *commands.rows(acts.on[one.conversation.pk])]


def name_of(talk: Conversation, messages: list[Message]) -> str:
    """Where and when: what a conversation is called where no word of it may stand."""
    at = messages[-1].sent_at if messages else talk.opened_at
    return _("{place}, {time}").format(place=place_of(talk), time=when.in_full(at))


def of_whole(member: Membership, one: About, acts: Acts, answers: Answers) -> list[Block]:
    """One conversation with what is new in it, how to answer, and what can be done without a word."""
    talk = one.conversation
    guide = guide_for(talk.kind, just_listening=talk.just_listening)
    asked = str(guide.asked).format(name=naming.starter_of(talk, member))
    heading = Head(naming.heading_of(talk, member), asked)
    # Without a title of its own it is called by its first words; they stand right below.
    said_below = one.messages and text.first_words(one.messages[0].words, 60) == talk.title
    blocks: list[Block] = [Head(asked) if asked and said_below else heading]
    for message in one.messages:
        blocks += _said(message)
    answer = answers.each.get(talk.pk)
    if answer and len(answers.each) > 1:
        blocks.append(Go(f"mailto:{answer}", _("Answer this by mail")))
    elif answers.whole:
        blocks.append(Say(_("To answer, you can simply reply to this mail.")))
    # A quiet answer is to the newest of them (notifications.acting).
    last = _("Without a word, to the last message:") if len(one.messages) > 1 else _("Without a word:")
    done = commands.rows(acts.on[talk.pk], last)
    return [*blocks, Go(place_link(member, talk), _("Answer on the page")), *done]


def _said(message: Message) -> list[Block]:
    typist, at = naming.typist_of(message), when.in_full(message.sent_at)
    by = _("by phone, typed by {name}").format(name=typist) if typist else ""
    head = Head(naming.name_of(message), f"{at} · {by}" if by else at, level=3)
    if message.note:
        # What its writer folded behind a note stays folded: it is read on the page.
        return [head, Say(f"{message.get_note_display()}: {_('read it on the page')}")]
    return [head, Quote(message.html)]
