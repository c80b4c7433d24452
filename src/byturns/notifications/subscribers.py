"""Mail follows what is said, after it was committed."""

from __future__ import annotations

from byturns.conversations import events as said
from byturns.conversations.models import Conversation, Message
from byturns.core.events import after, within
from byturns.groups import events as groups
from byturns.groups.models import Membership
from byturns.mail import events as mail
from byturns.notifications import events as own
from byturns.notifications import telling
from byturns.people import events as people


@after(said.ConversationOpened, said.MessageAdded, said.MessagePutBack, said.MessageShown)
def somebody_wrote(
    event: said.ConversationOpened | said.MessageAdded | said.MessagePutBack | said.MessageShown,
) -> None:
    """Decide who hears of it soon. Run twice, the notices that wait are found again."""
    rows = Message.objects.standing().filter(pk=event.message_id)
    message = rows.select_related("conversation", "author__person", "typed_by__person").first()
    if message is not None:
        telling.tell_of(message=message)


@after(own.SentToEveryone)
def a_notice_was_sent(event: own.SentToEveryone) -> None:
    """Decide whom it reaches and when. Run twice, the mails that wait are found again."""
    talk = Conversation.objects.filter(pk=event.conversation_id).first()
    rows = Message.objects.standing().filter(conversation=talk, author=event.by_id)
    first = rows.select_related("conversation", "author__person", "typed_by__person").order_by("pk").first()
    if talk is not None and first is not None:
        telling.tell_everyone(message=first)


@after(mail.BegunByMail)
def somebody_began_by_mail(event: mail.BegunByMail) -> None:
    """She hears at once that it is up, whatever she chose: it answers her own mail."""
    for member in Membership.objects.full().filter(pk=event.by_id or 0).select_related("person__account"):
        telling.answer(member, "it_is_up", conversation_id=event.conversation_id, how=event.how)


@after(groups.BreakTaken)
def somebody_rests(event: groups.BreakTaken) -> None:
    """What comes from now on is for the letter afterwards."""
    for member in Membership.objects.full().filter(pk=event.membership_id):
        telling.note_break(member=member)


@after(groups.BreakEnded)
def somebody_came_back(event: groups.BreakEnded) -> None:
    """Before the day she had said."""
    rows = Membership.objects.full().select_related("group", "person__account")
    for member in rows.filter(pk=event.membership_id):
        telling.after_break(member=member)


@within(people.MailTakenUp)
def mail_will_reach_her(event: people.MailTakenUp) -> None:
    """What came meanwhile is not lost."""
    telling.note_missed(account_id=event.account_id)


@after(people.MailTakenUp)
def mail_reaches_her(event: people.MailTakenUp) -> None:
    """However it was taken up: by the button, by a code that arrived, or with another address."""
    telling.tell_missed(account_id=event.account_id)


@after(groups.MemberLeft, groups.MemberRemoved, groups.MemberDied)
def somebody_has_gone(event: groups.MemberLeft | groups.MemberRemoved | groups.MemberDied) -> None:
    """Whoever comes again chooses again."""
    telling.forget(membership_id=event.membership_id)
