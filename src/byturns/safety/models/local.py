from __future__ import annotations

import datetime
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from byturns.core import clock, ids
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet

WRITTEN = r"^\+?[0-9][0-9 ]{1,18}[0-9]$"  # how a telephone number is written, spaces allowed


class LocalNumberQuerySet(GroupQuerySet["LocalNumber"]):
    def stale(self, today: datetime.date) -> Self:
        """Those whose day of review is past."""
        return self.filter(review_by__lt=today)


class LocalNumber(GroupOwned):
    """A number that this group wants at hand: the council's night line, the surgery."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=20, validators=[RegexValidator(WRITTEN)])
    hours = models.CharField(max_length=80, blank=True)
    checked_on = models.DateField()
    review_by = models.DateField()

    objects = GroupManager.from_queryset(LocalNumberQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"local number {self.pk}"

    @property
    def href(self) -> str:
        return "tel:" + self.number.replace(" ", "")


class Choices(GroupOwned):
    """What the group chose about holding words until a steward has looked (D36). No row: the usual.

    A message is held when `hold_message_at` members have reported it, or when `hold_person_at` members
    have reported its writer's messages within a week. 0 switches a rule off.
    """

    hold_message_at = models.PositiveSmallIntegerField(
        default=3, verbose_name=_("Hold a message when so many members report it")
    )
    hold_person_at = models.PositiveSmallIntegerField(
        default=5, verbose_name=_("Hold it sooner when so many report messages by the same person in a week")
    )
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(GroupOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["group"], name="safety_choices_once"),
            models.CheckConstraint(
                condition=~Q(hold_message_at=1) & ~Q(hold_person_at=1), name="safety_never_held_by_one"
            ),
        ]

    def __str__(self) -> str:
        return f"choices {self.pk}"
