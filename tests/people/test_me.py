"""What is one's own: name, address, devices, drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from byturns.core import clock
from byturns.people import actions, devices, mine
from byturns.people.models import Account, Person
from tests import world as scene
from tests.people.test_signing_in import CODE, ask, is_in, newest_code

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
PHONE = "Mozilla/5.0 (Linux; Android 13; Pixel 6) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


def signed_in(run_jobs: Run, email: str = "amina@example.org", agent: str = PHONE) -> Client:
    browser = Client(HTTP_USER_AGENT=agent)
    ask(browser, email)
    browser.post(CODE, {"code": newest_code(run_jobs)})
    assert is_in(browser)
    return browser


def test_the_page_shows_what_there_is_and_where_it_is_changed(world: scene.World) -> None:
    page = scene.sign_in(Client(), world.amina).get("/me/").content.decode()
    assert "amina@example.org" in page
    assert "brian@example.org" not in page
    for where in ("name", "address", "pin", "factor", "devices", "drafts"):
        assert f'href="/me/{where}/"' in page


@pytest.fixture
def _declared() -> Iterator[None]:
    before = dict(mine._declared)
    mine.declare(mine.Row("test.take", "Take it with me", "All I wrote", lambda request: "/ui/"))
    mine.declare(mine.Row("test.not", "Not for me", "", lambda request: None))
    yield
    mine._declared.clear()
    mine._declared.update(before)


@pytest.mark.usefixtures("_declared")
def test_other_apps_declare_rows(world: scene.World) -> None:
    page = scene.sign_in(Client(), world.amina).get("/me/").content.decode()
    assert '<a href="/ui/">Take it with me</a>' in page
    assert "Not for me" not in page


def test_nobody_else_sees_it() -> None:
    for where in ("", "name/", "address/", "pin/", "factor/", "devices/", "drafts/", "which/", "go-on/"):
        assert Client().get(f"/me/{where}")["Location"] == f"/in/?next=/me/{where}"


def test_changing_the_name(world: scene.World) -> None:
    browser = scene.sign_in(Client(), world.amina)
    assert 'value="Amina"' in browser.get("/me/name/").content.decode()
    assert browser.post("/me/name/", {"name": ""}).status_code == 422
    assert browser.post("/me/name/", {"name": "x" * 81}).status_code == 422
    assert browser.post("/me/name/", {"name": "Amina Ŵ."})["Location"] == "/me/"
    assert Person.objects.get(pk=world.amina.person_id).name == "Amina Ŵ."
    assert Person.objects.get(pk=world.brian.person_id).name == "Brian"


def test_keeping_no_drafts(world: scene.World) -> None:
    browser = scene.sign_in(Client(), world.amina)
    assert "checked" in browser.get("/me/drafts/").content.decode()
    assert browser.post("/me/drafts/", {})["Location"] == "/me/"
    assert not Person.objects.get(pk=world.amina.person_id).local_drafts
    assert ' data-local="off"' in browser.get("/me/").content.decode()
    browser.post("/me/drafts/", {"keep": "on"})
    assert Person.objects.get(pk=world.amina.person_id).local_drafts
    assert " data-local=" not in browser.get("/me/").content.decode()


def test_devices_say_what_and_when_and_never_where(world: scene.World, run_jobs: Run) -> None:
    browser = signed_in(run_jobs)
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        other = signed_in(run_jobs, agent="curl/8")
        page = other.get("/me/devices/").content.decode()
    assert page.index("A browser") < page.index("Chrome, Android")
    assert "5 minutes ago" in page
    assert "127.0.0.1" not in page
    assert set(UserSession.objects.values_list("ip", "user_agent")) == {
        ("0.0.0.0", "Chrome, Android"),
        ("0.0.0.0", ""),
    }
    assert is_in(browser)


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (PHONE, "Chrome, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 9) SamsungBrowser/20 Chrome/106 Mobile", "Samsung Internet, Android"),
        ("", ""),
    ],
)
def test_the_kind_of_a_browser(agent: str, kind: str) -> None:
    assert devices.kind_of(agent) == kind


def test_signing_one_device_out(world: scene.World, run_jobs: Run) -> None:
    here, there, stranger = (
        signed_in(run_jobs),
        signed_in(run_jobs),
        signed_in(run_jobs, "brian@example.org"),
    )
    account = Account.objects.get(email="amina@example.org")
    request = here.get("/me/devices/").wsgi_request
    keys = {one.here: one.key for one in devices.of(request, account)}
    foreign = devices.of(request, Account.objects.get(email="brian@example.org"))[0].key
    here.post("/me/devices/", {"act": "one", "key": foreign})
    assert is_in(stranger)
    here.post("/me/devices/", {"act": "one", "key": keys[False]})
    assert (is_in(here), is_in(there), is_in(stranger)) == (True, False, True)


def test_signing_out_everywhere_but_here(world: scene.World, run_jobs: Run) -> None:
    here, there = signed_in(run_jobs), signed_in(run_jobs)
    assert here.post("/me/devices/", {"act": "others"})["Location"] == "/me/devices/"
    assert (is_in(here), is_in(there)) == (True, False)
    assert len(devices.of(here.get("/me/").wsgi_request, Account.objects.get(email="amina@example.org"))) == 1


def test_signing_out_everywhere(world: scene.World, run_jobs: Run) -> None:
    here, there = signed_in(run_jobs), signed_in(run_jobs)
    untracked = scene.sign_in(Client(), world.amina)
    answer = here.post("/me/devices/", {"act": "all"})
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert [is_in(browser) for browser in (here, there, untracked)] == [False, False, False]


def to_the_code(browser: Client, email: str, run_jobs: Run) -> str:
    answer = browser.post("/me/address/", {"email": email})
    assert answer["Location"] == "/me/address/code/"
    code = newest_code(run_jobs)
    assert mail.outbox[-1].to == [email]
    return code


def test_changing_the_address(world: scene.World, run_jobs: Run) -> None:
    browser = signed_in(run_jobs)
    for wrong in ("", "amina", "AMINA@example.org"):
        assert browser.post("/me/address/", {"email": wrong}).status_code == 422
    code = to_the_code(browser, "new@example.org", run_jobs)
    assert browser.post("/me/address/code/", {"code": "x"}).status_code == 422
    assert Account.objects.filter(email="amina@example.org").exists()
    assert browser.post("/me/address/code/", {"code": code})["Location"] == "/me/"
    assert is_in(browser)
    run_jobs()
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["amina@example.org"], "About signing in")
    assert Account.objects.get(people=world.amina.person_id).email == "new@example.org"
    assert browser.post("/me/address/code/", {"code": code})["Location"] == "/me/address/"
    signed_in(run_jobs, "new@example.org")


def test_a_known_address_looks_the_same_and_moves_there(world: scene.World, run_jobs: Run) -> None:
    brians = Account.objects.get(email="brian@example.org")
    printed = actions.printed_codes(account=brians)
    browser = signed_in(run_jobs)
    code = to_the_code(browser, "brian@example.org", run_jobs)
    answer = browser.post("/me/address/code/", {"code": code})
    assert answer["Location"] == "/in/second/"
    assert not is_in(browser)
    browser.post("/in/second/", {"code": printed[0]})
    assert browser.get("/healthz").wsgi_request.person == world.amina.person  # type: ignore[attr-defined]
    assert Person.objects.get(pk=world.amina.person_id).account == brians
    assert Person.objects.get(pk=world.brian.person_id).account == brians


def test_five_tries_and_a_quarter_of_an_hour_for_the_new_address(world: scene.World, run_jobs: Run) -> None:
    browser = signed_in(run_jobs)
    code = to_the_code(browser, "new@example.org", run_jobs)
    for _ in range(5):
        browser.post("/me/address/code/", {"code": "x"})
    assert browser.post("/me/address/code/", {"code": code})["Location"] == "/me/address/"
    code = to_the_code(browser, "new@example.org", run_jobs)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert browser.post("/me/address/code/", {"code": code})["Location"] == "/me/address/"
    for _ in range(3):
        browser.post("/me/address/", {"email": "new@example.org"})
    assert browser.post("/me/address/", {"email": "new@example.org"}).status_code == 422
    assert Account.objects.filter(email="amina@example.org").exists()


@pytest.mark.parametrize(("mover", "there"), [("celia", "brian"), ("brian", "celia")])
def test_no_move_makes_somebody_share_a_stewards_mailbox(world: scene.World, mover: str, there: str) -> None:
    who = getattr(world, mover).person
    browser = scene.sign_in(Client(), getattr(world, mover))
    browser.get("/me/")
    session = browser.session
    session["new_address"] = {
        "person": who.pk,
        "email": f"{there}@example.org",
        "code": "123456",
        "at": clock.now().timestamp(),
        "id": "one",
    }
    session.save()
    answer = browser.post("/me/address/code/", {"code": "123456"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "You cannot share this address with whoever uses it here." in page
    assert 'action="/me/address/"' in page
    who.refresh_from_db()
    assert who.account is not None
    assert who.account.email == f"{mover}@example.org"


def test_two_members_who_are_no_stewards_may_come_to_share(world: scene.World) -> None:
    there = actions.take_mailbox(person=world.brian.person, new_email="amina@example.org")
    assert there == world.amina.person.account


def test_the_list_of_devices_is_never_empty(world: scene.World) -> None:
    browser = scene.sign_in(Client(headers={"User-Agent": "Firefox Android"}), world.amina)
    UserSession.objects.all().delete()
    page = browser.get("/me/devices/").content.decode()
    assert "Firefox, Android" in page
    assert page.count("this one") == 1
    assert "Sign this one out" not in page
