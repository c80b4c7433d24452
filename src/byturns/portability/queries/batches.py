"""Files on their way in, for stewards, and what members are told of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from byturns.groups.models import Membership
from byturns.portability.importing import keys
from byturns.portability.importing.parsing import silences
from byturns.portability.kinds import Choice, Source, State
from byturns.portability.models import Batch, Line, StagedMessage, StagedName, WasThere


def batches() -> QuerySet[Batch]:
    """All files that were brought, newest first."""
    return Batch.objects.select_related("made_by").order_by("-made_at", "-pk")


def for_members(member: Membership) -> list[Batch]:
    """What every member may know: that words from before come, and when. Never whose or which."""
    shown = Batch.objects.filter(state__in=[State.TOLD, State.OPEN]).exclude(kind=Source.MEMBERS)
    return list(shown.order_by("-told_at", "-pk"))


def names_of(batch: Batch) -> QuerySet[StagedName]:
    """Who wrote in the file, most messages first."""
    return StagedName.objects.filter(batch=batch).select_related("membership").order_by("-messages", "pk")


def who_may_be() -> QuerySet[Membership]:
    """The members that a name may be matched to."""
    return Membership.objects.full().order_by("display_name", "pk")


def others_to_name(batch: Batch) -> QuerySet[Membership]:
    """Members who are not among the names of the file, for "was there too"."""
    wrote = StagedName.objects.filter(batch=batch, membership=OuterRef("pk"))
    return who_may_be().exclude(Exists(wrote))


def lines_of(batch: Batch, *, notices: bool = False) -> QuerySet[Line]:
    """Lines that were not understood, in the order of the file; or the notices of the program."""
    rows = Line.objects.filter(batch=batch).order_by("line", "pk")
    return rows.filter(why="") if notices else rows.exclude(why="")


def line_to_date(batch: Batch) -> StagedMessage | None:
    """A message whose day reads differently in another order, to ask which is right; else the first."""
    rows = StagedMessage.objects.filter(batch=batch).select_related("name").order_by("place")
    for row in rows[:200]:
        at = row.sent_at.astimezone(batch.group.zone)
        if at.day != at.month:
            return row
    return rows.first()


def not_reachable(batch: Batch) -> list[Membership]:
    """Members whose words are in it and who have no e-mail: somebody must tell them by hand."""
    numbers = StagedName.objects.filter(batch=batch, choice=Choice.MEMBER).values("membership")
    return list(
        Membership.objects.present()
        .filter(pk__in=numbers, person__account=None)
        .order_by("display_name", "pk")
    )


@dataclass(frozen=True)
class Told:
    """Who hears of a history when it is decided, and who cannot be reached by a letter."""

    writers: list[Membership]  # their words are in it: a letter with a link
    addresses: list[StagedName]  # addresses in the file that are no member's: the same
    others: list[Membership]  # all other members with e-mail: that something comes, and when
    by_hand: list[Membership]  # members without e-mail whose words are in it
    without: list[Membership]  # members without e-mail and without words in it
    unreachable: int  # names that are nobody's yet and have no address


def who_is_told(batch: Batch) -> Told:
    """Everybody who is told; a steward sees the same before she decides.

    A robot's address is not written to. An address that differs from the one its member signs in with
    is, also where a steward said whose it is: if that was wrong, its owner must know.
    """
    members = list(Membership.objects.full().select_related("person__account").order_by("display_name", "pk"))
    coming = StagedName.objects.filter(batch=batch).exclude(choice=Choice.OUT)
    wrote = set(coming.filter(choice=Choice.MEMBER).values_list("membership", flat=True))
    writers: list[Membership] = []
    others: list[Membership] = []
    by_hand: list[Membership] = []
    without: list[Membership] = []
    told = set()
    for who in members:
        if who.person.account is None:
            (by_hand if who.pk in wrote else without).append(who)
        elif who.pk in wrote:
            writers.append(who)
            told.add(who.person.account.email)
    addresses = []
    for name in coming.filter(robot=False).exclude(address="").select_related("membership__person__account"):
        account = name.membership.person.account if name.membership is not None else None
        if account is None or keys.address(account.email) != name.said_key:
            addresses.append(name)
            told.add(name.address)
    for who in members:
        if who.person.account is not None and who.person.account.email not in told:
            told.add(who.person.account.email)
            others.append(who)
    unreachable = coming.filter(choice=Choice.UNCLAIMED, address="", robot=False).count()
    return Told(writers, addresses, others, by_hand, without, unreachable)


def cuts(batch: Batch) -> list[list[int]]:
    """The staged messages as conversations: their numbers (pk), each conversation in its order.

    A mailing list's are the threads that the mails themselves name; a chat is cut at its silences.
    """
    rows = StagedMessage.objects.filter(batch=batch).order_by("place").values_list("pk", "thread", "sent_at")
    if batch.kind == Source.MBOX:
        threads: dict[int, list[int]] = defaultdict(list)
        for pk, thread, _at in sorted(rows, key=lambda row: row[2]):
            threads[thread].append(pk)
        return [threads[number] for number in sorted(threads)]
    found = list(rows)
    cut = silences.cut((at for _pk, _thread, at in found), timedelta(hours=batch.silence_hours))
    return [[found[place][0] for place in places] for places in cut]


def there(batch: Batch) -> dict[int, list[date | None]]:
    """Who was in the old group: membership -> the days from which on she was there, None for always.

    Whoever wrote was there, unless a steward said from when; so were those whom a steward named.
    """
    found: dict[int, list[date | None]] = defaultdict(list)
    wrote = StagedName.objects.filter(batch=batch, choice=Choice.MEMBER).exclude(membership=None)
    for membership, day in wrote.values_list("membership", "there_from"):
        found[membership].append(day)
    for membership in WasThere.objects.filter(batch=batch).values_list("membership", flat=True):
        found[membership].append(None)
    return dict(found)
