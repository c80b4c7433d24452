"""Small closed circles: started, asked into, left and closed by the people in them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.core import clock, outbox, text
from byturns.core.events import emit
from byturns.groups import events, policy
from byturns.groups.models import Circle, CircleMember, Membership
from byturns.groups.policy import NotAllowed, refuse
from byturns.groups.queries import circles as queries


@transaction.atomic
def start(*, member: Membership, name: str, about: str = "") -> Circle:
    """Start a circle with only the member in it. Raises NotAllowed. Emits CircleStarted.

    The page has told her first: only those in it read it; stewards see that it exists, and in a report
    the message and up to five before it.
    """
    policy.require(member, "groups.circles")
    tidied = " ".join(text.tidy(name).split())
    if not tidied:
        raise ValidationError(_("Give the circle a name first."))
    circle = Circle.objects.create(
        group_id=member.group_id, name=tidied, about=text.tidy(about).strip(), made_by=member
    )
    CircleMember.objects.create(
        group_id=member.group_id, circle=circle, membership=member, joined_at=clock.now()
    )
    emit(events.CircleStarted(group_id=member.group_id, by_id=member.pk, circle_id=circle.pk))
    return circle


@transaction.atomic
def pair(*, member: Membership, other: Membership) -> Circle:
    """A circle of these two, who agreed on something; nobody else can be asked in. Emits PairStarted."""
    policy.require(member, "groups.circles")
    made = Circle.objects.create(
        group_id=member.group_id, name=_("Only the two of you"), made_by=member, pair=True
    )
    for one in (member, other):
        CircleMember.objects.create(
            group_id=member.group_id, circle=made, membership=one, joined_at=clock.now()
        )
    emit(events.PairStarted(group_id=member.group_id, by_id=member.pk, circle_id=made.pk))
    return made


@transaction.atomic
def ask(*, member: Membership, circle: Circle, whom: Iterable[Membership]) -> None:
    """Ask others in; each is in it once she says yes. Who was asked already stays asked.

    Raises NotAllowed. Emits CircleAsked for each; they get a neutral mail.
    """
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    policy.require(member, "groups.in_circle", circle)
    may_be = {row.pk for row in queries.can_be_asked(member, circle)}
    for other in whom:
        if other.pk not in may_be:
            continue
        CircleMember.objects.create(
            group_id=member.group_id, circle=circle, membership=other, asked_by=member
        )
        emit(
            events.CircleAsked(
                group_id=member.group_id, by_id=member.pk, circle_id=circle.pk, whom_id=other.pk
            )
        )
        if other.person.account is not None:
            outbox.put(
                "groups.circle_asked",
                to=other.person.account.email,
                group_id=member.group_id,
                circle_id=circle.pk,
                membership_id=other.pk,
            )


@transaction.atomic
def answer(*, member: Membership, circle: Circle, yes: bool) -> None:
    """Say yes, or no, to being asked. A no leaves nothing behind. Emits CircleAnswered."""
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    policy.require(member, "groups.answer_circle", circle)
    row = CircleMember.objects.filter(circle=circle, membership=member, joined_at=None)
    changed = row.update(joined_at=clock.now()) if yes else row.delete()[0]
    if not changed:
        raise NotAllowed(refuse(_("You have answered already, or nobody asked you.")))
    emit(events.CircleAnswered(group_id=member.group_id, by_id=member.pk, circle_id=circle.pk))


@transaction.atomic
def leave(*, member: Membership, circle: Circle) -> None:
    """Leave a circle; the last to leave closes it. Her words there stay until she takes them down.

    Raises NotAllowed. Emits CircleLeft, and CircleClosed when nobody is left.
    """
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    policy.require(member, "groups.in_circle", circle)
    CircleMember.objects.filter(circle=circle, membership=member).delete()
    emit(events.CircleLeft(group_id=member.group_id, by_id=member.pk, circle_id=circle.pk))
    if not CircleMember.objects.joined().filter(circle=circle).exists():
        _close(member, circle)


@transaction.atomic
def close(*, member: Membership, circle: Circle) -> None:
    """Close a circle: nobody reads or writes there any more. Raises NotAllowed. Emits CircleClosed."""
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    policy.require(member, "groups.in_circle", circle)
    _close(member, circle)


def _close(member: Membership, circle: Circle) -> None:
    circle.closed_at = clock.now()
    circle.save(update_fields=["closed_at"])
    emit(events.CircleClosed(group_id=member.group_id, by_id=member.pk, circle_id=circle.pk))
