"""Choosing one's mail, and how the group's mail names itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from byturns.core import clock
from byturns.groups.actions import breaks
from byturns.groups.scoping import everywhere, in_group
from byturns.mail.models import OwnAddress
from byturns.notifications import queries
from byturns.notifications.models import Choice
from tests.world import World

pytestmark = pytest.mark.django_db
PATH = "/g/tuesday/me/mail/"
GOOD = {
    "pace": "weekly",
    "shows": "plain",
    "hour": "18",
    "weekday": "4",
    "quiet_from": "21",
    "quiet_to": "7",
    "quiet_days": ["5", "6"],
}


def test_until_she_chooses_one_quiet_letter_comes_a_day(world: World, as_):
    with in_group(world.group):
        choice = queries.choice_of(world.amina)
    assert (choice.pace, choice.showing, choice.hour) == ("daily", "quiet", 8)
    page = as_(world.amina).get(PATH)
    assert "amina@example.org" in page.text
    with everywhere("a test looks"):
        assert not Choice.objects.exists()


def test_what_she_chose_is_kept_and_shown_again(world: World, as_):
    client = as_(world.amina)
    assert client.post(PATH, GOOD).status_code == 303
    with everywhere("a test looks"):
        [choice] = Choice.objects.all()
    assert (choice.membership_id, choice.pace, choice.shows, choice.hour, choice.weekday) == (
        world.amina.pk,
        "weekly",
        "plain",
        18,
        4,
    )
    assert (choice.quiet_from, choice.quiet_to, choice.quiet_days) == (21, 7, "56")
    assert choice.telling_subject is False
    page = client.get(PATH).text
    assert page.count("checked") == 4  # how often, how much, two quiet days
    assert client.post(PATH, {**GOOD, "pace": "none"}).status_code == 303
    with everywhere("a test looks"):
        assert Choice.objects.get().pace == "none"


@pytest.mark.parametrize(
    "wrong",
    [
        {"pace": "hourly"},
        {"hour": "24"},
        {"weekday": "9"},
        {"shows": "loud"},
        {"quiet_from": "x"},
        {"pace": "each", "quiet_days": list("0123456")},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_changed(world: World, as_, wrong):
    answer = as_(world.amina).post(PATH, {**GOOD, **wrong})
    assert answer.status_code == 422
    assert "Something needs putting right" in answer.text
    with everywhere("a test looks"):
        assert not Choice.objects.exists()


def test_others_have_no_page_here(world: World, as_, client):
    assert as_(world.farid).get(PATH).status_code == 404
    assert as_(world.erin).get(PATH).status_code == 403
    assert client.get(PATH).status_code == 302


def test_a_steward_says_how_the_groups_mail_names_itself(world: World, as_):
    path = "/g/tuesday/people/looking-after/mail/"
    assert as_(world.amina).get(path).status_code == 403
    assert as_(world.celia).post(path, {"sender": " Tuesday\n "}).status_code in {302, 303}


def test_joining_asks_once_whether_somebody_else_sees_the_mail(world: World, as_):
    client = as_(world.amina)
    question = "Could someone else see your e-mail?"
    assert question in client.get("/g/tuesday/").text
    assert question not in as_(world.brian).get("/g/tuesday/").text
    client = as_(world.amina)
    assert client.post(PATH + "shows/", {}).status_code == 422
    assert client.post(PATH + "shows/", {"shows": "plain"}).status_code == 303
    assert question not in client.get("/g/tuesday/").text
    with everywhere("a test looks"):
        assert Choice.objects.get().shows == "plain"


def test_the_question_can_be_put_off_and_mail_stays_quiet(world: World, as_):
    client = as_(world.amina)
    assert client.post(PATH + "shows/", {"later": "1"}).status_code == 303
    assert "Could someone else see your e-mail?" not in client.get("/g/tuesday/").text
    with everywhere("a test looks"):
        assert Choice.objects.get().showing == "quiet"


def test_an_empty_form_is_refused_and_the_name_of_our_mail_is_found(world: World, as_):
    assert as_(world.amina).post(PATH, {}).status_code == 422
    assert "/people/looking-after/mail/" in as_(world.celia).get("/g/tuesday/people/looking-after/").text
    assert "/people/looking-after/mail/" not in as_(world.amina).get("/g/tuesday/people/looking-after/").text


def test_my_mail_says_where_to_begin_something_and_opening_it_makes_no_address(world: World, as_, settings):
    settings.MAIL_IN, browser = "127.0.0.1:2525", as_(world.amina)
    page = browser.get(PATH).text
    assert f'"mailto:tuesday@{settings.MAIL_DOMAIN}"' in page
    with everywhere("a test looks"):
        assert not OwnAddress.objects.exists()
    assert browser.post("/g/tuesday/me/mail/addresses/", {"own": "1"}).status_code == 303
    with in_group(world.group):
        [own] = OwnAddress.objects.all()
    assert own.membership_id == world.amina.pk
    assert f'"mailto:g-{own.token}@{settings.MAIL_DOMAIN}"' in browser.get(PATH).text
    assert own.token not in as_(world.celia).get(PATH).text
    settings.MAIL_IN = ""
    assert "mailto:" not in browser.get(PATH).text


def test_during_a_break_my_mail_says_so(world: World, as_):
    assert "While you are on a break" in as_(world.amina).get(PATH).text
    with in_group(world.group):
        breaks.take(member=world.amina, until=clock.today(world.group.zone) + timedelta(days=3))
    assert "You are on a break until" in as_(world.amina).get(PATH).text
