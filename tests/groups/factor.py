"""A steward who has just shown her second factor, for pages that ask for it."""

from __future__ import annotations

from allauth.account.internal.flows import login
from django.test import Client
from django.utils import timezone

from byturns.groups.models import Membership
from byturns.people import actions as people_actions
from tests import world as scene


def fresh(member: Membership) -> Client:
    """A browser signed in as `member` whose printed code was shown a moment ago."""
    assert member.person.account is not None
    people_actions.printed_codes(account=member.person.account)
    client = scene.sign_in(Client(), member)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "at": timezone.now().timestamp(), "type": "recovery_codes", "reauthenticated": True}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(member.person.account.pk)
    session.save()
    return client
