"""Who may open, read, answer and change. Each refusal is a sentence the member can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from byturns.conversations.models import Conversation, GuestVisit, Message
from byturns.conversations.stand_ins import READER, ask, reader
from byturns.core import clock
from byturns.core.prepared import Prepared
from byturns.groups import policy as group_policy
from byturns.groups.models import Circle, CircleMember, Membership
from byturns.groups.policy import ALLOW, Verdict, refuse, rule
from byturns.groups.scoping import in_group


def _build_conversation(role: str, marks: Mapping[str, Any]) -> QuerySet[Conversation]:
    member = reader(marks, role)
    with in_group(member.group_id):
        return Conversation.objects.visible_to(member).filter(pk=marks["number"]).only("pk")


def _build_message(role: str, marks: Mapping[str, Any]) -> QuerySet[Message]:
    member = reader(marks, role)
    with in_group(member.group_id):
        return Message.objects.visible_to(member).filter(pk=marks["number"]).only("pk")


_CONVERSATION: Prepared[Conversation] = Prepared(_build_conversation, **READER, number=int)
_MESSAGE: Prepared[Message] = Prepared(_build_message, **READER, number=int)


@rule("conversations.read", guests=True)
def read(member: Membership) -> Verdict:
    """Read conversations (each only where it is visible to the member)."""
    return ALLOW


@rule("conversations.view", guests=True)
def view(member: Membership, conversation: Conversation) -> Verdict:
    """Open this conversation: the same rule as `Conversation.objects.visible_to`."""
    if ask(_CONVERSATION, member, member.role, number=conversation.pk):
        return ALLOW
    return refuse(_("This conversation is not open to you."))


@rule("conversations.view_message", guests=True)
def view_message(member: Membership, message: Message) -> Verdict:
    """Read the words of this message: the same rule as `Message.objects.visible_to`."""
    if ask(_MESSAGE, member, member.role, number=message.pk):
        return ALLOW
    return refuse(_("These words are not open to you."))


@rule("conversations.browse")
def browse(member: Membership) -> Verdict:
    """See the lists of conversations and search them."""
    return ALLOW


@rule("conversations.open")
def open_(member: Membership, circle: Circle | None = None) -> Verdict:
    """Start a conversation, for all or in a circle the member is in."""
    if circle is None:
        return ALLOW
    inside = CircleMember.objects.filter(circle=circle, membership=member).exclude(joined_at=None)
    if circle.closed_at is None and inside.exists():
        return ALLOW
    return refuse(_("Only people in this circle can start a conversation there."))


@rule("conversations.still_open", guests=True)
def still_open(member: Membership, conversation: Conversation) -> Verdict:
    """Whether words can still be added to a conversation that is on the member's page already."""
    if conversation.brought_in:
        return refuse(_("This was brought in from elsewhere. Start a new conversation to go on with it."))
    if conversation.is_closed:
        return refuse(_("This conversation is closed. You can start a new one."))
    return ALLOW


@rule("conversations.reply", guests=True)
def reply(member: Membership, conversation: Conversation) -> Verdict:
    """Answer in a conversation that the member can open."""
    return view(member, conversation) and still_open(member, conversation)


@rule("conversations.reply_so", guests=True)
def reply_so(member: Membership, so: tuple[Conversation, bool, bool]) -> Verdict:
    """Answer with or without a name: who started it, only as she started it (decision 0012).

    `so` is the conversation, whether the answer stands without a name, and whether somebody types it.
    """
    conversation, unnamed, typed = so
    if conversation.unnamed and typed and not unnamed:
        # The same for whoever started it, so that a typist learns nothing.
        return refuse(_("Here, words that you type for somebody stand without their name. Choose that."))
    if conversation.started_by_id != member.pk or conversation.unnamed == unnamed:
        return ALLOW
    if conversation.unnamed:
        return refuse(
            _("You started this without your name. Answer without it too, or show your name on both.")
        )
    return refuse(_("You started this with your name, so your answers here have it too."))


@rule("conversations.show_name")
def show_name(member: Membership, conversation: Conversation) -> Verdict:
    """Show one's name on what one started and wrote without it in a conversation: the starter only."""
    if conversation.started_by_id == member.pk:
        return ALLOW
    return refuse(_("Only the person who started this can do that."))


@rule("conversations.type_for")
def type_for(member: Membership, author: Membership) -> Verdict:
    """Write down what another member said (she has named who may)."""
    return group_policy.check(member, "groups.type_for", author)


@rule("conversations.change")
def change(member: Membership, conversation: Conversation) -> Verdict:
    """Change title and kind, or say "no answer needed": the starter only."""
    if conversation.started_by_id != member.pk:
        return refuse(_("Only the person who started this can change it."))
    if conversation.title_down_at is not None:
        return refuse(_("You have taken this down. Put it back first."))
    return ALLOW


@rule("conversations.answer_after")
def answer_after(member: Membership, conversation: Conversation) -> Verdict:
    """Say whether it helped, a week after it went quiet: the starter only, when she is asked."""
    if conversation.started_by_id != member.pk:
        return refuse(_("Only the person who started this is asked whether it helped."))
    if conversation.asked_after_at is None:
        return refuse(_("You will be asked when it has been quiet for a week."))
    return still_open(member, conversation)


def _is_writer(member: Membership, message: Message) -> bool:
    """She wrote it, or typed it for somebody and is still named by them to do so."""
    if message.author_id == member.pk:
        return True
    if message.typed_by_id != member.pk or message.author is None:
        return False
    return bool(group_policy.check(member, "conversations.type_for", message.author))


