"""`./byturns bench mail-month`: a month of a group of forty, replayed under a clock that we turn.

Members talk; each has chosen what comes by mail. The clock goes on in steps, and at each the background work
is done as the worker does it. Then every mail that went out is read: each thing that was said must stand once, and
only once, in the mails of everybody it was for. Whom it was for is worked out here, from the choices alone,
not by asking the product.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from byturns.conversations import actions as talk_actions
from byturns.conversations.models import Conversation, Follow, ReadPoint
from byturns.core import jobs
from byturns.core.models import OutgoingMail
from byturns.groups.actions import breaks
from byturns.groups.models import Circle, CircleMember, Distance, Group, Membership
from byturns.groups.scoping import in_group
from byturns.notifications import actions
from byturns.people.models import Account, Person

ZONE = ZoneInfo("Europe/London")
BEGIN = date(2026, 9, 28)  # a Monday; the clocks go back on 25 October
DAYS = 31
AFTER = 34  # without a word, until the last monthly letter and the last break are over
STEP = timedelta(minutes=20)
NIGHT = {"quiet_from": 21, "quiet_to": 8}
THING = re.compile(r"thing(\d{4})")
MORE = re.compile(r"And (\d+) more message")
COUNTED = ("missing", "doubled", "not hers", "at night", "in a break")
TELLS = {"notifications.notice", "notifications.letter"}


@dataclass
class Somebody:
    """One member, with what she chose and what happened to her."""

    sort: str
    member: Membership
    pace: str
    night: bool = False
    in_circle: bool = False
    mutes: set[int] = field(default_factory=set)  # conversations
    away: set[int] = field(default_factory=set)  # members whose words she keeps away from
    blocks: set[int] = field(default_factory=set)  # of these, whose conversations too
    rests: tuple[date, date] | None = None
    in_talks: set[int] = field(default_factory=set)
    reads: bool = False
    read: set[int] = field(default_factory=set)  # things she saw on the page
    due: set[int] = field(default_factory=set)  # must stand in a mail to her
    may: set[int] = field(default_factory=set)  # may stand there: older words of a talk that became hers
    letters: int = 0
    notices: int = 0
    others: int = 0  # a listener's, questions whether it helped
    seen: Counter[int] = field(default_factory=Counter)
    counted: int = 0  # what a long letter gave as a number
    at_night: int = 0
    in_break: int = 0


# sort, how many, what she chose
SORTS: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("each message", 5, {"pace": "each"}),
    ("each, quiet nights", 4, {"pace": "each", **NIGHT}),
    ("daily letter", 8, {"pace": "daily", "hour": 7}),
    ("daily, no Sundays", 3, {"pace": "daily", "hour": 18, "quiet_days": [6]}),
    ("weekly letter", 6, {"pace": "weekly", "weekday": 4, "hour": 9}),
    ("monthly letter", 3, {"pace": "monthly", "hour": 10}),
    ("only mine", 4, {"pace": "mine"}),
    ("nothing", 2, {"pace": "none"}),
    ("daily, a week's break", 3, {"pace": "daily", "hour": 8}),
    ("daily, reads the page too", 2, {"pace": "daily", "hour": 20}),
)


def run(*, quick: bool = False) -> dict[str, Any]:
    """The month; `quick` replays its first week with every kind of member once."""
    call_command("migrate", verbosity=0, interactive=False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    dice = random.Random(31)
    with time_machine.travel(_moment(BEGIN, 0), tick=False) as clock:
        everybody, circle = _group(dice, quick)
        said = _replay(dice, everybody, circle, 7 if quick else DAYS, clock)
    rows = [_row(sort, [one for one in everybody if one.sort == sort]) for sort, _many, _chosen in SORTS]
    total = {key: sum(row[key] for row in rows) for key in COUNTED}
    due = sum(len(one.due) for one in everybody)
    return {
        "rows": rows,
        "targets": [{"name": f"things {key}", "value": value, "limit": 0} for key, value in total.items()],
        # A group in which nobody was to be told anything proves nothing.
        "valid": due > 0 and all(row["mails"] for row in rows if row["members are"] != "nothing"),
        "faults": _given_up(),
        "samples": said,
    }


def _moment(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(0), ZONE).astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)


def _group(dice: random.Random, quick: bool) -> tuple[list[Somebody], Circle]:
    group = Group.objects.create(name="Bench", slug="bench", time_zone=ZONE.key)
    everybody: list[Somebody] = []
    with in_group(group):
        for sort, many, chosen in SORTS:
            for _ in range(1 if quick else many):
                everybody.append(_somebody(group, sort, len(everybody), chosen))
        inside = everybody[::3]
        circle = Circle.objects.create(group=group, name="Night owls", made_by=inside[0].member)
        for one in inside:
            CircleMember.objects.create(
                group=group, circle=circle, membership=one.member, joined_at=_moment(BEGIN, 0)
            )
            one.in_circle = True
        for one in dice.sample(everybody, len(everybody) // 4):
            other = dice.choice([each for each in everybody if each is not one])
            kind = dice.choice(list(Distance.Kind))
            Distance.objects.create(group=group, by=one.member, whom=other.member, kind=kind)
            one.away.add(other.member.pk)
            if kind == Distance.Kind.BLOCK:
                one.blocks.add(other.member.pk)
    return everybody, circle


def _somebody(group: Group, sort: str, number: int, chosen: dict[str, Any]) -> Somebody:
    account = Account.objects.create_user(f"m{number}@home.example")
    person = Person.objects.create(name=f"M{number}", account=account)
    member = Membership.objects.create(
        group=group,
        person=person,
        display_name=f"Member {number}",
        joined_at=_moment(BEGIN, -60 * 24 * 100),
        agreed_version=group.agreement_version,
    )
    actions.choose(member=member, shows="whole", **chosen)
    return Somebody(
        sort, member, chosen["pace"], night="quiet_from" in chosen, reads=sort.endswith("the page too")
    )


# --- What happens ---


def _replay(dice: random.Random, everybody: list[Somebody], circle: Circle, days: int, clock: Any) -> int:
    group, talks, said = everybody[0].member.group, list[Conversation](), 0
    things: dict[int, set[int]] = {}  # what was said in each conversation
    by_address = {one.member.person.account.email: one for one in everybody if one.member.person.account}
    for number in range(days + AFTER):
        day = BEGIN + timedelta(days=number)
        happens = (
            sorted(dice.randint(6 * 60, 23 * 60) for _ in range(dice.randint(2, 6))) if number < days else []
        )
        for minutes in range(0, 24 * 60, int(STEP.total_seconds()) // 60):
            clock.move_to(_moment(day, minutes))
            with in_group(group):
                while happens and happens[0] <= minutes:
                    happens.pop(0)
                    said += 1
                    _say(dice, everybody, circle, talks, things, said)
                if minutes == 0 and number == (2 if days < DAYS else 9):
                    _break(everybody, day, day + timedelta(days=6))
                if minutes == 21 * 60:
                    _look_in(dice, everybody, talks)
            before = len(mail.outbox)
            jobs.tick()
            _work()
            _read_mails(mail.outbox[before:], by_address, day, minutes // 60)
    return said


def _read_mails(sent: list[Any], by_address: dict[str, Somebody], day: date, hour: int) -> None:
    """What has just come to each, and whether she wanted mail then. The rows go after a month, so at once."""
    names = [each.extra_headers["Message-ID"] for each in sent]
    kinds = dict(OutgoingMail.objects.filter(message_id__in=names).values_list("message_id", "kind"))
    for each in sent:
        one, kind = by_address[each.to[0]], kinds[each.extra_headers["Message-ID"]]
        one.at_night += one.night and (hour >= NIGHT["quiet_from"] or hour < NIGHT["quiet_to"])
        one.in_break += one.rests is not None and one.rests[0] <= day <= one.rests[1]
        if kind not in TELLS:
            one.others += 1
            continue
        one.letters += kind == "notifications.letter"
        one.notices += kind == "notifications.notice"
        one.seen.update({int(found) for found in THING.findall(str(each.body))})
        one.counted += sum(int(found) for found in MORE.findall(str(each.body)))


def _say(
    dice: random.Random,
    everybody: list[Somebody],
    circle: Circle,
    talks: list[Conversation],
    things: dict[int, set[int]],
    number: int,
) -> None:
    who = dice.choice(everybody)
    words = f"thing{number:04d}: " + " ".join(dice.choice(["tea", "night", "lamp", "bus"]) for _ in range(8))
    open_to_her = [talk for talk in talks[-8:] if talk.circle_id is None or who.in_circle]
    # Whom she blocks she does not see, so she cannot answer there.
    open_to_her = [talk for talk in open_to_her if talk.started_by_id not in who.blocks]
    if open_to_her and dice.random() < 0.65:
        talk = dice.choice(open_to_her)
        talk_actions.reply(member=who.member, conversation=talk, words=words)
    else:
        where = circle if who.in_circle and dice.random() < 0.3 else None
        talk = talk_actions.open_conversation(
            member=who.member, title=f"Talk {len(talks)}", words=words, circle=where
        )
        talks.append(talk)
        things[talk.pk] = set()
    things[talk.pk].add(number)
    _note_due(who, everybody, talk, number)
    who.in_talks.add(talk.pk)
    if dice.random() < 0.1:
        mutes = dice.choice(everybody)
        if talk.circle_id is None or mutes.in_circle:
            talk_actions.follow(member=mutes.member, conversation=talk, wish=Follow.Wish.MUTE)
            mutes.mutes.add(talk.pk)
            # What she was not told of it by now she is not told; what she was told, she was.
            mutes.may |= mutes.due & things[talk.pk]
            mutes.due -= things[talk.pk]


def _note_due(who: Somebody, everybody: list[Somebody], talk: Conversation, number: int) -> None:
    """Whom this is for, from what they chose."""
    for one in everybody:
        if one is who or (talk.circle_id is not None and not one.in_circle):
            continue
        if talk.pk in one.mutes or who.member.pk in one.away or talk.started_by_id in one.blocks:
            continue
        if one.pace == "none":
            continue
        if one.pace == "mine" and talk.pk not in one.in_talks:
            one.may.add(number)
        else:
            one.due.add(number)


def _break(everybody: list[Somebody], since: date, until: date) -> None:
    for one in everybody:
        if one.sort.endswith("break"):
            breaks.take(member=one.member, until=until)
            one.rests = (since, until)


def _look_in(dice: random.Random, everybody: list[Somebody], talks: list[Conversation]) -> None:
    """Some open a conversation on the page: what they saw there need not come by mail."""
    for one in everybody:
        if not one.reads or not talks:
            continue
        talk = dice.choice(talks[-8:])
        if talk.circle_id is not None and not one.in_circle:
            continue
        last = talk.messages.order_by("-pk")[0]
        ReadPoint.objects.update_or_create(
            membership=one.member,
            conversation=talk,
            defaults={"message_id": last.pk, "group_id": last.group_id},
        )
        one.read |= {int(THING.findall(row.words)[0]) for row in talk.messages.all()}


def _work() -> None:
    if not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists():
        return
    db_worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="bench",
        excluded_queue_names=[],
    ).run()


# --- What came of it ---


def _row(sort: str, members: list[Somebody]) -> dict[str, Any]:
    found: dict[str, int] = defaultdict(int)
    for one in members:
        told = set(one.seen)
        # A long letter gives as a number what it has no room for.
        missing = len(one.due - told - one.read) - one.counted
        found["missing"] += max(missing, 0) if one.reads or one.may else abs(missing)
        found["doubled"] += sum(times - 1 for times in one.seen.values())
        found["not hers"] += len(told - one.due - one.may)
        found["at night"] += one.at_night
        found["in a break"] += one.in_break
    many = len(members)
    return {
        "members are": sort,
        "members": many,
        "mails": sum(one.letters + one.notices for one in members),
        "mails each": round(sum(one.letters + one.notices for one in members) / many, 1),
        "letters": sum(one.letters for one in members),
        "notices": sum(one.notices for one in members),
        "others": sum(one.others for one in members),
        "for each": round(sum(len(one.due) for one in members) / many, 1),
        **{key: found[key] for key in COUNTED},
    }


def _given_up() -> list[str]:
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).values_list("kind", "fault")
    return [f"{kind}: {fault}" for kind, fault in failed]
