from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from byturns.core import clock, ids


class Group(models.Model):
    """One self-help group. Its slug is drawn at random unless the group chose a bland one."""

    slug = models.SlugField(max_length=40, unique=True, default=ids.slug)
    name = models.CharField(max_length=80)
    welcome = models.TextField(blank=True)  # what someone who asks to join reads first
    language = models.CharField(max_length=8, default="en-gb")
    time_zone = models.CharField(max_length=40, default="Europe/London")
    # Waking hours, in the group's own time zone (settled point 3).
    waking_from = models.PositiveSmallIntegerField(default=8)
    waking_to = models.PositiveSmallIntegerField(default=21)
    agreement_version = models.PositiveIntegerField(default=0)  # 0: none yet
    # The link that may be passed on: it leads to asking to join, never straight in. Can be reset.
    # Short enough to copy from a poster by hand.
    join_token = models.CharField(max_length=64, unique=True, default=ids.public_id)
    takes_askers = models.BooleanField(default=True)
    # How long members may read what an applicant wrote before any answer reaches them (point 8).
    quiet_hours = models.PositiveSmallIntegerField(default=24)
    # Where somebody outside may write to the group; stands in the privacy notice.
    contact_email = models.EmailField(max_length=254, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(waking_from__lt=F("waking_to"), waking_to__lte=24), name="groups_waking_hours"
            )
        ]

    def __str__(self) -> str:
        return f"group {self.slug}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
