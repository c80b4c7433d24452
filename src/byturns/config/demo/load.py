"""Puts the made-up group into an empty database, with times that end just now."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from byturns.config.demo import content, load_giving, load_know, load_talk
from byturns.config.demo.content_shapes import DemoGroup
from byturns.core import clock, text
from byturns.groups.actions import rota
from byturns.groups.models import (
    Agreement,
    AgreementYes,
    Application,
    ApplicationMessage,
    Circle,
    CircleMember,
    Group,
    JoinQuestion,
    JoinReason,
    Membership,
    ProfileLine,
    TypingGrant,
)
from byturns.groups.scoping import in_group
from byturns.people.models import Account, Person

DOMAIN = "example.org"
# Who the printed links sign in as: a role, and the member's key in the content.
SIGN_IN_AS = {"new": "nell", "old": "pat", "steward": "hazel", "guest": "helen"}


class Loader:
    """Loads one group; `members` maps a key of the content to the membership made of it."""

    def __init__(self, told: DemoGroup, now: datetime.datetime) -> None:
        self.told = told
        self.now = now
        self.group = Group.objects.create(
            name=told.name,
            welcome=told.about,
            time_zone=str(told.zone),
            waking_from=told.waking_from,
            waking_to=told.waking_to,
            agreement_version=max(one.version for one in told.agreements),
            made_at=self.days_ago(told.opened),
        )
        self.members: dict[str, Membership] = {}
        self.circles: dict[str, Circle] = {}

    def days_ago(self, days: int) -> datetime.datetime:
        return self.now - datetime.timedelta(days=days)

    def person(self, name: str, mailbox: str) -> Person:
        """A person, with the mailbox they share or have alone; none without one."""
        if not mailbox:
            return Person.objects.create(name=name)
        address = f"{mailbox}@{DOMAIN}"
        account = Account.objects.filter(email=address).first()
        if account is None:
            account = Account.objects.create_user(address)
            EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
        return Person.objects.create(name=name, account=account)

    def people(self) -> None:
        for one in self.told.members:
            left = one.left is not None
            self.members[one.key] = member = Membership.objects.create(
                group=self.group,
                person=self.person(one.name, one.mailbox),
                display_name=one.name,
                role=Membership.Role.STEWARD if one.steward else Membership.Role.MEMBER,
                status=Membership.Status.LEFT if left else Membership.Status.HERE,
                ended_at=self.days_ago(one.left or 0) if left else None,
                caring=one.caring,
                contact_by=one.contact_by,
                joined_at=self.days_ago(one.joined),
                in_directory=one.listed,
                is_listener=one.listener,
                agreed_version=one.agreed,
                on_break_until=self._day(one.break_for) if one.break_for is not None else None,
            )
            if not left:
                ProfileLine.objects.bulk_create(
                    ProfileLine(
                        group=self.group,
                        membership=member,
                        key=line.key,
                        words=line.words,
                        audience=line.audience,
                    )
                    for line in one.profile
                )
            if one.why:
                JoinReason.objects.create(group=self.group, membership=member, reasons=list(one.why))
        for guest in self.told.guests:
            self.members[guest.key] = Membership.objects.create(
                group=self.group,
                person=self.person(guest.name, guest.mailbox),
                display_name=guest.name,
                role=Membership.Role.GUEST,
                guest_as=guest.badge.removeprefix("Guest: "),
                joined_at=self.days_ago(guest.opens),
                agreed_version=self.group.agreement_version,
            )
        for one in self.told.members:
            for typist in one.typed_for_by:
                TypingGrant.objects.create(
                    group=self.group,
                    member=self.members[one.key],
                    typist=self.members[typist],
                    how_said="By telephone, when she joined",
                    recorded_by=self.steward,
                    given_at=self.days_ago(one.joined),
                )

    def rota(self) -> None:
        """Listeners have said when they can; some days ahead are nobody's."""
        for number, member in enumerate(self.members[one.key] for one in self.told.members if one.listener):
            if member.is_present:
                days = [(2 * number + step) % 7 for step in (0, 1, 3)]
                rota.offer_days(member=member, weekdays=days, most=3)

    def _day(self, days: int) -> datetime.date:
        return clock.today(self.told.zone) + datetime.timedelta(days=days)

    @property
    def steward(self) -> Membership:
        return self.members[SIGN_IN_AS["steward"]]

    def agreement(self) -> None:
        for one in self.told.agreements:
            Agreement.objects.create(
                group=self.group,
                version=one.version,
                words=one.words.strip(),
                limits=self.told.limits.strip(),
                made_by=self.steward,
                made_at=self.days_ago(one.made),
            )
        for told in self.told.members:
            if told.left is None and told.agreed:
                AgreementYes.objects.create(
                    group=self.group,
                    membership=self.members[told.key],
                    version=told.agreed,
                    said_to=self.steward if told.yes_given else None,
                    at=self.days_ago(min(told.joined, 60)),
                )

    def door(self) -> None:
        for position, question in enumerate(self.told.questions):
            JoinQuestion.objects.create(group=self.group, words=question.words, position=position)
        for one in self.told.applications:
            asked = one.asked.moment(self.now, self.told.zone)
            application = Application.objects.create(
                group=self.group,
                person=self.person(one.name, one.mailbox),
                name=one.name,
                answers=[{"question": question, "answer": answer} for question, answer in one.answers],
                says_carer_over_18=True,
                made_at=asked,
            )
            for word in one.messages:
                ApplicationMessage.objects.create(
                    group=self.group,
                    application=application,
                    author=self.members[word.by] if word.by else None,
                    from_applicant=word.by is None,
                    words=word.words,
                    html=text.to_html(word.words),
                    at=word.at.moment(self.now, self.told.zone),
                )

    def small_circles(self) -> None:
        for one in self.told.circles:
            self.circles[one.key] = circle = Circle.objects.create(
                group=self.group,
                name=one.name,
                about=one.about,
                made_by=self.members[one.made_by],
                made_at=self.days_ago(one.made),
            )
            CircleMember.objects.bulk_create(
                CircleMember(
                    group=self.group,
                    circle=circle,
                    membership=self.members[key],
                    asked_by=self.members[one.made_by],
                    asked_at=self.days_ago(one.made),
                    joined_at=self.days_ago(one.made),
                )
                for key in one.members
            )


def into_database() -> Group:
    """Load the whole group and remember whom the printed links sign in as.

    One transaction: a demo that was stopped half-way starts from nothing the next time.
    """
    told = content.load()
    with transaction.atomic():
        loader = Loader(told, clock.now())
        with in_group(loader.group):
            loader.people()
            loader.rota()
            loader.agreement()
            loader.door()
            loader.small_circles()
            load_talk.conversations(loader)
            load_talk.numbers(loader)
            load_giving.asks(loader)
            load_know.known(loader)
    for role, key in SIGN_IN_AS.items():
        (Path(settings.DATA_DIR) / f"demo-{role}").write_text(str(loader.members[key].pk))
    call_command("reindex", verbosity=0, stdout=io.StringIO())
    return loader.group
