from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from byturns.core.models import OutgoingMail
from byturns.people import actions, factor, whoami
from byturns.people.models import Account, Person
from tests import world as scene

pytestmark = pytest.mark.django_db


def mails() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", "to"))


def signed_in(browser: Client) -> bool:
    return bool(browser.get("/healthz").wsgi_request.user.is_authenticated)


def test_a_new_person_gets_a_mailbox_in_small_letters() -> None:
    made = actions.make_person(name="Ines", email=" Ines@Example.org ")
    assert made.account is not None
    assert (made.name, made.account.email) == ("Ines", "ines@example.org")
    assert not made.account.has_usable_password()
    assert mails() == []


def test_a_known_address_is_joined_by_a_second_person() -> None:
    first = actions.make_person(name="Ines", email="home@example.org")
    second = actions.make_person(name="Olaf", email="HOME@example.org")
    assert first.account == second.account
    assert first.account is not None
    assert [p.name for p in whoami.people_of(first.account)] == ["Ines", "Olaf"]


def test_a_person_may_have_no_mailbox_and_be_given_one_later() -> None:
    joan = actions.make_person(name="Joan")
    assert joan.account is None
    account = actions.give_mailbox(person=joan, email="joan@example.org")
    assert Person.objects.get(pk=joan.pk).account == account


def test_moving_ends_sessions_and_deletes_an_empty_mailbox() -> None:
    ines = actions.make_person(name="Ines", email="old@example.org")
    old = ines.account
    assert old is not None
    actions.printed_codes(account=old)
    browser = Client()
    browser.force_login(old)
    new = actions.move_to_new_mailbox(person=ines, new_email="new@example.org")
    assert new.email == "new@example.org"
    assert not Account.objects.filter(email="old@example.org").exists()
    assert Authenticator.objects.count() == 0
    assert not signed_in(browser)
    assert mails() == [("people.moved", "old@example.org")]


def test_moving_leaves_the_other_person_of_a_shared_mailbox_in_place() -> None:
    ines = actions.make_person(name="Ines", email="home@example.org")
    olaf = actions.make_person(name="Olaf", email="home@example.org")
    actions.set_pin(person=ines, pin="1234")
    actions.move_to_new_mailbox(person=ines, new_email="ines@example.org")
    olaf.refresh_from_db()
    ines.refresh_from_db()
    assert olaf.account is not None
    assert olaf.account.email == "home@example.org"
    assert ines.pin == ""
    assert [p.name for p in whoami.people_of(olaf.account)] == ["Olaf"]


def test_moving_to_the_same_mailbox_takes_the_lost_second_factor_away() -> None:
    ines = actions.make_person(name="Ines", email="ines@example.org")
    assert ines.account is not None
    actions.printed_codes(account=ines.account)
    same = actions.move_to_new_mailbox(person=ines, new_email="ines@example.org")
    assert same == ines.account
    assert not factor.has_one(same)


def test_moving_works_for_somebody_without_a_mailbox() -> None:
    joan = actions.make_person(name="Joan")
    new = actions.move_to_new_mailbox(person=joan, new_email="joan@example.org")
    assert list(new.people.all()) == [joan]
    assert mails() == []


def test_printed_codes_are_ten_and_replace_the_earlier_ones() -> None:
    account = Account.objects.create_user("celia@example.org")
    first = actions.printed_codes(account=account)
    second = actions.printed_codes(account=account)
    assert len(set(second)) == 10
    assert not set(first) & set(second)
    kept = Authenticator.objects.get(user=account).wrap()
    assert not kept.validate_code(first[0])
    assert kept.validate_code(second[0])
    assert not kept.validate_code(second[0])
    assert factor.has_one(account)


def test_a_closed_account_is_signed_out(world: scene.World) -> None:
    account = world.brian.person.account
    assert account is not None
    browser = scene.sign_in(Client(), world.brian)
    assert signed_in(browser)
    actions.close_account(account=account)
    assert not signed_in(browser)


def test_taking_a_new_address_alone_keeps_the_account_and_tells_the_old_one(world: scene.World) -> None:
    account = world.brian.person.account
    assert account is not None
    same = actions.take_mailbox(person=world.brian.person, new_email="Brian@New.example.org")
    assert same == account
    account.refresh_from_db()
    assert account.email == "brian@new.example.org"
    assert mails() == [("people.moved", "brian@example.org")]


def test_taking_a_new_address_from_a_shared_mailbox_leaves_the_other_there() -> None:
    ines = actions.make_person(name="Ines", email="home@example.org")
    olaf = actions.make_person(name="Olaf", email="home@example.org")
    new = actions.take_mailbox(person=ines, new_email="ines@example.org")
    assert new.email == "ines@example.org"
    assert Person.objects.get(pk=olaf.pk).account != new


def test_taking_an_address_that_is_known_moves_there() -> None:
    ines = actions.make_person(name="Ines", email="old@example.org")
    olaf = actions.make_person(name="Olaf", email="home@example.org")
    there = actions.take_mailbox(person=ines, new_email="home@example.org")
    assert there == olaf.account
    assert not Account.objects.filter(email="old@example.org").exists()


def test_taking_an_address_gives_one_to_who_had_none() -> None:
    joan = actions.make_person(name="Joan")
    there = actions.take_mailbox(person=joan, new_email="joan@example.org")
    assert Person.objects.get(pk=joan.pk).account == there
    assert mails() == []


def test_nobody_any_more_leaves_no_name_and_no_way_in() -> None:
    ines = actions.make_person(name="Ines", email="ines@example.org")
    actions.set_pin(person=ines, pin="2468")
    actions.forget(person=ines)
    ines.refresh_from_db()
    assert (ines.name, ines.pin, ines.account) == ("", "", None)
    assert not Account.objects.filter(email="ines@example.org").exists()
    actions.forget(person=ines)


def test_an_account_says_no_address_and_is_found_by_any_spelling() -> None:
    account = Account.objects.create_user("Ines@example.org")
    assert str(account) == f"account {account.pk}"
    assert str(actions.make_person(name="Ines")).startswith("person ")
    assert Account.objects.get_by_natural_key("INES@example.org") == account
