"""The way in by a code, as the browser and the mailbox see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from byturns.core import clock
from byturns.core.models import OutgoingMail
from byturns.people import actions, codes, door, whoami
from byturns.people.models import Account
from tests import world as scene

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
ADDRESS = "/in/"
CODE = "/in/code/"


def newest_code(run_jobs: Run) -> str:
    run_jobs()
    found = re.search(r"^\d{6,}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[0]


def ask(browser: Client, email: str, **where: str) -> None:
    answer = browser.post(ADDRESS, {"email": email}, **where)  # type: ignore[arg-type]
    assert (answer.status_code, answer["Location"]) == (302, CODE)


def is_in(browser: Client) -> bool:
    return bool(browser.get("/healthz").wsgi_request.user.is_authenticated)


def bare(page: bytes) -> str:
    """A page without what differs each time: tokens, and the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())
    return re.sub(r"[\w.]+@example\.org", "ADDRESS", text)


def test_the_code_from_the_mail_opens_the_door(world: scene.World, run_jobs: Run) -> None:
    browser = Client()
    assert browser.get(ADDRESS).status_code == 200
    ask(browser, " Amina@Example.ORG")
    code = newest_code(run_jobs)
    assert mail.outbox[-1].to == ["amina@example.org"]
    assert mail.outbox[-1].subject == "Your code"
    answer = browser.post(CODE, {"code": f" {code[:3]} - {code[3:]} "})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(browser)
    assert browser.session[whoami.KEY] == world.amina.person_id


def test_the_page_asked_for_comes_after_signing_in(world: scene.World, run_jobs: Run) -> None:
    browser = Client()
    refused = browser.get("/me/name/")
    assert refused["Location"] == "/in/?next=/me/name/"
    assert b'name="next" value="/me/name/"' in browser.get(refused["Location"]).content
    browser.post(ADDRESS, {"email": "amina@example.org", "next": "/me/name/"})
    answer = browser.post(CODE, {"code": newest_code(run_jobs)})
    assert answer["Location"] == "/me/name/"
    assert browser.get(ADDRESS)["Location"] == "/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example.org/", "//evil.example.org", "javascript:1"])
def test_next_never_leads_elsewhere(world: scene.World, run_jobs: Run, elsewhere: str) -> None:
    browser = Client()
    browser.post(ADDRESS, {"email": "amina@example.org", "next": elsewhere})
    assert browser.post(CODE, {"code": newest_code(run_jobs)})["Location"] == "/"


@pytest.mark.parametrize("email", ["", "amina", "amina@", "a b@example.org"])
def test_what_is_no_address_is_told_and_given_back(db: None, email: str) -> None:
    answer = Client().post(ADDRESS, {"email": email})
    assert answer.status_code == 422
    assert f'value="{email}"'.encode() in answer.content or not email
    assert OutgoingMail.objects.count() == 0


def test_known_and_unknown_addresses_look_the_same(world: scene.World, run_jobs: Run) -> None:
    pages: dict[str, list[tuple[int, str]]] = {}
    for email in ("amina@example.org", "nobody@example.org"):
        browser = Client()
        seen = pages.setdefault(email, [])
        for answer in (
            browser.post(ADDRESS, {"email": email}),
            browser.get(CODE),
            browser.post(CODE, {"code": "12345x"}),
            browser.post(CODE, {"act": "again"}),
            browser.get(CODE),
            *(browser.post(CODE, {"code": "000000x"}) for _ in range(5)),
            browser.get(ADDRESS),
        ):
            seen.append((answer.status_code, bare(answer.content)))
    assert pages["amina@example.org"] == pages["nobody@example.org"]
    run_jobs()
    told = {(letter.to[0], letter.subject) for letter in mail.outbox}
    assert told == {("amina@example.org", "Your code"), ("nobody@example.org", "About signing in")}
    assert len([letter for letter in mail.outbox if letter.to == ["nobody@example.org"]]) == 1
    assert not Account.objects.filter(email="nobody@example.org").exists()


