from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from byturns.config import released
from byturns.safety import signposts

POSTS = [(country, post) for country, posts in signposts.COUNTRIES.items() for post in posts]


def test_frozen_at_the_day_of_the_release():
    assert signposts.RELEASED == released.ON


@pytest.mark.parametrize(("country", "post"), POSTS, ids=[post.key for _, post in POSTS])
def test_each_number_is_set_well_formed_sourced_and_within_its_review(country, post):
    assert str(post.name)
    assert str(post.about)
    assert str(post.hours)
    assert re.fullmatch(r"\d{3,11}", post.dial)
    assert post.number.replace(" ", "") == post.dial
    assert post.source.startswith("https://")
    assert post.checked_on <= signposts.RELEASED < post.review_by
    assert post.review_by - post.checked_on <= timedelta(days=366)
    assert post.by_text or not post.says


def test_the_numbers_that_must_never_be_missing():
    found = {post.key: (post.dial, post.says) for post in signposts.BRITAIN}
    assert found["emergency"] == ("999", "")
    assert found["nhs"] == ("111", "")
    assert found["samaritans"] == ("116123", "")
    assert found["shout"] == ("85258", "SHOUT")
    assert found["relay_emergency"] == ("18000", "")
    assert len(found) == len(signposts.BRITAIN)


def test_stale_only_after_the_day_of_review():
    post = signposts.BRITAIN[0]
    assert signposts.stale(post.review_by, [post]) == []
    assert signposts.stale(post.review_by + timedelta(days=1), [post]) == [post]
    assert signposts.stale(date(2026, 11, 24)) == []


@pytest.mark.django_db
def test_everyone_reaches_every_number_without_signing_in(world):
    answer = Client().get("/help/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for post in signposts.BRITAIN:
        assert f'href="{post.href}"' in page
    assert "not a crisis service" in page
    assert "Tuesday Carers" not in page


@pytest.mark.django_db
def test_a_text_opens_with_its_word():
    assert 'href="sms:85258?body=SHOUT"' in Client().get("/help/").content.decode()
