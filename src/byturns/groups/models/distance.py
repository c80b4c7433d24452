from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from byturns.core import clock
from byturns.groups.scoping import GroupOwned


class Distance(GroupOwned):
    """Somebody keeps away from somebody else. The other is never told (settled point 10).

    Mute folds the other's messages. Block hides their words from me, by web and mail, and keeps us
    from ever being matched; they still see what I write to the group.
    """

    class Kind(models.TextChoices):
        MUTE = "mute", _("Muted")
        BLOCK = "block", _("Blocked")

    by = models.ForeignKey("groups.Membership", models.CASCADE, related_name="keeps_away_from")
    whom = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["by", "whom"], name="groups_distance_once"),
            models.CheckConstraint(condition=~Q(by=F("whom")), name="groups_distance_from_others"),
        ]

    def __str__(self) -> str:
        return f"distance {self.pk}"
