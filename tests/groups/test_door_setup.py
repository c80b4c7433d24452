from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from byturns.core.models import EventRecord
from byturns.groups import wording
from byturns.groups.actions import setup
from byturns.groups.models import Agreement, Group, JoinQuestion, Membership
from byturns.groups.scoping import everywhere
from byturns.people.models import Account

CODE = re.compile(r"<li>\s*(\d{4} \d{4})\s*</li>")


def filled(**changes: str) -> dict[str, str]:
    return {
        "name": "Oaks",
        "slug": "",
        "time_zone": "Europe/London",
        "waking_from": "8",
        "waking_to": "21",
        "steward_name": "Sal",
        "email": "Sal@Example.org",
        "limits": str(wording.LIMITS),
        "words": str(wording.AGREEMENT),
        "welcome": "Come in.",
        "questions": "Who do you look after?\n\n  What do you hope for?  \n",
        **changes,
    }


def link() -> str:
    return setup.make_link()


def test_from_the_link_to_a_working_group(db: None):
    path = link()
    browser = Client()
    shown = browser.get(path)
    assert shown.status_code == 200
    assert str(wording.LIMITS).split("\n")[0] in shown.content.decode()

    made = browser.post(path, filled())
    group = Group.objects.get()
    begin = reverse("groups:begin", kwargs={"group_slug": group.slug})
    assert (made.status_code, made["Location"]) == (302, begin)
    assert len(group.slug) == 8
    assert (group.name, group.agreement_version, group.waking_from) == ("Oaks", 1, 8)
    with everywhere("a test looks"):
        steward = Membership.objects.get()
        assert (steward.display_name, steward.role, steward.agreed_version) == ("Sal", "steward", 1)
        assert Agreement.objects.get().version == 1
        assert [one.words for one in JoinQuestion.objects.all()] == [
            "Who do you look after?",
            "What do you hope for?",
        ]
    assert Account.objects.get().email == "sal@example.org"
    kinds = list(EventRecord.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "groups.GroupStarted",
        "groups.MemberJoined",
        "groups.AgreementChanged",
        "groups.AgreementAgreed",
        "groups.QuestionsChanged",
    ]

    next_page = browser.get(begin)
    assert next_page.status_code == 200
    codes = CODE.findall(next_page.content.decode())
    assert len(set(codes)) == 10
    assert [letter.to for letter in mail.outbox] == [["sal@example.org"]]
    assert "the mail server took it" in next_page.content.decode()

    assert CODE.findall(browser.get(begin).content.decode()) == codes  # a reload loses nothing
    browser.post(begin, {"printed": "1"})
    assert CODE.findall(browser.get(begin).content.decode()) == []

    # A printed code opens what needs a second factor.
    settings = reverse("groups:settings", kwargs={"group_slug": group.slug})
    asked = browser.get(settings)
    assert asked.status_code == 303
    browser.post(asked["Location"], {"code": codes[0]})
    assert browser.get(settings).status_code == 200


def test_the_link_works_once_and_nothing_else_opens_the_page(db: None):
    path = link()
    assert Client().get(reverse("groups:start", kwargs={"token": "wrong"})).status_code == 404
    assert Client().post(path, filled()).status_code == 302
    assert Client().get(path).status_code == 404
    assert Client().post(path, filled(name="Second")).status_code == 404
    assert Group.objects.count() == 1


def test_a_newer_link_kills_the_older(db: None):
    first, second = link(), link()
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("name", "x" * 200_000),
        ("slug", "Our Group"),
        ("slug", "ab"),
        ("slug", "-oaks"),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../../etc/passwd"),
        ("waking_from", "22"),
        ("waking_to", "25"),
        ("waking_to", "noon"),
        ("steward_name", "\x00\u202e"),
        ("email", "sal@example.org\nBcc: all@example.org"),
        ("email", "sal"),
        ("limits", " ".join(["word"] * 120)),
        ("words", ""),
        ("questions", "x" * 301),
        ("questions", "why?\n" * 11),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(db: None, field: str, value: str):
    path = link()
    answer = Client().post(path, filled(**{field: value}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Something needs putting right" in page
    assert "Come in." in page
    assert not Group.objects.exists()
    assert not Account.objects.exists()
    assert Client().get(path).status_code == 200  # the link still works


def test_marks_nobody_sees_are_taken_out_of_names(db: None):
    Client().post(link(), filled(name="  Oa\u202eks \x00 ", steward_name="Sal\u2066 B"))
    with everywhere("a test looks"):
        assert (Group.objects.get().name, Membership.objects.get().display_name) == ("Oaks", "Sal B")


def test_a_bland_word_may_be_chosen_once(db: None):
    Client().post(link(), filled(slug="oaks"))
    answer = Client().post(link(), filled(slug="oaks", email="b@example.org"))
    assert answer.status_code == 422
    assert Group.objects.count() == 1


@override_settings(EMAIL_BACKEND="byturns.config.mailfolder.Backend")
def test_without_a_mail_server_the_page_says_so(db: None):
    browser = Client()
    begin = browser.post(link(), filled())["Location"]
    page = browser.get(begin).content.decode()
    assert "No mail server is set" in page
    assert len(CODE.findall(page)) == 10


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=1,
    EMAIL_TIMEOUT=2,
)
def test_a_mail_server_that_does_not_answer_locks_nobody_out(db: None):
    browser = Client()
    begin = browser.post(link(), filled())["Location"]
    page = browser.get(begin).content.decode()
    assert "The mail server did not take the test mail" in page
    assert len(CODE.findall(page)) == 10


def test_next_steps_are_for_stewards(db: None):
    browser = Client()
    begin = browser.post(link(), filled())["Location"]
    assert Client().get(begin).status_code == 302
    assert browser.post(begin, {"try": "1"}).status_code == 303
    assert len(mail.outbox) == 2
