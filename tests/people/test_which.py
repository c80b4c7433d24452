"""Two people on one mailbox, and the PIN that keeps them apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from byturns.core import clock
from byturns.people import actions, whoami
from byturns.people.models import Person
from tests import world as scene

pytestmark = pytest.mark.django_db
WHICH = "/me/which/"


def home() -> tuple[Client, Person, Person]:
    """A browser signed in to a mailbox that Ines and Olaf share; nobody has said who it is."""
    ines = actions.make_person(name="Ines", email="home@example.org")
    olaf = actions.make_person(name="Olaf", email="home@example.org")
    browser = Client()
    assert ines.account is not None
    browser.force_login(ines.account)
    return browser, ines, olaf


def alone(pin: str = "") -> tuple[Client, Person]:
    ines = actions.make_person(name="Ines", email="ines@example.org")
    actions.set_pin(person=ines, pin=pin)
    browser = Client()
    assert ines.account is not None
    browser.force_login(ines.account)
    return browser, ines


def here(browser: Client) -> int | None:
    """Who the next page takes the browser to be."""
    person = browser.get("/healthz").wsgi_request.person  # type: ignore[attr-defined]
    return None if person is None else int(person.pk)


def test_two_people_are_asked_which_one_it_is_and_come_back_to_the_page() -> None:
    browser, ines, olaf = home()
    asked = browser.get("/me/name/")
    assert asked["Location"] == "/me/which/?next=%2Fme%2Fname%2F"
    page = browser.get(asked["Location"]).content.decode()
    assert page.index("Ines") < page.index("Olaf")
    assert "can read everything of a person without a PIN" in page
    answer = browser.post(WHICH, {"person": olaf.public_id, "next": "/me/name/"})
    assert (answer.status_code, answer["Location"]) == (303, "/me/name/")
    assert here(browser) == olaf.pk
    assert here(browser) != ines.pk


def test_somebody_of_another_mailbox_is_no_answer(world: scene.World) -> None:
    browser, _, _ = home()
    answer = browser.post(WHICH, {"person": world.brian.person.public_id})
    assert answer.status_code == 200
    assert here(browser) is None
    assert "Brian" not in answer.content.decode()


def test_a_pin_is_asked_and_a_wrong_one_told() -> None:
    browser, ines, _ = home()
    actions.set_pin(person=ines, pin="2468")
    asked = browser.post(WHICH, {"person": ines.public_id, "next": "/me/"})
    assert asked.status_code == 200
    assert "Your PIN" in asked.content.decode()
    assert here(browser) is None
    wrong = browser.post(WHICH, {"person": ines.public_id, "pin": "1111"})
    assert wrong.status_code == 422
    assert "That is not the PIN." in wrong.content.decode()
    assert here(browser) is None
    browser.post(WHICH, {"person": ines.public_id, "pin": " 2468 "})
    assert here(browser) == ines.pk


def test_five_wrong_pins_and_then_a_wait_that_ends() -> None:
    browser, ines, _ = home()
    actions.set_pin(person=ines, pin="2468")
    for _ in range(5):
        browser.post(WHICH, {"person": ines.public_id, "pin": "1111"})
    refused = browser.post(WHICH, {"person": ines.public_id, "pin": "2468"})
    assert refused.status_code == 422
    assert "tried too often" in refused.content.decode()
    assert here(browser) is None
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        browser.post(WHICH, {"person": ines.public_id, "pin": "2468"})
        assert here(browser) == ines.pk


def test_the_right_pin_forgets_the_wrong_ones() -> None:
    browser, ines, _ = home()
    actions.set_pin(person=ines, pin="2468")
    for _ in range(3):
        for _ in range(4):
            browser.post(WHICH, {"person": ines.public_id, "pin": "1111"})
        browser.post(WHICH, {"person": ines.public_id, "pin": "2468"})
        assert here(browser) == ines.pk
        browser.post("/me/change/")


def test_somebody_alone_with_a_pin_is_asked_for_it_too() -> None:
    browser, ines = alone("2468")
    assert browser.get("/me/")["Location"] == "/me/which/?next=%2Fme%2F"
    assert "Your PIN" in browser.get(WHICH).content.decode()
    browser.post(WHICH, {"pin": "2468"})
    assert here(browser) == ines.pk


def test_a_pin_is_asked_again_after_twelve_hours() -> None:
    browser, ines = alone("2468")
    browser.post(WHICH, {"pin": "2468"})
    with time_machine.travel(clock.now() + timedelta(hours=11)):
        assert here(browser) == ines.pk
    with time_machine.travel(clock.now() + timedelta(hours=13)):
        assert here(browser) is None


def test_somebody_alone_without_a_pin_is_not_asked() -> None:
    browser, ines = alone()
    assert browser.get("/me/").status_code == 200
    assert here(browser) == ines.pk
    assert "Someone else is here now" not in browser.get("/me/").content.decode()


def test_the_menu_lets_the_other_in() -> None:
    browser, ines, olaf = home()
    browser.post(WHICH, {"person": ines.public_id})
    assert "Someone else is here now" in browser.get("/me/").content.decode()
    assert browser.get("/me/change/").status_code == 405
    answer = browser.post("/me/change/")
    assert answer["Location"] == WHICH
    assert here(browser) is None
    browser.post(WHICH, {"person": olaf.public_id})
    assert here(browser) == olaf.pk


def test_a_person_who_moved_is_gone_from_the_session() -> None:
    browser, ines, olaf = home()
    browser.post(WHICH, {"person": ines.public_id})
    Person.objects.filter(pk=ines.pk).update(account=None)
    assert here(browser) is None
    browser.post(WHICH, {"person": olaf.public_id})
    assert here(browser) == olaf.pk


def test_setting_a_pin() -> None:
    browser, ines = alone()
    for unlike in ({"pin": "2468", "again": "2469"}, {"pin": "2468"}):
        assert "two are not the same" in browser.post("/me/pin/", unlike).content.decode()
    for bad in ("123", "abcd", "1234567890123", "٢٤٦٨", ""):
        assert browser.post("/me/pin/", {"pin": bad, "again": bad}).status_code == 422
    assert "too easy" in browser.post("/me/pin/", {"pin": "7777", "again": "7777"}).content.decode()
    ines.refresh_from_db()
    assert ines.pin == ""
    assert browser.post("/me/pin/", {"pin": "2468", "again": "2468"})["Location"] == "/me/"
    ines.refresh_from_db()
    assert ines.pin_is("2468")
    assert "2468" not in ines.pin
    assert here(browser) == ines.pk
    assert whoami.may_change(browser.get("/healthz").wsgi_request)


def test_changing_a_pin_asks_for_the_one_before() -> None:
    browser, ines = alone("2468")
    browser.post(WHICH, {"pin": "2468"})
    new = {"pin": "1357", "again": "1357"}
    assert browser.post("/me/pin/", new).status_code == 422
    assert browser.post("/me/pin/", {**new, "before": "9999"}).status_code == 422
    ines.refresh_from_db()
    assert ines.pin_is("2468")
    assert browser.post("/me/pin/", {**new, "before": "2468"})["Location"] == "/me/"
    ines.refresh_from_db()
    assert ines.pin_is("1357")


def test_doing_without_a_pin_asks_for_it_too() -> None:
    browser, ines = alone("2468")
    browser.post(WHICH, {"pin": "2468"})
    assert "Take the PIN away" in browser.get("/me/pin/").content.decode()
    assert browser.post("/me/pin/", {"act": "away", "away-pin": "1111"}).status_code == 422
    assert browser.post("/me/pin/", {"act": "away", "away-pin": "2468"})["Location"] == "/me/"
    ines.refresh_from_db()
    assert ines.pin == ""
    assert here(browser) == ines.pk


def test_the_pin_page_says_what_sharing_means() -> None:
    browser, ines, _ = home()
    browser.post(WHICH, {"person": ines.public_id})
    assert "they can read everything of yours" in browser.get("/me/pin/").content.decode()


def test_somebody_without_a_mailbox_shares_none() -> None:
    assert not whoami.shares(actions.make_person(name="Joan"))


def test_the_code_for_a_new_address_moves_nobody_else() -> None:
    browser, ines, olaf = home()
    browser.post(WHICH, {"person": olaf.public_id})
    browser.post("/me/address/", {"email": "olaf@new.example.org"})
    held = browser.session["new_address"]
    browser.post("/me/change/")
    browser.post(WHICH, {"person": ines.public_id})
    assert "new_address" not in browser.session
    # Even where it is still there, it is not hers.
    session = browser.session
    session["new_address"] = held
    session.save()
    assert browser.post("/me/address/code/", {"code": held["code"]})["Location"] == "/me/address/"
    ines.refresh_from_db()
    assert ines.account is not None
    assert ines.account.email == "home@example.org"


def test_a_form_that_waits_is_not_shown_to_the_other() -> None:
    browser, ines, olaf = home()
    assert olaf.account is not None
    actions.printed_codes(account=olaf.account)
    browser.post(WHICH, {"person": olaf.public_id})
    browser.post("/me/address/", {"email": "olaf@new.example.org"})
    held = browser.session["kept_form"]
    assert "olaf@new.example.org" in browser.get("/me/go-on/").content.decode()
    browser.post(WHICH, {"person": ines.public_id})
    assert "kept_form" not in browser.session
    session = browser.session
    session["kept_form"] = held
    session.save()
    assert "olaf@new.example.org" not in browser.get("/me/go-on/").content.decode()


def test_a_form_about_me_is_kept_when_the_pin_is_asked_again_and_a_pin_never() -> None:
    browser, ines = alone(pin="2468")
    browser.post(WHICH, {"pin": "2468"})
    with time_machine.travel(clock.now() + timedelta(hours=13)):
        answer = browser.post("/me/name/", {"name": "Ines of the hill"})
        assert answer["Location"] == "/me/which/?next=%2Fme%2Fgo-on%2F"
        assert browser.post(WHICH, {"pin": "2468", "next": "/me/go-on/"})["Location"] == "/me/go-on/"
        assert 'value="Ines of the hill"' in browser.get("/me/go-on/").content.decode()
        browser.post("/me/name/", {"name": "Ines of the hill"})
        ines.refresh_from_db()
        assert ines.name == "Ines of the hill"
        assert "Nothing is waiting here" in browser.get("/me/go-on/").content.decode()
    with time_machine.travel(clock.now() + timedelta(hours=30)):
        answer = browser.post("/me/pin/", {"before": "2468", "pin": "1357", "again": "1357"})
        assert answer["Location"] == "/me/which/?next=%2Fme%2Fpin%2F"


def test_a_passkey_that_is_none_lets_nobody_in() -> None:
    browser, ines, _ = home()
    actions.set_pin(person=ines, pin="2468")
    for credential in ("", "{}", "nonsense"):
        answer = browser.post(WHICH, {"credential": credential})
        assert answer.status_code == 422
        assert "That passkey is not known here." in answer.content.decode()
        assert here(browser) is None
