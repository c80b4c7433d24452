"""What is to be told to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from byturns.conversations.kinds import Kind
from byturns.conversations.models import Conversation, Follow, Message, ReadPoint
from byturns.core import clock
from byturns.groups.models import CircleMember, Distance, Group, Membership
from byturns.notifications.alerts import Hours, OnCall
from byturns.notifications.audience import Listener, Said
from byturns.notifications.models import Choice, Patience, Told, Voice

AS_FAR_BACK = timedelta(days=35)  # a monthly letter holds its month, and no letter holds a year


def choice_of(member: Membership) -> Choice:
    """What she chose, or what holds until she does (not saved)."""
    return Choice.objects.filter(membership=member).first() or Choice(
        group_id=member.group_id, membership=member
    )


def listener(member: Membership, choice: Choice, *, inside: bool = True) -> Listener:
    """The member as `audience` sees her. Needs her group and her person's account."""
    account = member.person.account
    return Listener(
        is_inside=member.is_present and inside,
        is_guest=member.is_guest,
        has_address=account is not None and account.is_active,
        rests_until=member.on_break_until,
        pace=choice.pace,
        hour=choice.hour,
        weekday=choice.weekday,
        quiet_from=choice.quiet_from,
        quiet_to=choice.quiet_to,
        quiet_days=frozenset(int(day) for day in choice.quiet_days),
        zone=member.group.zone,
    )


@dataclass(frozen=True)
class Hearer:
    """One member, with what she chose and how a message stands to her."""

    member: Membership
    listener: Listener
    said: Said


def hearers_of(message: Message) -> list[Hearer]:
    """Every present member, with what `audience` must know to decide. Seven queries, however many members."""
    talk = message.conversation
    members = list(_with_mailbox(message.group_id))
    choices = {choice.membership_id: choice for choice in Choice.objects.all()}
    inside: set[int] | None = None
    if talk.circle_id is not None:
        joined = CircleMember.objects.filter(circle=talk.circle_id, circle__closed_at=None)
        inside = set(joined.exclude(joined_at=None).values_list("membership_id", flat=True))
    wishes = dict(Follow.objects.filter(conversation=talk).values_list("membership_id", "wish"))
    named = message.author_id is not None and not message.unnamed and not message.name_withdrawn
    away = _kept_away(message.author_id if named else None)
    # A conversation that somebody she blocks started by name is not open to her at all.
    starter_named = talk.started_by_id is not None and not talk.unnamed and not talk.name_withdrawn
    away_from_starter = _kept_away(talk.started_by_id if starter_named else None)
    # What she wrote without her name makes it hers too: the mail goes to nobody else.
    wrote = set(
        Message.objects.standing().filter(conversation=talk).values_list("author_id", flat=True).distinct()
    )
    made = []
    for member in members:
        choice = choices.get(member.pk) or Choice(group_id=member.group_id, membership=member)
        blocks = {away[member.pk], away_from_starter[member.pk]}
        said = Said(
            by_her=member.pk in {message.author_id, message.typed_by_id},
            blocked=Distance.Kind.BLOCK in blocks and not member.is_steward,
            muted=wishes.get(member.pk) == Follow.Wish.MUTE or away[member.pk] == Distance.Kind.MUTE,
            followed=wishes.get(member.pk) == Follow.Wish.FOLLOW,
            hers=member.pk in wrote or member.pk == talk.started_by_id,
            brought_in=talk.brought_in or message.said_by_id is not None,
        )
        is_in = inside is None or member.pk in inside
        made.append(Hearer(member, listener(member, choice, inside=is_in), said))
    return made


def _with_mailbox(group_id: int) -> QuerySet[Membership]:
    return Membership.objects.present().select_related("group", "person__account").order_by("pk")


