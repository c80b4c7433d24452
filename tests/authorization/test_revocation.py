"""Whoever left, was removed or changed place gets nothing more over what they still hold (assurance R3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from byturns.core.models import OutgoingMail
from byturns.groups.actions import leaving
from byturns.groups.actions import stewards as stewarding
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.people import actions as people
from tests import world as scene
from tests.world import World

SECRET = "a secret of the group"


@pytest.fixture
def held(world: World) -> list[tuple[str, str]]:
    """What an old browser of Brian's still knows: addresses it had open, and forms it could send."""
    where = scene.conversation(world.celia, SECRET, title=SECRET)
    circle = scene.conversation(world.brian, SECRET, title=SECRET)
    with everywhere("a test sets the scene"):
        message = where.messages.get()
    home, talk = "/g/tuesday/", f"/g/tuesday/c/{where.public_id}/"
    reads = [
        home,
        "/g/tuesday/talk/",
        "/g/tuesday/people/",
        f"/g/tuesday/people/{world.celia.public_id}/",
        "/g/tuesday/me/words/",
        reverse("groups:log", args=["tuesday"]),
        "/g/tuesday/find/",
        talk,
        f"{talk}?all=1",
        f"{talk}?paper=1",
        f"{talk}m/{message.public_id}/",
        f"/g/tuesday/c/{circle.public_id}/",
    ]
    sends = [
        f"{talk}draft/",
        f"{talk}heard/",
        talk,
        "/g/tuesday/ask/draft/",
        "/g/tuesday/ask/",
        "/g/tuesday/me/words/",
        "/g/tuesday/find/",
        f"/g/tuesday/report/message/{message.public_id}/",
    ]
    return [("get", path) for path in reads] + [("post", path) for path in sends]


def _tried(clients: list[Client], held: list[tuple[str, str]]) -> set[int]:
    """Send all of it over all browsers; every answer is a refusal without the group's words."""
    statuses = set()
    for client in clients:
        for method, path in held:
            form = {"words": "Hello", "title": "Hello", "kind": "story", "m": "hear.x", "severity": "house"}
            answer = client.get(path) if method == "get" else client.post(path, form)
            assert SECRET not in answer.content.decode()
            assert answer.status_code == 404 or answer.headers["Location"].startswith(("/in/", "/me/which/"))
            statuses.add(answer.status_code)
    return statuses


def _browsers(member: Membership) -> list[Client]:
    return [scene.sign_in(Client(), member) for _ in range(3)]


def test_it_was_open_before(world: World, held: list[tuple[str, str]]):
    """Otherwise the tests below would prove nothing."""
    (browser,) = _browsers(world.brian)[:1]
    assert {browser.get(path).status_code for method, path in held if method == "get"} == {200}


def test_after_leaving(world: World, held: list[tuple[str, str]]):
    browsers = _browsers(world.brian)
    with in_group(world.group):
        leaving.leave(member=world.brian, words="keep")
    assert _tried(browsers, held) == {302}


def test_after_leaving_who_is_in_another_group_too(world: World, held: list[tuple[str, str]]):
    """The sign-in goes on for the other group, and opens nothing here."""
    with everywhere("a test sets the scene"):
        Membership.objects.create(
            group=world.other_group, person=world.brian.person, display_name="B.", agreed_version=0
        )
    browsers = _browsers(world.brian)
    with in_group(world.group):
        leaving.leave(member=world.brian, words="keep")
    assert _tried(browsers, held) == {404}
    assert browsers[0].get("/g/harbour/").status_code == 200


def test_after_being_removed(world: World, held: list[tuple[str, str]], run_jobs: Callable[[], None]):
    browsers = _browsers(world.brian)
    with in_group(world.group):
        leaving.remove(member=world.celia, whom=world.brian, reason="Because")
    assert _tried(browsers, held) == {404}
    with everywhere("a test looks"):
        assert Membership.objects.get(pk=world.brian.pk).status == Membership.Status.REMOVED
    run_jobs()
    assert list(OutgoingMail.objects.values_list("kind", flat=True)) == ["groups.removed"]


def test_after_a_death_was_noted(world: World, held: list[tuple[str, str]]):
    browsers = _browsers(world.brian)
    with in_group(world.group):
        leaving.note_death(member=world.celia, whom=world.brian, tell=False)
    assert _tried(browsers, held) == {302}


def test_after_moving_to_another_mailbox(world: World, held: list[tuple[str, str]]):
    """Recovery: what is signed in with the lost mailbox ends."""
    browsers = _browsers(world.brian)
    people.move_to_new_mailbox(person=world.brian.person, new_email="new@example.org")
    assert _tried(browsers, held) == {302}


def test_after_the_account_was_closed(world: World, held: list[tuple[str, str]]):
    browsers = _browsers(world.brian)
    assert world.brian.person.account is not None
    people.close_account(account=world.brian.person.account)
    assert _tried(browsers, held) == {302}


def test_after_stepping_down(world: World):
    """The steward's pages close at once, in browsers where the second factor is fresh too."""
    from tests.groups import factor

    dilys = scene.join(world.group, "Dilys", role=Membership.Role.STEWARD)
    browser = factor.fresh(dilys)
    names = ("groups:everybody", "groups:settings", "safety:cases", "groups:join_link", "portability:bring")
    pages = [reverse(name, args=["tuesday"]) for name in names]
    assert {browser.get(page).status_code for page in pages} == {200}
    with in_group(world.group):
        stewarding.step_down(member=dilys)
    assert {browser.get(page).status_code for page in pages} == {403}


def test_mail_on_its_way_is_not_sent_to_who_has_left(world: World, run_jobs: Callable[[], None], mailoutbox):
    """The letter is written at the moment of sending: it finds nobody to write to any more."""
    with in_group(world.group):
        stewarding.offer(member=world.celia, whom=world.brian)
        leaving.remove(member=world.celia, whom=world.brian, reason="Because")
    run_jobs()
    assert [letter.subject for letter in mailoutbox if "steward too" in letter.body] == []
