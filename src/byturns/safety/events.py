"""Facts about looking after each other. Ids only. None of a case stands in the group's log."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from byturns.core.events import Event, fact


@fact
@dataclass(frozen=True, kw_only=True)
class ReportMade(Event):
    """`by_id` stays empty: who reported stands in the report alone."""

    report_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ReportSettled(Event):
    report_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ReportOpenedAgain(Event):
    report_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ActDone(Event):
    """A steward hid, showed, closed or reopened something, with a reason. Its writer is told."""

    act_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ActAnswered(Event):
    """The writer of the words wrote to the stewards about it."""

    act_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class HelpNumbersChanged(Event):
    log_line = _("The group’s own help numbers were changed")


@fact
@dataclass(frozen=True, kw_only=True)
class ChoicesChanged(Event):
    log_line = _("When reported words are held back was changed")
