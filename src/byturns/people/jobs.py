"""What the clock tidies up of the way in."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from byturns.core import clock, jobs
from byturns.people.models import Account

UNUSED = timedelta(days=30)


@jobs.every("people.tidy", minutes=24 * 60)
def tidy() -> None:
    """Forget sessions that are over, devices without one, and mailboxes that never became anybody's."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Account.objects.filter(people=None, made_at__lt=clock.now() - UNUSED).delete()
