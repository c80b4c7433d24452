from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups.kinds import Audience
from byturns.groups.models.circles import CircleMember
from byturns.groups.models.distance import Distance
from byturns.groups.models.membership import Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet


class ProfileLineQuerySet(GroupQuerySet["ProfileLine"]):
    def visible_to(self, member: Membership) -> Self:
        """The lines that `member` may read: the one rule for pages, search and downloads.

        Guests read nobody's lines but their own. A block hides the other's words here too, except
        from a steward, who may have to know (settled point 10).
        """
        if not member.is_present:
            return self.none()
        own = Q(membership=member)
        if member.is_guest:
            return self.filter(own)
        together = Exists(CircleMember.objects.shared_with(member, OuterRef("membership")))
        open_to = Q(audience=Audience.GROUP) | Q(together, audience=Audience.CIRCLES)
        if member.is_steward:
            open_to |= Q(audience=Audience.STEWARDS)
        else:
            blocked = Distance.objects.filter(
                by=member, whom=OuterRef("membership"), kind=Distance.Kind.BLOCK
            )
            open_to &= Q(~Exists(blocked))
        return self.filter(own | (open_to & ~Q(membership__status__in=Membership.OUTSIDE)))


class ProfileLine(GroupOwned):
    """One thing a member says about herself, and who may read it. What she likes comes first."""

    class Key(models.TextChoices):
        LIKES = "likes", _("What I like")
        KNOWS = "knows", _("What I know about")
        ABOUT = "about", _("About me")
        TALK = "talk", _("Ask me about")
        CARING = "caring", _("My caring, in my words")

    Audience = Audience

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="profile_lines")
    key = models.CharField(max_length=8, choices=Key.choices)
    words = models.CharField(max_length=600)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.GROUP)

    objects = GroupManager.from_queryset(ProfileLineQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["membership", "key"], name="groups_profile_line_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.membership_id}"


class ContactDetail(GroupOwned):
    """How to reach a member outside: seen only by roles that need it, each look logged (D11)."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        POST = "post", _("Postal address")

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="contact_details")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    value = models.CharField(max_length=300)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["membership", "kind"], name="groups_contact_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.membership_id}"


class ContactLook(GroupOwned):
    """Somebody looked at a member's contact details. The member can read this list."""

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="contact_looks")
    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"look {self.pk}"
