"""What each member chose, and how what was said stands to her."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from byturns.conversations.models import Conversation, Follow, Message
from byturns.core import clock
from byturns.groups.models import CircleMember, Distance, Group, Membership
from byturns.notifications.audience import AT_ONCE, Listener, Said
from byturns.notifications.kinds import Pace, Shows
from byturns.notifications.models import Choice, Voice
from byturns.people import whoami
from byturns.reciprocity.matching import Week

ASKED_FOR = timedelta(days=30)  # whoever came longer ago finds the question under "My mail"


def choices_of(members: Collection[Membership]) -> dict[int, Choice]:
    """By the number of each member: what she chose, or what holds until she does (not saved). One query."""
    chosen = {one.membership_id: one for one in Choice.objects.filter(membership__in=members)}
    return {
        member.pk: chosen.get(member.pk) or Choice(group_id=member.group_id, membership=member)
        for member in members
    }


def choice_of(member: Membership) -> Choice:
    """The same for one."""
    return choices_of([member])[member.pk]


def listener(member: Membership, choice: Choice, *, inside: bool = True) -> Listener:
    """The member as `audience` sees her. Needs her group and her person's account."""
    account = member.person.account
    return Listener(
        is_inside=member.is_present and inside,
        is_guest=member.is_guest,
        has_address=account is not None and account.is_active and account.mail_stopped_at is None,
        rests_until=member.on_break_until,
        pace=choice.pace,
        hour=choice.hour,
        weekday=choice.weekday,
        quiet_from=choice.quiet_from,
        quiet_to=choice.quiet_to,
        quiet_days=frozenset(int(day) for day in choice.quiet_days),
        zone=member.group.zone,
    )


def quiet_weeks(members: Collection[Membership]) -> dict[int, Week]:
    """When nothing may reach each of these, for who asks them for something."""
    found = {}
    for number, choice in choices_of(members).items():
        start, end = choice.quiet_from, choice.quiet_to
        hours = [
            hour for hour in range(24) if (start <= hour < end) or (start > end and not end <= hour < start)
        ]
        days = [int(day) for day in choice.quiet_days]
        found[number] = Week.of(range(7), hours) | Week.of(days, range(24))
    return found


@dataclass(frozen=True)
class Hearer:
    """One member, with what she chose and how a message stands to her."""

    member: Membership
    listener: Listener
    said: Said


def hearers_of(message: Message, *, to_everyone: bool = False) -> list[Hearer]:
    """Each present member who may be told at once, with what `audience` must know to decide it.

    Whose pace is a letter, or nothing, is told at once only of what she follows (or `to_everyone`): about her
    there is nothing to decide now, since her letter finds by itself what is new. Eight queries at most.
    """
    talk = message.conversation
    wishes = dict(Follow.objects.filter(conversation=talk).values_list("membership_id", "wish"))
    follow = [number for number, wish in wishes.items() if wish == Follow.Wish.FOLLOW]
    paces = Choice.objects.exclude(pace=Pace.NONE) if to_everyone else Choice.objects.filter(pace__in=AT_ONCE)
    wants = Q(pk__in=follow) | Q(pk__in=paces.values("membership"))
    if to_everyone:
        wants |= ~Q(pk__in=Choice.objects.values("membership"))  # who has not chosen gets letters
    members = list(_present().filter(wants))
    if not members:
        return []
    choices = choices_of(members)
    inside: set[int] | None = None
    if talk.circle_id is not None:
        joined = CircleMember.objects.filter(circle=talk.circle_id, circle__closed_at=None)
        inside = set(joined.exclude(joined_at=None).values_list("membership_id", flat=True))
    named = message.author_id is not None and not message.unnamed and not message.name_withdrawn
    away = _kept_away(message.author_id if named else None)
    # A conversation that somebody she blocks started by name is not open to her at all.
    starter_named = talk.started_by_id is not None and not talk.unnamed and not talk.name_withdrawn
    away_from_starter = _kept_away(talk.started_by_id if starter_named else None)
    # In a shared mailbox a missing mail would tell who wrote without her name: it comes to her too.
    told_too = {one.pk for one in (message.author, message.typed_by) if one and _hears(one, message)}
    # What she wrote without her name makes it hers too: the mail goes to nobody else.
    wrote = set(
        Message.objects.standing().filter(conversation=talk).values_list("author_id", flat=True).distinct()
    )
    made = []
    for member in members:
        blocks = {away[member.pk], away_from_starter[member.pk]}
        said = Said(
            by_her=member.pk in {message.author_id, message.typed_by_id} - told_too,
            blocked=Distance.Kind.BLOCK in blocks and not member.is_steward,
            muted=wishes.get(member.pk) == Follow.Wish.MUTE or away[member.pk] == Distance.Kind.MUTE,
            followed=wishes.get(member.pk) == Follow.Wish.FOLLOW,
            hers=member.pk in wrote or member.pk == talk.started_by_id,
            brought_in=talk.brought_in or message.said_by_id is not None,
        )
        is_in = inside is None or member.pk in inside
        made.append(Hearer(member, listener(member, choices[member.pk], inside=is_in), said))
    return made


