from __future__ import annotations

from django.db import models
from django.db.models import Q

from byturns.core import ids
from byturns.groups import rota
from byturns.groups.scoping import GroupOwned


class Offered(GroupOwned):
    """On which weekdays a listener can be on duty, and on how many days of a fortnight at most."""

    membership = models.OneToOneField("groups.Membership", models.CASCADE, related_name="+")
    weekdays = models.CharField(max_length=7, blank=True)  # numbers, such as "06"; Monday is 0
    most = models.PositiveSmallIntegerField(default=2)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(most__gte=1, most__lte=rota.DAYS), name="groups_offered_of_a_fortnight"
            )
        ]

    def __str__(self) -> str:
        return f"days offered by membership {self.membership_id}"

    @property
    def days(self) -> frozenset[int]:
        return frozenset(int(day) for day in self.weekdays)


class Duty(GroupOwned):
    """One day on which one listener is asked first. No row: nobody has it."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    day = models.DateField()
    listener = models.ForeignKey("groups.Membership", models.CASCADE, related_name="+")
    taken = models.BooleanField(default=False)  # she took it herself, so it stays hers whatever she offered
    wants_out = models.BooleanField(default=False)  # she asked the others to take it

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["group", "day"], name="groups_duty_of_a_day")]

    def __str__(self) -> str:
        return f"duty on {self.day}"
