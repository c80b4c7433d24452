"""What happens at the edges of the way in: late, twice, at the same moment, by somebody else."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory

from byturns.people import actions, door, kept, newaddress, tries, whoami
from byturns.people.adapter import Door
from byturns.people.models import Account
from tests import world as scene

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


def asking(account: Account | None = None, **session: object) -> HttpRequest:
    """A request of this account, with this in its session."""
    request = RequestFactory().post("/g/tuesday/new/", {"words": "one two"})
    request.session = SessionStore()
    request.session.update(session)
    request.user = account or AnonymousUser()
    return request


def account_of(member: scene.Membership) -> Account:
    assert member.person.account is not None
    return member.person.account


def test_an_account_is_made_only_in_a_browser_that_a_link_led_here() -> None:
    request = asking()
    assert not Door(request).is_open_for_signup(request)
    door.open_for(request, "/join/x/")
    assert Door(request).is_open_for_signup(request)
    door.close(request)
    assert not Door(request).is_open_for_signup(request)


def test_a_kept_form_is_given_to_nobody_else(world: scene.World) -> None:
    amina, brian = account_of(world.amina), account_of(world.brian)
    request = asking(amina, **{whoami.KEY: world.amina.person_id})
    kept.keep(request)
    mine = kept.waiting(request)
    assert mine is not None
    assert mine.fields == [("words", "one two")]
    request.user = brian
    assert kept.waiting(request) is None
    request.user = amina
    request.session[whoami.KEY] = world.brian.person_id
    assert kept.waiting(request) is None
    request.session[whoami.KEY] = world.amina.person_id
    request.session[kept.KEY]["at"] = time.time() - kept.LONGEST - 1
    assert kept.waiting(request) is None


def test_many_guesses_at_one_moment_are_no_more_than_five(world: scene.World) -> None:
    """Requests sent together all pass the look at the waiting code; each of them is counted all the same."""
    request = asking(account_of(world.amina))
    assert newaddress.start(request, "new@example.org")
    right = request.session[newaddress.KEY]["code"]
    wrong = "000000" if right != "000000" else "111111"
    assert [newaddress.is_right(request, wrong) for _ in range(newaddress.TRIES)] == [False] * 5
    assert not newaddress.is_right(request, right)
    assert newaddress.waiting(request) is None


def test_a_count_that_runs_out_in_between_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's count was there a moment ago and is gone now."""
    monkeypatch.setattr(cache, "add", lambda *args, **more: False)
    assert tries.wrong("guess:late", seconds=60) == 1
    assert tries.so_far("guess:late") == 1


def test_the_page_for_the_new_code_says_where_it_went(world: scene.World) -> None:
    browser = scene.sign_in(Client(), world.amina)
    assert browser.get("/me/address/code/")["Location"] == "/me/address/"
    browser.post("/me/address/", {"email": "new@example.org"})
    page = browser.get("/me/address/code/")
    assert page.status_code == 200
    assert "new@example.org" in page.content.decode()
    nothing = browser.post("/me/address/code/", {"code": ""})
    assert nothing.status_code == 422
    assert Account.objects.filter(email="amina@example.org").exists()


def test_who_is_in_already_is_not_asked_for_a_code(world: scene.World) -> None:
    browser = scene.sign_in(Client(), world.amina)
    assert browser.get("/in/code/")["Location"] == "/in/"
    front = browser.get("/", follow=True).content.decode()
    assert "That code is no longer good" not in front


def test_what_nobody_has_claimed_yet_waits_for_whoever_is_next() -> None:
    """A form sent before it was said who is here stays when the question is asked anew."""
    ines = actions.make_person(name="Ines", email="home@example.org")
    olaf = actions.make_person(name="Olaf", email="home@example.org")
    assert ines.account is not None
    request = asking(ines.account)
    kept.keep(request)
    whoami.nobody(request)
    assert kept.waiting(request) is not None
    whoami.become(request, olaf)
    waiting = kept.waiting(request)
    assert waiting is not None
    whoami.nobody(request)  # now it is Olaf's, and goes with him
    whoami.become(request, ines)
    assert kept.waiting(request) is None


def test_a_browser_that_says_nothing_of_itself_is_kept_as_nothing(run_jobs: Run, world: scene.World) -> None:
    from tests.people.test_me import signed_in

    page = signed_in(run_jobs, agent="").get("/me/devices/").content.decode()
    assert "A browser" in page
