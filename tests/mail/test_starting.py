"""A conversation begun by mail: its kind, who reads it, and how to take it down, all without a page."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import places
from byturns.mail.starting import Start, start_of
from byturns.notifications import actions as choices
from tests.mail.by_mail import address_of, link_to, sent_to, written
from tests.world import World

QUIET = "There is something new in your group.\n\nGo and see: http://localhost:8000/g/tuesday/\n"
AMINA = "amina@example.org"
comes_in = pytest.mark.usefixtures("border")


@pytest.mark.parametrize(
    ("subject", "start"),
    [
        ("Listen: the nights", Start("the nights", "listen", True)),
        ("LISTEN - the nights", Start("the nights", "listen", True)),
        ("Re: re: Feel: so tired", Start("so tired", "normal", True)),
        ("“Manage”: the stairs", Start("the stairs", "managed", True)),
        ("where", Start("", "practical", True)),
        ("Else. Tomatoes", Start("Tomatoes", "beyond", True)),
        ("Where do I find a cushion?", Start("Where do I find a cushion?", "practical", False)),
        ("  listen   to me", Start("listen to me", "listen", False)),
        ("Elsewhere", Start("Elsewhere")),
        ("Listening", Start("Listening")),
        ("How do I manage?", Start("How do I manage?")),
        ("RE: Cushions", Start("Cushions")),
        ("", Start("")),
    ],
)
def test_the_subject_names_a_kind(subject, start):
    assert start_of(subject) == start


@given(st.text(max_size=300))
def test_any_subject_begins_something(subject):
    start = start_of(subject)
    assert len(start.title) <= len(subject)
    assert start.sure is False or start.kind is not None


@pytest.fixture
def begin(world: World, bring):
    def go(subject: str, shows: str = "whole") -> str:
        with in_group(world.group):
            choices.choose(member=world.amina, pace="none", shows=shows)
            address = places.own_address(world.amina)
        assert bring(written("CANARYWORDS of hers", subject=subject), address).state == "posted"
        return sent_to(AMINA)[-1].body

    return go


def opened() -> tuple[str, str, bool]:
    with everywhere("a test looks"):
        talk = Conversation.objects.get()
        return talk.title, talk.kind, talk.just_listening


@comes_in
@pytest.mark.django_db(transaction=True)
def test_with_a_word_in_the_subject_it_stands_as_that_kind(world: World, begin):
    body = begin("Listen: CANARYTITLE")
    assert opened() == ("CANARYTITLE", "listen", True)
    assert "It is up." in body
    assert "It stands as “Someone to listen”." in body
    assert "4 members can read it. Nobody outside." in body
    assert "CANARY" not in body
    assert "Is this normal to feel?:" not in body  # she has said it: nothing is asked


@comes_in
@pytest.mark.django_db(transaction=True)
def test_without_one_the_answer_offers_a_link_for_each_kind(world: World, begin, bring):
    body = begin("CANARYTITLE")
    assert opened() == ("CANARYTITLE", "story", False)
    path = link_to(body, "How did others manage?")
    page = Client().get(path).text
    assert page.count('<button class="button"') == 1
    assert "CANARY" not in page
    assert opened()[1] == "story"
    Client().post(path)
    assert opened() == ("CANARYTITLE", "managed", False)
    assert bring(written(), address_of(body, "Someone to listen")).state == "done"
    assert opened() == ("CANARYTITLE", "listen", True)


@comes_in
@pytest.mark.django_db(transaction=True)
def test_a_guess_is_told_and_can_be_put_right(world: World, begin):
    body = begin("Where do I begin?")
    assert opened() == ("Where do I begin?", "practical", False)
    assert "It stands as “Where, what or how?”. If you meant something else, choose it here:" in body
    Client().post(link_to(body, "Is this normal to feel?"))
    assert opened()[1] == "normal"


@comes_in
@pytest.mark.django_db(transaction=True)
def test_it_is_taken_down_by_mail(world: World, begin, bring):
    body = begin("Nights")
    assert bring(written(), address_of(body, "Take it down")).state == "done"
    with everywhere("a test looks"):
        assert Conversation.objects.get().messages.get().taken_down_at is not None


@comes_in
@pytest.mark.django_db(transaction=True)
def test_the_answer_comes_at_once_and_says_no_more_than_she_chose(world: World, begin):
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(on_break_until=clock.now().date())
    body = begin("CANARYTITLE", "quiet")
    assert body.startswith(QUIET)
    assert "/mail/do/" not in body
    assert "CANARY" not in body
