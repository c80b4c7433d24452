"""The page that tells a member which mails come, and why: all of them, and only hers."""

from __future__ import annotations

from collections import Counter

from byturns.core import outbox
from byturns.groups import mails
from tests.world import World

PAGE = "/g/tuesday/me/mails/"


def test_every_letter_of_the_house_is_spoken_of_once():
    told = Counter(letter for mail in mails.declared for letter in mail.letters)
    of_tests = {kind for kind in outbox.LETTERS if kind.startswith("test")}
    assert told == Counter(set(outbox.LETTERS) - of_tests)


def test_each_reads_of_what_comes_to_her_alone(world: World, as_, django_assert_max_num_queries):
    browser = as_(world.amina)
    with django_assert_max_num_queries(8):
        amina = browser.get(PAGE).content.decode()
    assert "When somebody asks to join, so that you can speak up first." in amina
    assert "As a steward, also" not in amina
    steward = as_(world.celia).get(PAGE).content.decode()
    assert "When somebody reports something." in steward
    guest = as_(world.erin).get(PAGE).content.decode()
    assert "The six digits" in guest
    assert "When somebody asks to join" not in guest
    assert all("To people outside" not in page for page in (amina, steward, guest))
    assert PAGE in as_(world.amina).get("/g/tuesday/me/").content.decode()
