from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups.scoping import GroupOwned


class ProfileLine(GroupOwned):
    """One thing a member says about herself, and who may read it. What she likes comes first."""

    class Key(models.TextChoices):
        LIKES = "likes", _("What I like")
        KNOWS = "knows", _("What I know about")
        ABOUT = "about", _("About me")
        TALK = "talk", _("Ask me about")
        CARING = "caring", _("My caring, in my words")

    class Audience(models.TextChoices):
        GROUP = "group", _("Everyone in the group")
        CIRCLES = "circles", _("People in a circle with me")
        STEWARDS = "stewards", _("Stewards")
        ME = "me", _("Only me")

    membership = models.ForeignKey("groups.Membership", models.CASCADE, related_name="profile_lines")
    key = models.CharField(max_length=8, choices=Key.choices)
    words = models.CharField(max_length=600)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.GROUP)

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
