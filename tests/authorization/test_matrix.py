"""Every address, everybody, every method, own and foreign and missing things (assurance R1 and R2)."""

from __future__ import annotations

import pytest

from byturns.config import describe
from byturns.groups import policy
from tests.authorization import (
    pages_door,
    pages_giving,
    pages_history,
    pages_know,
    pages_mail,
    pages_members,
    pages_open,
    pages_safety,
    pages_talk,
)
from tests.authorization.canaries import NO_WORDS, text_fields
from tests.authorization.declared import Page, in_resolver, tries
from tests.authorization.roles import ROLES
from tests.authorization.scene import World
from tests.authorization.walk import Walk

pytestmark = pytest.mark.django_db  # so that the database is made; the scene is older than each test

PAGES: dict[str, Page] = {
    page.name: page
    for module in (
        pages_open,
        pages_talk,
        pages_giving,
        pages_members,
        pages_door,
        pages_safety,
        pages_history,
        pages_know,
        pages_mail,
    )
    for page in module.PAGES
}
KNOWN = in_resolver()
BOTH = sorted(PAGES.keys() & KNOWN.keys())


def test_every_address_is_declared_and_every_declaration_has_an_address():
    assert sorted(KNOWN.keys() - PAGES.keys()) == []
    assert sorted(PAGES.keys() - KNOWN.keys()) == []
    assert {known.pattern for known in KNOWN.values()} == {where for where, _view in describe.pages()}


def test_a_page_is_behind_the_gate_exactly_when_its_address_names_a_group():
    inside = {name for name, known in KNOWN.items() if "<slug:group_slug>" in known.pattern}
    assert {name for name in BOTH if PAGES[name].door == "group"} == inside
    assert all(known.view.rule in policy.RULES for name, known in KNOWN.items() if name in inside)


def test_pages_open_without_signing_in_are_those_declared_so():
    opened = {name for name, known in KNOWN.items() if getattr(known.view, "login_required", True) is False}
    assert {name for name in BOTH if PAGES[name].door == "open"} == opened


def test_every_private_field_holds_a_canary(scene_of_all: World):
    planted = scene_of_all.canaries.fields()
    assert sorted(text_fields() - planted - NO_WORDS.keys()) == []
    assert sorted((planted | NO_WORDS.keys()) - text_fields()) == []


def _all_tries(name: str) -> int:
    return sum(len(tries(PAGES[name], KNOWN[name].view, role)) for role in ROLES.values())


def test_the_matrix_is_large_enough():
    made = sum(_all_tries(name) for name in BOTH)
    assert made >= 20_000, made


@pytest.mark.slow
@pytest.mark.uncounted
@pytest.mark.parametrize("name", BOTH)
def test_everybody_gets_what_is_theirs_and_nothing_else(name: str, scene_of_all: World):
    walk = Walk(scene_of_all, PAGES[name], KNOWN[name]).all()
    assert walk.made == _all_tries(name)
    assert walk.faults == []
