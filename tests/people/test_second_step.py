"""The second factor: set up, shown on a new device, shown again before acts that need it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from byturns.core import clock
from byturns.people import actions, factor, whoami
from byturns.people.models import Account, Person
from tests import world as scene
from tests.people.test_signing_in import CODE, ask, is_in, newest_code

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
SECOND = "/in/second/"
AGAIN = "/in/again/"


def account_of(member: object) -> Account:
    account: Account | None = member.person.account  # type: ignore[attr-defined]
    assert account is not None
    return account


def to_the_second_step(run_jobs: Run, browser: Client | None = None) -> Client:
    browser = browser or Client()
    ask(browser, "celia@example.org")
    answer = browser.post(CODE, {"code": newest_code(run_jobs)})
    assert answer["Location"] == SECOND
    assert not is_in(browser)
    return browser


def app_code(account: Account) -> str:
    kept = Authenticator.objects.get(user=account, type="totp")
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(kept.data["secret"], counter))


def test_printed_codes_alone_let_in_once_each(world: scene.World, run_jobs: Run) -> None:
    codes = actions.printed_codes(account=account_of(world.celia))
    browser = to_the_second_step(run_jobs)
    assert browser.get("/me/")["Location"].startswith("/in/?next=")
    wrong = browser.post(SECOND, {"code": "1234 5678"})
    assert wrong.status_code == 422
    assert "not the right code" in wrong.content.decode()
    answer = browser.post(SECOND, {"code": codes[3].replace(" ", "-")})
    assert answer["Location"] == "/"
    assert is_in(browser)
    other = to_the_second_step(run_jobs)
    assert other.post(SECOND, {"code": codes[3]}).status_code == 422
    other.post(SECOND, {"code": codes[4]})
    assert is_in(other)


def test_guessing_at_the_second_step_has_an_end(world: scene.World, run_jobs: Run) -> None:
    codes = actions.printed_codes(account=account_of(world.celia))
    browser = to_the_second_step(run_jobs)
    for _ in range(5):
        browser.post(SECOND, {"code": "1234 5678"})
    refused = browser.post(SECOND, {"code": codes[0]})
    assert "tried too often" in refused.content.decode()
    assert not is_in(browser)
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        browser.post(SECOND, {"code": codes[0]})
        assert is_in(browser)


def test_the_second_step_is_not_there_without_the_first(world: scene.World) -> None:
    actions.printed_codes(account=account_of(world.celia))
    assert Client().get(SECOND)["Location"] == "/in/"
    assert Client().get(AGAIN)["Location"] == "/in/?next=/in/again/"


def test_a_remembered_device_is_not_asked_again(world: scene.World, run_jobs: Run) -> None:
    codes = actions.printed_codes(account=account_of(world.celia))
    browser = to_the_second_step(run_jobs)
    assert "Do not ask again on this device" in browser.get(SECOND).content.decode()
    browser.post(SECOND, {"code": codes[0], "remember": "yes"})
    browser.post("/in/out/")
    ask(browser, "celia@example.org")
    assert browser.post(CODE, {"code": newest_code(run_jobs)})["Location"] == "/"
    assert is_in(browser)


def test_a_device_that_was_not_told_to_remember_is_asked(world: scene.World, run_jobs: Run) -> None:
    codes = actions.printed_codes(account=account_of(world.celia))
    browser = to_the_second_step(run_jobs)
    browser.post(SECOND, {"code": codes[0]})
    browser.post("/in/out/")
    to_the_second_step(run_jobs, browser)


@pytest.mark.parametrize("change", ["codes", "everywhere", "forged"])
def test_remembering_ends(world: scene.World, run_jobs: Run, change: str) -> None:
    account = account_of(world.celia)
    codes = actions.printed_codes(account=account)
    browser = to_the_second_step(run_jobs)
    browser.post(SECOND, {"code": codes[0], "remember": "yes"})
    browser.post("/in/out/")
    if change == "codes":
        actions.printed_codes(account=account)
    elif change == "everywhere":
        actions.end_sessions(account=account)
    else:
        browser.cookies["byturns_device"] = browser.cookies["byturns_device"].value + "x"
    to_the_second_step(run_jobs, browser)


def test_a_device_that_others_use_is_never_remembered(world: scene.World, run_jobs: Run) -> None:
    codes = actions.printed_codes(account=account_of(world.celia))
    browser = Client()
    browser.cookies["byturns_look"] = ".normal.shared"
    to_the_second_step(run_jobs, browser)
    assert "Do not ask again" not in browser.get(SECOND).content.decode()
    browser.post(SECOND, {"code": codes[0], "remember": "yes"})
    assert "byturns_device" not in browser.cookies


def test_setting_up_an_app_and_signing_in_with_it(world: scene.World, run_jobs: Run) -> None:
    browser = scene.sign_in(Client(), world.celia)
    page = browser.get("/me/factor/app/").content.decode()
    key = re.search(r"<b>([A-Z2-7 ]+)</b>", page)
    assert key
    assert 'src="data:image/svg+xml;base64,' in page
    wrong = browser.post("/me/factor/app/", {"code": "000000"})
    assert wrong.status_code == 422
    assert key[1] in wrong.content.decode()
    secret = key[1].replace(" ", "")
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    answer = browser.post("/me/factor/app/", {"code": f"{code[:3]} {code[3:]}", "next": "/me/name/"})
    assert answer["Location"] == "/me/name/"
    run_jobs()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["celia@example.org"], "About signing in")
    ]
    assert [one.label for one in factor.of(account_of(world.celia))] == ["Authenticator app"]
    assert browser.get("/me/factor/app/")["Location"] == "/me/factor/"
    other = to_the_second_step(run_jobs)
    other.post(SECOND, {"code": app_code(account_of(world.celia))})
    assert is_in(other)


def test_printed_codes_are_shown_once_on_the_answer(world: scene.World, run_jobs: Run) -> None:
    browser = scene.sign_in(Client(), world.celia)
    asked = browser.get("/me/factor/codes/")
    assert Authenticator.objects.count() == 0
    assert "Show me ten codes" in asked.content.decode()
    page = browser.post("/me/factor/codes/").content.decode()
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", page)
    assert len(codes) == 10
    assert 'download="codes.txt"' in page
    again = browser.get("/me/factor/codes/").content.decode()
    assert not re.findall(r"\d{4} \d{4}", again)
    assert "You have 10 codes left" in again
    other = to_the_second_step(run_jobs)
    other.post(SECOND, {"code": codes[0]})
    assert is_in(other)
    assert "9 codes left" in other.get("/me/factor/").content.decode()


def test_changing_a_second_factor_asks_for_it_first(world: scene.World, run_jobs: Run) -> None:
    account = account_of(world.celia)
    codes = actions.printed_codes(account=account)
    browser = scene.sign_in(Client(), world.celia)
    key = factor.of(account)[0].key
    for page, data in (
        ("/me/factor/away/", {"key": key}),
        ("/me/factor/codes/", {}),
        ("/me/factor/app/", {"code": "1"}),
        ("/me/address/", {"email": "x@example.org"}),
    ):
        assert browser.post(page, data)["Location"] == "/in/again/?next=%2Fme%2Fgo-on%2F"
    assert factor.has_one(account)
    browser.post("/me/factor/away/", {"key": key})
    assert browser.get(AGAIN + "?next=/me/go-on/").status_code == 200
    assert browser.post(AGAIN, {"code": "1", "next": "/me/go-on/"}).status_code == 422
    assert browser.post(AGAIN, {"code": codes[0], "next": "/me/go-on/"})["Location"] == "/me/go-on/"
    page = browser.get("/me/go-on/").content.decode()
    assert f'<input type="hidden" name="key" value="{key}">' in page
    assert 'action="/me/factor/away/"' in page
    assert browser.post("/me/factor/away/", {"key": "nothing"})["Location"] == "/me/factor/"
    assert factor.has_one(account)
    assert browser.post("/me/factor/away/", {"key": key})["Location"] == "/me/factor/"
    assert not factor.has_one(account)
    assert "Nothing is waiting here" in browser.get("/me/go-on/").content.decode()


def test_a_second_factor_of_somebody_else_cannot_be_taken_away(world: scene.World) -> None:
    actions.printed_codes(account=account_of(world.celia))
    browser = scene.sign_in(Client(), world.brian)
    browser.post("/me/factor/away/", {"key": factor.of(account_of(world.celia))[0].key})
    assert factor.has_one(account_of(world.celia))


def test_without_a_second_factor_there_is_nothing_to_ask_again(world: scene.World) -> None:
    assert scene.sign_in(Client(), world.brian).get(AGAIN)["Location"] == "/me/factor/"


def acting(request: HttpRequest) -> HttpResponse:
    """A page of a steward: it needs a fresh second factor."""
    return factor.ask_unless_fresh(request) or HttpResponse(request.POST.get("words", "looked"))  # type: ignore[return-value]


@login_not_required
def link(request: HttpRequest, name: str) -> HttpResponse:
    """What a group does when its invitation was followed."""
    person = Person.objects.get(name=name)
    assert person.account is not None
    return actions.sign_in(request, person.account, person=person, leads_to="/ui/")


urlpatterns = [path("act/", acting), path("link/<name>/", link), path("", include("byturns.config.urls"))]


@pytest.mark.urls("tests.people.test_second_step")
class TestActsThatNeedIt:
    def test_a_steward_without_one_sets_one_up_and_comes_back(self, world: scene.World) -> None:
        browser = scene.sign_in(Client(), world.celia)
        assert browser.get("/act/")["Location"] == "/me/factor/?next=%2Fact%2F"
        page = browser.get("/me/factor/?next=%2Fact%2F").content.decode()
        assert 'href="/me/factor/codes/?next=%2Fact%2F"' in page
        made = browser.post("/me/factor/codes/", {"next": "/act/"}).content.decode()
        assert '<a class="button" href="/act/">' in made
        assert browser.get("/act/").content == b"looked"

    def test_what_was_being_sent_is_kept_and_sent_on(self, world: scene.World) -> None:
        codes = actions.printed_codes(account=account_of(world.celia))
        browser = scene.sign_in(Client(), world.celia)
        words = 'First line\nsecond "line" <b>'
        asked = browser.post("/act/?x=1", {"words": words, "many": ["1", "2"]})
        assert (asked.status_code, asked["Location"]) == (303, "/in/again/?next=%2Fme%2Fgo-on%2F")
        browser.post(AGAIN, {"code": codes[0], "next": "/me/go-on/"})
        page = browser.get("/me/go-on/").content.decode()
        assert 'action="/act/?x=1"' in page
        assert page.count('name="many"') == 2
        assert "First line\nsecond &quot;line&quot; &lt;b&gt;" in page
        assert browser.post("/act/?x=1", {"words": words}).content.decode() == words
        assert all("First line" not in str(row.get_decoded()) for row in Session.objects.all())

    def test_it_is_fresh_for_a_quarter_of_an_hour(self, world: scene.World) -> None:
        codes = actions.printed_codes(account=account_of(world.celia))
        browser = scene.sign_in(Client(), world.celia)
        browser.post(AGAIN, {"code": codes[0]})
        with time_machine.travel(clock.now() + timedelta(minutes=14)):
            assert browser.get("/act/").status_code == 200
        with time_machine.travel(clock.now() + timedelta(minutes=16)):
            assert browser.get("/act/")["Location"] == "/in/again/?next=%2Fact%2F"

    def test_showing_it_while_signing_in_counts(self, world: scene.World, run_jobs: Run) -> None:
        codes = actions.printed_codes(account=account_of(world.celia))
        browser = to_the_second_step(run_jobs)
        browser.post(SECOND, {"code": codes[0]})
        assert browser.get("/act/").status_code == 200

    def test_a_file_cannot_be_kept_and_that_is_said(self, world: scene.World) -> None:
        codes = actions.printed_codes(account=account_of(world.celia))
        browser = scene.sign_in(Client(), world.celia)
        browser.post("/act/", {"file": SimpleUploadedFile("chat.txt", b"words")})
        browser.post(AGAIN, {"code": codes[0]})
        page = browser.get("/me/go-on/").content.decode()
        assert "A file cannot be kept" in page
        assert "Send it now" not in page

    def test_what_is_too_long_or_too_old_is_not_kept(self, world: scene.World) -> None:
        codes = actions.printed_codes(account=account_of(world.celia))
        browser = scene.sign_in(Client(), world.celia)
        browser.post("/act/", {"words": "x" * 400_001})
        browser.post(AGAIN, {"code": codes[0]})
        assert "xxxx" not in browser.get("/me/go-on/").content.decode()
        browser.post("/act/", {"words": "kept"})
        with time_machine.travel(clock.now() + timedelta(minutes=31)):
            assert "Nothing is waiting here" in browser.get("/me/go-on/").content.decode()

    def test_htmx_is_led_to_the_page_too(self, world: scene.World) -> None:
        actions.printed_codes(account=account_of(world.celia))
        browser = scene.sign_in(Client(), world.celia)
        answer = browser.post("/act/", {"words": "x"}, HTTP_HX_REQUEST="true")
        assert answer["HX-Redirect"] == "/in/again/?next=%2Fme%2Fgo-on%2F"


@pytest.mark.urls("tests.people.test_second_step")
class TestALinkThatProvesTheMailbox:
    def test_the_second_factor_is_still_asked(self, world: scene.World) -> None:
        codes = actions.printed_codes(account=account_of(world.celia))
        browser = Client()
        assert browser.post("/link/Celia/")["Location"] == SECOND
        assert not is_in(browser)
        assert browser.post(SECOND, {"code": codes[0]})["Location"] == "/ui/"
        assert browser.session[whoami.KEY] == world.celia.person_id

    def test_whoever_was_there_is_signed_out(self, world: scene.World) -> None:
        browser = scene.sign_in(Client(), world.brian)
        assert browser.post("/link/Amina/")["Location"] == "/ui/"
        here = browser.get("/healthz").wsgi_request
        assert here.user == account_of(world.amina)
        assert here.person == world.amina.person  # type: ignore[attr-defined]

    def test_somebody_with_a_pin_is_asked_for_it(self, world: scene.World) -> None:
        actions.set_pin(person=world.amina.person, pin="2468")
        browser = Client()
        browser.post("/link/Amina/")
        assert is_in(browser)
        assert browser.get("/me/")["Location"].startswith("/me/which/")

    def test_a_closed_account_stays_closed(self, world: scene.World) -> None:
        actions.close_account(account=account_of(world.amina))
        browser = Client()
        assert browser.post("/link/Amina/")["Location"] == "/in/"
        assert not is_in(browser)
        assert "This way in is closed" in browser.get("/in/").content.decode()


def test_a_passkey_that_is_none_is_refused_everywhere(world: scene.World, run_jobs: Run) -> None:
    codes = actions.printed_codes(account=account_of(world.celia))
    none = {"credential": '{"id": "x"}'}
    browser = to_the_second_step(run_jobs)
    for credential in ('{"id": "x"}', "{", "[]", '"x"', "null", '{"response": {"userHandle": 7}}', ""):
        assert Client().post("/in/passkey/", {"credential": credential})["Location"] == "/in/"
    for answer in (browser.post(SECOND, none), browser.post(SECOND, {"credential": "[]"})):
        assert answer.status_code == 422
        assert "That passkey is not known here. Try a code." in answer.content.decode()
    browser.post(SECOND, {"code": codes[0]})
    assert browser.post(AGAIN, none).status_code == 422
    assert browser.post("/me/factor/passkey/", none).status_code == 422
    assert browser.post("/in/out/").status_code == 303
    assert browser.post("/in/passkey/", none)["Location"] == "/in/"
    assert "That passkey is not known here" in browser.get("/in/").content.decode()
    assert [one.label for one in factor.of(account_of(world.celia))] == ["Printed codes"]


def test_a_page_asks_for_what_the_device_needs(world: scene.World, run_jobs: Run) -> None:
    codes = actions.printed_codes(account=account_of(world.celia))
    browser = to_the_second_step(run_jobs)
    wanted = {"want": "options"}
    assert set(browser.post(SECOND, wanted).json()) == {"publicKey"}
    browser.post(SECOND, {"code": codes[0]})
    assert set(browser.post(AGAIN, wanted).json()) == {"publicKey"}
    made = browser.post("/me/factor/passkey/", wanted).json()["publicKey"]
    assert made["authenticatorSelection"]["residentKey"] == "required"
    asked = Client().post("/in/passkey/", wanted).json()["publicKey"]
    assert asked["userVerification"] == "required"
    assert asked.get("allowCredentials", []) == []