def test_known_and_unknown_addresses_cost_the_same(world: scene.World) -> None:
    costs = {}
    for email in ("amina@example.org", "nobody@example.org"):
        browser = Client()
        browser.get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            ask(browser, email)
        with CaptureQueriesContext(connection) as guessed:
            browser.post(CODE, {"code": "x"})
        costs[email] = (len(asked), len(guessed))
    known, unknown = costs["amina@example.org"], costs["nobody@example.org"]
    assert known[0] == unknown[0]
    assert known[1] - unknown[1] == 1  # the account that waits is read once


def test_a_closed_account_looks_like_an_unknown_one(world: scene.World, run_jobs: Run) -> None:
    account = world.brian.person.account
    assert account is not None
    actions.close_account(account=account)
    browser = Client()
    ask(browser, "brian@example.org")
    run_jobs()
    assert [letter.subject for letter in mail.outbox] == ["About signing in"]


def test_five_wrong_tries_end_a_code(world: scene.World, run_jobs: Run) -> None:
    browser = Client()
    ask(browser, "amina@example.org")
    code = newest_code(run_jobs)
    wrong = "111111" if code != "111111" else "222222"
    for _ in range(4):
        answer = browser.post(CODE, {"code": wrong})
        assert answer.status_code == 422
        assert "That is not the code" in answer.content.decode()
    assert browser.post(CODE, {"code": wrong})["Location"] == ADDRESS
    assert browser.post(CODE, {"code": code})["Location"] == ADDRESS
    assert "no longer good" in browser.get(ADDRESS).content.decode()
    assert not is_in(browser)


def test_tries_sent_at_the_same_moment_do_not_get_more(world: scene.World, run_jobs: Run) -> None:
    browser = Client()
    ask(browser, "amina@example.org")
    code = newest_code(run_jobs)
    before = dict(browser.session.items())
    for _ in range(5):
        browser.post(CODE, {"code": "x"})
        session = browser.session  # as if this request had read the session before the others wrote it
        session.update(before)
        session.save()
    assert browser.post(CODE, {"code": code})["Location"] == ADDRESS
    assert not is_in(browser)


def test_a_code_is_too_old_after_a_quarter_of_an_hour(world: scene.World, run_jobs: Run) -> None:
    browser = Client()
    ask(browser, "amina@example.org")
    code = newest_code(run_jobs)
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert browser.post(CODE, {"code": code})["Location"] == ADDRESS
        assert not is_in(browser)


def test_a_code_works_only_in_the_browser_that_asked(world: scene.World, run_jobs: Run) -> None:
    asked, other = Client(), Client()
    ask(asked, "amina@example.org")
    code = newest_code(run_jobs)
    ask(other, "brian@example.org")
    assert other.post(CODE, {"code": code}).status_code == 422
    assert not is_in(other)


def test_sending_again_ends_the_code_before_and_stops_after_two(world: scene.World, run_jobs: Run) -> None:
    browser = Client()
    ask(browser, "amina@example.org")
    first = newest_code(run_jobs)
    for _ in range(2):
        assert "Send it again" in browser.get(CODE).content.decode()
        assert browser.post(CODE, {"act": "again"}).status_code == 303
    last = newest_code(run_jobs)
    assert len(mail.outbox) == 3
    assert "Send it again" not in browser.get(CODE).content.decode()
    assert browser.post(CODE, {"act": "again"}).status_code == 422
    if first != last:
        assert browser.post(CODE, {"code": first}).status_code == 422
    browser.post(CODE, {"code": last})
    assert is_in(browser)


def test_guessing_makes_codes_longer_and_never_locks_the_member_out(
    world: scene.World, run_jobs: Run
) -> None:
    for _ in range(2):
        attacker = Client()
        ask(attacker, "amina@example.org", REMOTE_ADDR="203.0.113.9")
        for _ in range(5):
            attacker.post(CODE, {"code": "x"}, REMOTE_ADDR="203.0.113.9")
    browser = Client()
    ask(browser, "amina@example.org")
    code = newest_code(run_jobs)
    assert len(code) == 12
    browser.post(CODE, {"code": code})
    assert is_in(browser)


