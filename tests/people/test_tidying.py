from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from byturns.core import clock
from byturns.people import actions, jobs, tries
from byturns.people.models import Account
from tests import world as scene

pytestmark = pytest.mark.django_db


def test_what_is_over_is_forgotten_and_what_is_used_stays(world: scene.World) -> None:
    actions.mailbox(email="nobody@example.org")
    old = scene.sign_in(Client(), world.brian)
    account = world.brian.person.account
    assert account is not None
    assert Session.objects.count() == 1
    with time_machine.travel(clock.now() + timedelta(days=31)):
        new = scene.sign_in(Client(), world.amina)
        actions.mailbox(email="fresh@example.org")
        for browser, whose in ((old, world.brian), (new, world.amina)):
            UserSession.objects.create(
                user=whose.person.account, session_key=browser.session.session_key, ip="127.0.0.1"
            )
        jobs.tidy()
    assert [row.session_key for row in Session.objects.all()] == [new.session.session_key]
    assert [row.session_key for row in UserSession.objects.all()] == [new.session.session_key]
    assert not Account.objects.filter(email="nobody@example.org").exists()
    assert Account.objects.filter(email="fresh@example.org").exists()
    assert Account.objects.filter(pk=account.pk).exists()


def test_tries_are_counted_without_an_address_in_the_cache() -> None:
    assert [tries.wrong("guess:a@example.org", seconds=60) for _ in range(3)] == [1, 2, 3]
    assert tries.so_far("guess:a@example.org") == 3
    assert all("example" not in name for name in cache._cache)  # type: ignore[attr-defined]
    tries.forget("guess:a@example.org")
    assert tries.so_far("guess:a@example.org") == 0