def _kept_away(whom: int | None) -> defaultdict[int, str]:
    """How far each member keeps away from this one."""
    kept: defaultdict[int, str] = defaultdict(str)
    if whom is not None:
        kept.update(Distance.objects.filter(whom=whom).values_list("by_id", "kind"))
    return kept


def untold(member: Membership, *, conversation: Conversation | None = None) -> QuerySet[Message]:
    """What she has neither read nor been sent, oldest first: the one rule for what any mail holds.

    Never her own words, what was brought in, what was said before she joined, what she muted, nor anything
    that a page would not show her.
    """
    since = max(member.joined_at, clock.now() - AS_FAR_BACK)
    read = ReadPoint.objects.filter(
        membership=member, conversation=OuterRef("conversation"), message_id__gte=OuterRef("pk")
    )
    muted = Follow.objects.filter(
        membership=member, conversation=OuterRef("conversation"), wish=Follow.Wish.MUTE
    )
    quiet = Distance.objects.filter(by=member, whom=OuterRef("author"))
    rows = (
        Message.objects.visible_to(member)
        .filter(said_by=None, conversation__brought_in=False, sent_at__gte=since)
        .exclude(Q(author=member) | Q(typed_by=member))
        .exclude(Exists(quiet), unnamed=False, name_withdrawn=False)
        .exclude(Exists(read))
        .exclude(Exists(muted))
        .exclude(Exists(Told.objects.filter(membership=member, message=OuterRef("pk"))))
        .select_related("conversation", "author", "said_by", "typed_by")
        .order_by("sent_at", "pk")
    )
    return rows if conversation is None else rows.filter(conversation=conversation)


def with_letters_due() -> list[tuple[Membership, Choice]]:
    """Every member with what she chose, for the job that looks whose letter is due."""
    choices = {choice.membership_id: choice for choice in Choice.objects.all()}
    return [
        (member, choices.get(member.pk) or Choice(group_id=member.group_id, membership=member))
        for member in Membership.objects.full().select_related("group", "person__account").order_by("pk")
    ]


def waiting() -> QuerySet[Conversation]:
    """What waits and alerts somebody: all but what is not about caring (settled point 2)."""
    return (
        Conversation.objects.all().waiting().exclude(kind=Kind.BEYOND).select_related("group", "started_by")
    )


def listeners_for(talk: Conversation) -> list[tuple[OnCall, Membership]]:
    """Who can be asked to look at it: listeners, or stewards where none is named; of a circle only who is in.

    Never who started it, nor who keeps away from her: it is not open to them.
    """
    choices = {choice.membership_id: choice for choice in Choice.objects.all()}
    everyone = Membership.objects.full().select_related("group", "person__account")
    named = everyone.filter(is_listener=True)
    rows = named if named.exists() else everyone.filter(role=Membership.Role.STEWARD)
    if talk.circle_id is not None:
        # The listeners of the group may not read there: the circle looks after its own.
        inside = CircleMember.objects.filter(circle=talk.circle_id).exclude(joined_at=None)
        rows = everyone.filter(pk__in=inside.values("membership"))
    made = []
    for member in rows.order_by("pk"):
        if member.pk == talk.started_by_id:
            continue
        if not Conversation.objects.visible_to(member).filter(pk=talk.pk).exists():
            continue
        choice = choices.get(member.pk) or Choice(group_id=member.group_id, membership=member)
        made.append((OnCall(member.pk, listener(member, choice)), member))
    return made


def patience_of(group: Group) -> Hours:
    """After how long each step is due in this group."""
    kept = Patience.objects.filter(group=group).first()
    return Hours() if kept is None else Hours(kept.first, kept.second, kept.third)


def last_letter_at(member: Membership, choice: Choice) -> datetime:
    """When her last letter was made up; before the first, when she joined."""
    return choice.letter_at or member.joined_at


def sender_of(group: Group) -> str:
    """The name that the group's mail bears, "" for the plain one."""
    voice = Voice.objects.filter(group=group).first()
    return voice.sender if voice is not None else ""
