"""The cast, known by name, and a few ways to set a scene. Fixtures may lift the fence; code under test never.

Amina is new. Brian has been here for years. Celia is a steward. Dev is on a break. Erin is a guest (a
professional). Farid is in another group. Gwen left. Hana has asked to join. Joan has no e-mail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client

from byturns.conversations.models import Conversation, Message
from byturns.core import clock, text
from byturns.groups.models import Circle, CircleMember, Group, Membership
from byturns.groups.scoping import everywhere
from byturns.people import whoami
from byturns.people.models import Account, Person

Role = Membership.Role


@dataclass
class World:
    """Two groups and the people in them."""

    group: Group
    other_group: Group
    amina: Membership
    brian: Membership
    celia: Membership
    dev: Membership
    erin: Membership
    farid: Membership
    gwen: Membership
    joan: Membership
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.group.slug


def person(name: str, *, email: str | None = "") -> Person:
    """Somebody with a mailbox (or, with email=None, without one)."""
    account = None
    if email is not None:
        address = email or f"{name.lower()}@example.org"
        account = Account.objects.filter(email=address).first() or Account.objects.create_user(address)
        EmailAddress.objects.get_or_create(user=account, email=address, verified=True, primary=True)
    return Person.objects.create(name=name, account=account)


def join(
    group: Group, name: str, *, email: str | None = "", days_ago: float = 400, **fields: Any
) -> Membership:
    """Put somebody new into a group."""
    with everywhere("a test sets the scene"):
        return Membership.objects.create(
            group=group,
            person=person(name, email=email),
            display_name=name,
            joined_at=clock.now() - timedelta(days=days_ago),
            agreed_version=group.agreement_version,
            **fields,
        )


def build() -> World:
    """The usual world, in a handful of statements: nearly every test begins with one."""
    group, other = Group.objects.bulk_create(
        [Group(name="Tuesday Carers", slug="tuesday"), Group(name="Harbour Carers", slug="harbour")]
    )
    cast: dict[str, dict[str, Any]] = {
        "Amina": {"days_ago": 2},
        "Brian": {"days_ago": 2000},
        "Celia": {"role": Role.STEWARD},
        "Dev": {"on_break_until": (clock.now() + timedelta(days=9)).date()},
        "Erin": {"role": Role.GUEST},
        "Farid": {"group": other},
        "Gwen": {"status": Membership.Status.LEFT},
        "Joan": {"contact_by": Membership.ContactBy.PHONE},
    }
    people = _people(cast, without_mailbox={"Joan"})
    rows = []
    for name, fields in cast.items():
        joined_at = clock.now() - timedelta(days=fields.pop("days_ago", 400))
        where = fields.pop("group", group)
        fields |= {"agreed_version": where.agreement_version, "joined_at": joined_at}
        rows.append(Membership(group=where, person=people[name], display_name=name, **fields))
    with everywhere("a test sets the scene"):
        made = {member.display_name.lower(): member for member in Membership.objects.bulk_create(rows)}
    return World(group=group, other_group=other, **made)


def _people(names: Iterable[str], without_mailbox: Collection[str]) -> dict[str, Person]:
    with_mailbox = [name for name in names if name not in without_mailbox]
    accounts = Account.objects.bulk_create(
        [Account(email=f"{name.lower()}@example.org", password=make_password(None)) for name in with_mailbox]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in accounts]
    )
    own = dict(zip(with_mailbox, accounts, strict=True))
    people = Person.objects.bulk_create([Person(name=name, account=own.get(name)) for name in names])
    return {person.name: person for person in people}


def conversation(
    by: Membership, words: str = "How do you get through the nights?", *, hours_ago: float = 3, **fields: Any
) -> Conversation:
    """A conversation that `by` started, with its first message, without events."""
    at = clock.now() - timedelta(hours=hours_ago)
    with everywhere("a test sets the scene"):
        made = Conversation.objects.create(
            group_id=by.group_id,
            started_by=by,
            title=fields.pop("title", "The nights"),
            opened_at=at,
            last_at=at,
            **fields,
        )
    say(by, made, words, hours_ago=hours_ago)
    return made


def say(by: Membership, where: Conversation, words: str, *, hours_ago: float = 1, **fields: Any) -> Message:
    """A message in a conversation, without events."""
    at = clock.now() - timedelta(hours=hours_ago)
    with everywhere("a test sets the scene"):
        return Message.objects.create(
            group_id=where.group_id,
            conversation=where,
            author=by,
            words=words,
            html=text.to_html(words),
            renderer=text.RENDERER,
            sent_at=at,
            **fields,
        )


def sign_in(client: Client, member: Membership) -> Client:
    """Sign the client in as this member."""
    account = member.person.account
    assert account is not None
    client.force_login(account)
    session = client.session
    session[whoami.KEY] = member.person_id
    session.save()
    return client


def circle(*inside: Membership, name: str = "Night owls") -> Circle:
    """A small closed circle of these members."""
    group_id = inside[0].group_id
    with everywhere("a test sets the scene"):
        made = Circle.objects.create(group_id=group_id, name=name, made_by=inside[0])
        for member in inside:
            CircleMember.objects.create(
                group_id=group_id, circle=made, membership=member, joined_at=clock.now()
            )
    return made
