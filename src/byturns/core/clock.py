"""The only "now" and the only "today", so that tests can freeze both."""

from datetime import date, datetime, tzinfo

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today(zone: tzinfo) -> date:
    """The calendar day it is now in `zone`."""
    return now().astimezone(zone).date()
