from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from byturns.core import clock, ids
from byturns.groups.kinds import Audience, Words
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet

if TYPE_CHECKING:
    import datetime


class MembershipQuerySet(GroupQuerySet["Membership"]):
    def present(self) -> Self:
        """Everyone who is inside now: members, stewards and guests."""
        return self.exclude(status__in=Membership.OUTSIDE)

    def full(self) -> Self:
        """Members and stewards, not guests: those whose answer is an answer."""
        return self.present().exclude(role=Membership.Role.GUEST)

    def stewards(self) -> Self:
        return self.present().filter(role=Membership.Role.STEWARD)

    def listeners(self) -> Self:
        return self.full().filter(is_listener=True)

    def listed_for(self, member: Membership) -> Self:
        """Whom `member` finds on the People page: not those who hide from it, but always herself."""
        return self.present().filter(Q(in_directory=True) | Q(pk=member.pk))


class Membership(GroupOwned):
    """A person in a group: as a member, a steward (a role for a time) or a guest.

    Nothing here is about the person cared for, and nothing counts what somebody gave.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        STEWARD = "steward", _("Steward")
        GUEST = "guest", _("Guest")

    class Status(models.TextChoices):
        HERE = "here", _("Here")
        LEFT = "left", _("Left")
        REMOVED = "removed", _("Removed")
        DIED = "died", _("Has died")

    class Caring(models.TextChoices):
        UNSAID = "unsaid", _("Rather not say")
        CARING = "caring", _("Caring")
        DIFFERENTLY = "differently", _("Caring differently")
        WAS = "was", _("Was caring")

    class ContactBy(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        POST = "post", _("Post")
        IN_PERSON = "in_person", _("In person")

    OUTSIDE: ClassVar[tuple[str, ...]] = (Status.LEFT, Status.REMOVED, Status.DIED)

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="memberships")
    display_name = models.CharField(max_length=60)  # may be a pseudonym
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.HERE)
    caring = models.CharField(max_length=12, choices=Caring.choices, default=Caring.UNSAID)
    caring_audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.ME)
    contact_by = models.CharField(max_length=10, choices=ContactBy.choices, default=ContactBy.EMAIL)
    joined_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # What becomes of her words ("" until she has said), and for a removal who did it and why.
    words_wish = models.CharField(max_length=7, choices=Words.choices, blank=True)
    ended_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=500, blank=True)
    guest_as = models.CharField(max_length=80, blank=True)  # "District nurse, Harbour Surgery"
    invited_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    on_break_until = models.DateField(null=True, blank=True)
    in_directory = models.BooleanField(default=True)
    is_listener = models.BooleanField(default=False)
    # Named by the group to hear reports about a steward when there is no other (point 11).
    hears_reports = models.BooleanField(default=False)
    agreed_version = models.PositiveIntegerField(default=0)

    objects = GroupManager.from_queryset(MembershipQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="groups_membership_once"),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    @property
    def is_present(self) -> bool:
        return self.status not in self.OUTSIDE

    @property
    def is_guest(self) -> bool:
        return self.role == self.Role.GUEST

    @property
    def is_steward(self) -> bool:
        return self.role == self.Role.STEWARD

    @property
    def owes_a_yes(self) -> bool:
        """Whether the group's agreement has changed since this member said yes to it.

        Members who have no mailbox say yes through a steward, so they are never locked out here.
        """
        return self.agreed_version < self.group.agreement_version

    def on_break(self, day: datetime.date) -> bool:
        """Whether the member rests on `day` (the last day included)."""
        return self.on_break_until is not None and day <= self.on_break_until

    @property
    def initial(self) -> str:
        return self.display_name[:1].upper()