@pytest.mark.slow
def test_a_network_that_guesses_a_hundred_times_is_refused(world: scene.World, run_jobs: Run) -> None:
    where = {"REMOTE_ADDR": "203.0.113.9"}
    for person in range(20):
        attacker = Client()
        ask(attacker, f"someone{person}@example.org", **where)
        for _ in range(5):
            attacker.post(CODE, {"code": "x"}, **where)  # type: ignore[arg-type]
    browser = Client()
    ask(browser, "amina@example.org")
    code = newest_code(run_jobs)
    refused = browser.post(CODE, {"code": code}, REMOTE_ADDR="203.0.113.9")
    assert refused.status_code == 422
    assert "Too many wrong codes" in refused.content.decode()
    browser.post(CODE, {"code": code})
    assert is_in(browser)


def test_asking_for_many_codes_stops_in_one_network_only(world: scene.World) -> None:
    for _ in range(codes.ASKED_TOO_OFTEN):
        ask(Client(), "amina@example.org", REMOTE_ADDR="203.0.113.9")
    refused = Client().post(ADDRESS, {"email": "amina@example.org"}, REMOTE_ADDR="203.0.113.9")
    assert refused.status_code == 422
    assert "asked for many codes" in refused.content.decode()
    ask(Client(), "amina@example.org")


def opened(next_url: str) -> Client:
    """A browser that a group's link has led to the door."""
    browser = Client()
    request = browser.get(ADDRESS).wsgi_request
    door.open_for(request, next_url)
    request.session.save()
    browser.cookies["sessionid"] = request.session.session_key or ""
    return browser


def test_an_open_door_makes_an_account_and_leads_on(world: scene.World, run_jobs: Run) -> None:
    known, new = opened("/ui/"), opened("/ui/")
    pages = []
    for browser, email in ((known, "amina@example.org"), (new, "newcomer@example.org")):
        ask(browser, email)
        pages.append(bare(browser.get(CODE).content))
        assert not Account.objects.filter(email="newcomer@example.org").exists()
        answer = browser.post(CODE, {"code": newest_code(run_jobs)})
        assert answer["Location"] == "/ui/"
        assert is_in(browser)
        assert "let_to_the_door" not in browser.session
    assert pages[0] == pages[1]
    made = Account.objects.get(email="newcomer@example.org")
    assert list(made.people.all()) == []
    assert new.get("/")["Location"] == "/me/which/"
    assert "not in a group here yet" in new.get("/me/which/").content.decode()


def test_an_open_door_does_not_open_a_closed_account(world: scene.World, run_jobs: Run) -> None:
    account = world.brian.person.account
    assert account is not None
    actions.close_account(account=account)
    browser = opened("/ui/")
    ask(browser, "brian@example.org")
    run_jobs()
    assert [letter.subject for letter in mail.outbox] == ["About signing in"]
    browser.post(CODE, {"code": ""})
    assert not is_in(browser)


def test_signing_out_is_a_post_and_leaves_nothing_behind(world: scene.World) -> None:
    browser = scene.sign_in(Client(), world.amina)
    assert browser.get("/in/out/").status_code == 405
    assert is_in(browser)
    page = browser.get("/me/").content.decode()
    assert re.search(r'<form method="post" action="/in/out/" data-wipe>', page)
    answer = browser.post("/in/out/")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(browser)


def test_a_device_that_others_use_forgets_when_the_browser_closes(world: scene.World, run_jobs: Run) -> None:
    browser = Client()
    browser.cookies["byturns_look"] = ".normal.shared"
    ask(browser, "amina@example.org")
    browser.post(CODE, {"code": newest_code(run_jobs)})
    assert browser.session.get_expire_at_browser_close()


def test_nobody_comes_to_the_pages_of_allauth(world: scene.World) -> None:
    for path in ("login/", "signup/", "password/reset/", "password/change/", "email/", "2fa/", "sessions/"):
        assert scene.sign_in(Client(), world.amina).get(f"/in/{path}").status_code == 404


def test_the_gate_costs_four_queries(world: scene.World, django_assert_num_queries: object) -> None:
    browser = scene.sign_in(Client(), world.amina)
    browser.get("/healthz")
    with django_assert_num_queries(4):  # type: ignore[operator]
        # session, account, person, and the one of the page itself
        browser.get("/healthz").wsgi_request.user.is_authenticated  # noqa: B018
