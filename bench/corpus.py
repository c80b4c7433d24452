"""The corpus of the page bench: members, groups, conversations, messages of lifelike lengths, by a seed."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.management import call_command

from byturns.conversations.models import Conversation, Message
from byturns.core import clock, text
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import in_group
from byturns.people.models import Account, Person

WORDS = [
    "the",
    "a",
    "and",
    "of",
    "to",
    "in",
    "he",
    "she",
    "it",
    "they",
    "was",
    "is",
    "not",
    "but",
    "with",
    "for",
    "on",
    "at",
    "then",
    "so",
    "when",
    "all",
    "again",
    "night",
    "morning",
    "tea",
    "nurse",
    "doctor",
    "form",
    "letter",
    "phone",
    "mother",
    "father",
    "husband",
    "wife",
    "son",
    "sister",
    "brother",
    "garden",
    "hospital",
    "ward",
    "chair",
    "bed",
    "bath",
    "kitchen",
    "stairs",
    "shouted",
    "cried",
    "laughed",
    "slept",
    "waited",
    "rang",
    "asked",
    "told",
    "knew",
    "thought",
    "felt",
    "tired",
    "angry",
    "sorry",
    "glad",
    "better",
    "worse",
    "nothing",
    "everything",
    "Tuesday",
    "Sunday",
    "weeks",
    "months",
    "years",
    "allowance",
    "assessment",
    "council",
    "surgery",
    "respite",
    "lift",
    "sitting",
    "football",
    "beans",
    "rain",
]


@dataclass(frozen=True)
class Size:
    members: int
    groups: int
    conversations: int
    messages: int


FULL = Size(members=1_000, groups=20, conversations=5_000, messages=50_000)
QUICK = Size(members=60, groups=3, conversations=100, messages=1_000)


@dataclass(frozen=True)
class Made:
    """Where the measuring starts: a member of the first group, the conversation of 51 messages, and another
    that grows while replies are posted."""

    account_id: int
    person_id: int
    membership_id: int
    group_id: int
    slug: str
    long_id: str
    other_id: str


def words_of(dice: random.Random) -> str:
    """A message around 60 words, some long: log-normal, cut into sentences and paragraphs."""
    count = max(3, min(2_000, round(math.exp(dice.gauss(math.log(60), 0.8)))))
    said = [dice.choice(WORDS) for _ in range(count)]
    for place in range(9, count, 12):
        said[place] += "."
    for place in range(47, count, 60):
        said[place] += ".\n\n"
    return " ".join(said).capitalize() + "."


def build(size: Size, seed: int = 1) -> Made:
    """Fill an empty database; the same seed gives the same words."""
    dice = random.Random(seed)
    now = clock.now()
    groups = [
        Group.objects.create(name=f"Group {number}", slug=f"group{number}") for number in range(size.groups)
    ]
    made: Made | None = None
    for number, group in enumerate(groups):
        with in_group(group):
            members = _members(group, size.members // size.groups, number)
            per_group = size.conversations // size.groups
            long_one, other = _conversations(
                group, members, per_group, size.messages // size.conversations, dice, now
            )
            if made is None:
                first = members[0]
                account = first.person.account_id or 0
                made = Made(account, first.person_id, first.pk, group.pk, group.slug, long_one, other)
    call_command("reindex", verbosity=0)
    if made is None:
        raise ValueError("a corpus needs a group")
    return made


def _members(group: Group, count: int, number: int) -> list[Membership]:
    made = []
    for place in range(count):
        account = Account.objects.create_user(f"m{number}-{place}@example.org")
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        person = Person.objects.create(name=f"Member {place}", account=account)
        made.append(Membership(group=group, person=person, display_name=f"Member {place}"))
    return Membership.objects.bulk_create(made)


def _conversations(group, members, count, each, dice, now) -> tuple[str, str]:
    made = []
    for place in range(count):
        opened = now - timedelta(minutes=30 * (count - place) + 60)
        starter = dice.choice(members)
        length = 51 if place == count - 1 else max(1, round(dice.expovariate(1 / each)))
        conversation = Conversation.objects.create(
            group=group,
            started_by=starter,
            title=f"About {dice.choice(WORDS)} {place}",
            opened_at=opened,
            last_at=opened + timedelta(minutes=length),
        )
        rows = []
        for turn in range(length):
            said = words_of(dice)
            rows.append(
                Message(
                    group=group,
                    conversation=conversation,
                    author=starter if turn == 0 else dice.choice(members),
                    words=said,
                    html=text.to_html(said),
                    renderer=text.RENDERER,
                    sent_at=opened + timedelta(minutes=turn),
                )
            )
        Message.objects.bulk_create(rows)
        made.append(conversation.public_id)
    return made[-1], made[count // 2]