@rule("conversations.edit", guests=True)
def edit(member: Membership, message: Message) -> Verdict:
    """Edit a message: its writer, or who typed it for her."""
    if not _is_writer(member, message):
        return refuse(_("Only the person who wrote this can change it."))
    if message.hidden_at is not None:
        return refuse(_("A steward has hidden this message. You can write to the stewards about it."))
    if message.taken_down_at is not None:
        return refuse(_("You have taken this down. Put it back first."))
    return view(member, message.conversation)


@rule("conversations.take_down", guests=True)
def take_down(member: Membership, message: Message) -> Verdict:
    """Take a message down: its writer, or who typed it for her, also when a steward has hidden it."""
    if _is_writer(member, message):
        return ALLOW
    return refuse(_("Only the person who wrote this can take it down."))


@rule("conversations.put_back", guests=True)
def put_back(member: Membership, message: Message) -> Verdict:
    """Put back what one took down, while the words are still there."""
    if not _is_writer(member, message):
        return refuse(_("Only the person who wrote this can put it back."))
    if message.taken_down_at is not None and not message.words:
        return refuse(_("It was taken down too long ago: the words are gone for good."))
    return ALLOW


@rule("conversations.older_texts", guests=True)
def older_texts(member: Membership, message: Message) -> Verdict:
    """Read how a message was before it was changed, or remove that: its writer only."""
    if message.author_id == member.pk:
        return ALLOW
    return refuse(_("Only the person who wrote this can read how it was before."))


@rule("conversations.acknowledge")
def acknowledge(member: Membership, message: Message) -> Verdict:
    """Say "I hear you" to somebody else's words that can be read."""
    if message.author_id == member.pk:
        return refuse(_("These are your own words."))
    return view_message(member, message)


@rule("conversations.follow", guests=True)
def follow(member: Membership, conversation: Conversation) -> Verdict:
    """Follow or mute a conversation that the member can open."""
    return view(member, conversation)


_OPEN_CASES: set[Callable[[Membership, Message | Conversation], bool]] = set()


def declare_open_case(judge: Callable[[Membership, Message | Conversation], bool]) -> None:
    """Let the app that keeps cases say whether a member is on an open one about a message or conversation."""
    _OPEN_CASES.add(judge)


@rule("conversations.hide")
def hide(member: Membership, thing: Message | Conversation) -> Verdict:
    """Hide, put back, close or open again, with a reason; also in a circle, when it was reported.

    Stewards, but nobody for their own words. Where only the words' own writer is a steward, those who
    hear the open case about exactly these words (settled point 11).
    """
    about = (thing.author_id, thing.typed_by_id) if isinstance(thing, Message) else (thing.started_by_id,)
    own = [number for number in about if number is not None]
    if member.pk in own:
        return refuse(
            _("These are your own words: another steward decides. You can take them down yourself.")
        )
    if member.is_steward:
        return ALLOW
    if any(judge(member, thing) for judge in _OPEN_CASES):
        # The answer about words without a name must not tell that a steward wrote them: there it is
        # the same for all of them, and depends only on there being no second steward.
        others = Membership.objects.stewards()
        if not thing.unnamed and not others.exclude(pk__in=own).exists():
            return ALLOW
        if thing.unnamed and others.count() < 2:
            return ALLOW
    return group_policy.STEWARDS_ONLY


@rule("conversations.look_behind", stewards_only=True)
def look_behind(member: Membership, message: Message) -> Verdict:
    """See who wrote a message without a name; each look is logged and the writer told."""
    if not message.unnamed or message.author_id is None:
        return refuse(_("This message has a name."))
    return view_message(member, message)


@rule("conversations.propose_visit", stewards_only=True)
def propose_visit(member: Membership, conversation: Conversation) -> Verdict:
    """Ask whether a guest may come into a conversation; never into a circle."""
    if conversation.circle_id is not None:
        return refuse(_("A circle is only for the people in it. A guest cannot come in here."))
    return reply(member, conversation)


@rule("conversations.see_visit")
def see_visit(member: Membership, visit: GuestVisit) -> Verdict:
    """Read about a guest's visit: everyone who can open the conversation."""
    return view(member, visit.conversation)


@rule("conversations.object_to_visit")
def object_to_visit(member: Membership, visit: GuestVisit) -> Verdict:
    """Say, without a reason, that a guest should not come: who wrote there, before it opens."""
    if not _wrote_in(member, visit.conversation_id):
        return refuse(_("Only people who have written in this conversation can say no."))
    if clock.now() >= visit.opens_at:
        return refuse(_("The three days are over. You can ask a steward to end the visit."))
    return view(member, visit.conversation)


@rule("conversations.let_guest_read")
def let_guest_read(member: Membership, visit: GuestVisit) -> Verdict:
    """Let a guest read what one wrote before the visit, or take that back."""
    if not _wrote_in(member, visit.conversation_id):
        return refuse(_("You have not written anything here."))
    return view(member, visit.conversation)


@rule("conversations.stop_visit")
def stop_visit(member: Membership, visit: GuestVisit) -> Verdict:
    """End a guest's visit early: stewards, and the one who started the conversation."""
    if member.is_steward or visit.conversation.started_by_id == member.pk:
        return ALLOW
    return refuse(_("Only a steward, or the person who started this, can end the visit."))


def _wrote_in(member: Membership, conversation_id: int) -> bool:
    return Message.objects.filter(conversation=conversation_id, author=member).exists()


@rule("conversations.look_behind_page", stewards_only=True)
def look_behind_page(member: Membership) -> Verdict:
    """Open the page for looking behind a message without a name."""
    return ALLOW


@rule("conversations.propose_visit_page", stewards_only=True)
def propose_visit_page(member: Membership) -> Verdict:
    """Open the page for asking a guest into a conversation."""
    return ALLOW