def _hears(writer: Membership, message: Message) -> bool:
    """Whether she gets the mail about her own words like everybody else."""
    return message.unnamed and whoami.shares(writer.person)


def stands_to(member: Membership, talk: Conversation) -> Said:
    """How what was said there stands to her, of what `untold` has left."""
    wish = Follow.objects.filter(membership=member, conversation=talk).values_list("wish", flat=True).first()
    wrote = Message.objects.standing().filter(conversation=talk, author=member)
    return Said(
        followed=wish == Follow.Wish.FOLLOW,
        hers=member.pk == talk.started_by_id or wrote.exists(),
    )


def _present() -> QuerySet[Membership]:
    return Membership.objects.present().select_related("group", "person__account").order_by("pk")


def _kept_away(whom: int | None) -> defaultdict[int, str]:
    """How far each member keeps away from this one."""
    kept: defaultdict[int, str] = defaultdict(str)
    if whom is not None:
        kept.update(Distance.objects.filter(whom=whom).values_list("by_id", "kind"))
    return kept


def is_stopped(member: Membership) -> bool:
    """Whether no mail about what is said comes to her, also not what she follows."""
    follows = Follow.objects.filter(membership=member, wish=Follow.Wish.FOLLOW)
    return choice_of(member).pace == Pace.NONE and not follows.exists()


def is_to_be_asked(member: Membership) -> bool:
    """Whether "could someone else see your e-mail?" is still to be asked: once, when she has just come."""
    if member.person.account_id is None or clock.now() - member.joined_at > ASKED_FOR:
        return False
    done = Choice.objects.filter(membership=member).exclude(asked_at=None, shows="")
    return not done.exists()


def strictest(member: Membership, choice: Choice) -> tuple[str, bool]:
    """How much a mail to her may show, and whether its subject may tell.

    The least that anyone of the group chose who opens the same mailbox (settled point 4); and no word while
    she owes a yes to what the group agreed.
    """
    if member.owes_a_yes:
        return Shows.QUIET, False
    levels, telling = [choice.showing], choice.telling_subject
    account = member.person.account_id
    if account is not None:
        others = Membership.objects.full().filter(person__account=account).exclude(pk=member.pk)
        for one in choices_of(list(others)).values():
            levels.append(one.showing)
            telling = telling and one.telling_subject
    return min(levels, key=Shows.values.index), telling


def with_letters_due() -> list[tuple[Membership, Choice]]:
    """Every member with what she chose, for the job that looks whose letter is due."""
    members = list(Membership.objects.full().select_related("group", "person__account").order_by("pk"))
    choices = choices_of(members)
    return [(member, choices[member.pk]) for member in members]


def last_letter_at(member: Membership, choice: Choice) -> datetime:
    """When her last letter was made up; before the first, when she joined."""
    return choice.letter_at or member.joined_at


def sender_of(group: Group) -> str:
    """The name that the group's mail bears, "" for the plain one."""
    voice = Voice.objects.filter(group=group).first()
    return voice.sender if voice is not None else ""
