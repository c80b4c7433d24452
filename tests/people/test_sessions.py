"""A session holds until it is over, and not one request longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from byturns.people.models import Account
from byturns.people.sessions import Mailbox, SessionStore

pytestmark = pytest.mark.django_db


def test_a_session_is_read_until_it_is_over(time_machine) -> None:
    made = SessionStore()
    made["person"] = 7
    made.create()
    assert SessionStore(made.session_key).load() == {"person": 7}
    [row] = Session.objects.all()
    time_machine.move_to(row.expire_date - timedelta(seconds=1), tick=False)
    assert SessionStore(made.session_key).load() == {"person": 7}
    time_machine.move_to(row.expire_date, tick=False)
    late = SessionStore(made.session_key)
    assert late.load() == {}
    assert late.session_key is None  # a new session never takes the key of an old one


def test_a_key_that_nobody_was_given_opens_nothing() -> None:
    unknown = SessionStore("k" * 32)
    assert unknown.load() == {}
    assert unknown.session_key is None


def test_a_closed_account_is_not_found_by_its_session() -> None:
    account = Account.objects.create_user("amina@example.org")
    assert Mailbox().get_user(str(account.pk)) == account
    Account.objects.update(is_active=False)
    assert Mailbox().get_user(str(account.pk)) is None
    assert Mailbox().get_user("0") is None
