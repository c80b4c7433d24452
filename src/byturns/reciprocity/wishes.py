"""What somebody asks for, before it is kept: checked once, for pages, mail and whoever proposes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from byturns.core import clock, text
from byturns.groups.models import Circle, Group
from byturns.reciprocity.kinds import MOST_WANTED, Patience, Urgency, Who
from byturns.reciprocity.models import Ask
from byturns.reciprocity.models.asks import end_of

ANY_TIME = timedelta(days=13)  # how long an ask stays open when no day was said
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Wish:
    """All that an ask says. Days and hours are by the group's clock; None: any."""

    kind: str
    title: str
    words: str = ""
    day_from: date | None = None
    day_to: date | None = None
    time_from: time | None = None
    time_to: time | None = None
    place: str = ""
    urgency: str = Urgency.WEEK
    wanted: int = 1
    takes_first: bool = False
    asks_around: bool = True
    patience: int = Patience.AS_URGENT
    who: str = Who.ALL
    circle: Circle | None = None

    def put_into(self, ask: Ask, group: Group) -> Ask:
        """Fill `ask`, without saving it. Raises ValidationError for days and hours that cannot be."""
        today = clock.today(group.zone)
        first = self.day_from or min(today, self.day_to or today)
        last = self.day_to or (first if self.day_from else first + ANY_TIME)
        ends_at = end_of(last, self.time_to, group.zone)
        if last < first:
            raise ValidationError(_("The last day lies before the first one."))
        if ends_at <= clock.now():
            raise ValidationError(_("That time has passed. Choose one to come."))
        if last > today + FARTHEST:
            raise ValidationError(_("That is more than a year from now. Choose an earlier day."))
        if self.time_from and self.time_to and self.time_to <= self.time_from:
            raise ValidationError(_("The time to end lies before the time to begin."))
        if not 1 <= self.wanted <= MOST_WANTED:
            raise ValidationError(_("Choose a number from 1 to %(most)s.") % {"most": MOST_WANTED})
        ask.kind, ask.urgency, ask.wanted = self.kind, self.urgency, self.wanted
        ask.takes_first, ask.patience = self.takes_first, self.patience
        # Where nobody else sees it, those who could are always asked.
        ask.asks_around = self.asks_around or self.who == Who.ASKED
        ask.title, ask.words, ask.place = (
            text.tidy(self.title),
            text.tidy(self.words),
            text.tidy(self.place),
        )
        ask.day_from, ask.day_to, ask.ends_at = first, last, ends_at
        ask.time_from, ask.time_to = self.time_from, self.time_to
        ask.who, ask.circle = (Who.CIRCLE, self.circle) if self.circle is not None else (self.who, None)
        return ask
