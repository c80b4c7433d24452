from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from byturns.core import clock, ids
from byturns.groups.models import CircleMember, Distance, Membership
from byturns.groups.scoping import GroupManager, GroupOwned, GroupQuerySet
from byturns.reciprocity.kinds import Help, Outlook, Patience, State, Urgency, Who


class AskQuerySet(GroupQuerySet["Ask"]):
    def visible_to(self, member: Membership) -> Self:
        """The asks that `member` may open: the one rule for lists and pages.

        Her own (typed for her or by her too), those she has a hand in or is asked for alone, and what was
        asked of everyone or of a circle she is in. Nothing by somebody she blocks (a steward's duty aside),
        and nothing that somebody she blocks put into words for her. What is only for those who are asked, or
        waits for the teller's yes, is there for nobody else.
        """
        from byturns.reciprocity.models.hands import Hand
        from byturns.reciprocity.models.pace import Asked

        if not member.is_present or member.is_guest:
            return self.none()
        of_her = Q(asked_by=member) | Q(typed_by=member)
        has_a_hand = Q(Exists(Hand.objects.filter(ask=OuterRef("pk"), helper=member)))
        in_circle = CircleMember.objects.joined().filter(
            circle=OuterRef("circle"), membership=member, circle__closed_at=None
        )
        told = Q(who=Who.ALL) | Q(Exists(in_circle), who=Who.CIRCLE)
        is_asked = Q(Exists(Asked.objects.waiting().filter(ask=OuterRef("pk"), member=member)))
        theirs = has_a_hand | is_asked | (told & ~Q(state=State.PROPOSED))
        blocked = Distance.objects.filter(by=member, kind=Distance.Kind.BLOCK)
        if not member.is_steward:
            theirs &= ~Q(Exists(blocked.filter(whom=OuterRef("asked_by"))))
        unseen = Exists(blocked.filter(whom=OuterRef("proposed_by")))
        return self.filter(of_her | Q(proposed_by=member) | theirs).exclude(unseen, state=State.PROPOSED)

    def open_now(self) -> Self:
        """Those that somebody can still offer to help with."""
        return self.filter(state=State.OPEN, ends_at__gt=clock.now())


class Ask(GroupOwned):
    """One concrete thing that a member asks for: what, when, where, how urgent, for how many."""

    public_id = models.CharField(max_length=12, unique=True, default=ids.public_id, editable=False)
    asked_by = models.ForeignKey("groups.Membership", models.PROTECT, related_name="+")
    # Who wrote it down for a member without a screen.
    typed_by = models.ForeignKey(
        "groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Who put it into words for a teller; it is hers once she has said yes.
    proposed_by = models.ForeignKey(
        "groups.Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    conversation = models.ForeignKey(
        "conversations.Conversation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=Help.choices)
    title = models.CharField(max_length=120)  # never in an address or a page title
    words = models.TextField(blank=True)
    # Any of these days, between these hours by the group's clock if there are any.
    day_from = models.DateField()
    day_to = models.DateField()
    time_from = models.TimeField(null=True, blank=True)
    time_to = models.TimeField(null=True, blank=True)
    ends_at = models.DateTimeField()  # of the last day: afterwards nobody can help any more
    place = models.CharField(max_length=120, blank=True)  # as rough as she likes
    urgency = models.CharField(max_length=4, choices=Urgency.choices, default=Urgency.WEEK)
    wanted = models.PositiveSmallIntegerField(default=1)
    takes_first = models.BooleanField(default=False)  # whoever can is fine: an offer is agreed at once
    # Some who could are asked in turn; after so many hours without an answer the next is asked beside them.
    asks_around = models.BooleanField(default=True)
    patience = models.PositiveSmallIntegerField(choices=Patience.choices, default=Patience.AS_URGENT)
    ask_again_at = models.DateTimeField(null=True, blank=True)
    outlook = models.CharField(max_length=6, choices=Outlook.choices, blank=True)
    who = models.CharField(max_length=6, choices=Who.choices, default=Who.ALL)
    circle = models.ForeignKey("groups.Circle", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    name_withdrawn = models.BooleanField(default=False)  # she left without leaving her name
    once = models.CharField(max_length=32, blank=True)  # a form sent twice asks once

    objects = GroupManager.from_queryset(AskQuerySet)()  # type: ignore[assignment, misc]  # typed by the plugin

    class Meta(GroupOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["group", "state", "ends_at"], name="reciprocity_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "once"], condition=~Q(once=""), name="reciprocity_ask_once"
            ),
            models.CheckConstraint(
                condition=Q(circle__isnull=False, who=Who.CIRCLE)
                | (Q(circle__isnull=True) & ~Q(who=Who.CIRCLE)),
                name="reciprocity_circle_when_for_one",
            ),
            models.CheckConstraint(condition=Q(day_from__lte=F("day_to")), name="reciprocity_days_in_order"),
            models.CheckConstraint(condition=Q(wanted__gte=1), name="reciprocity_somebody_wanted"),
        ]

    def __str__(self) -> str:
        return f"ask {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody can still offer."""
        return self.state == State.OPEN and self.ends_at > clock.now()

    @property
    def is_over(self) -> bool:
        return self.state in {State.DONE, State.NOT_NEEDED, State.PAST}


def end_of(day: datetime.date, at: datetime.time | None, zone: datetime.tzinfo) -> datetime.datetime:
    """The last moment of a window whose last day this is: that hour, or midnight after it."""
    if at is None:
        day, at = day + datetime.timedelta(days=1), datetime.time(0)
    return datetime.datetime.combine(day, at, tzinfo=zone)
