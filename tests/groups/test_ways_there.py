"""Where things are found: in one or two presses, by those who may."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client

from byturns.core import clock
from byturns.groups.actions import invitations
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.safety.actions import reporting
from byturns.safety.kinds import Severity
from byturns.safety.models import LocalNumber
from tests import world as scene
from tests.world import World

PEOPLE = "/g/tuesday/people/"
AFTER = f"{PEOPLE}looking-after/"


def links(client: Client, page: str) -> list[str]:
    """Every address in the page proper, in order: not the menus."""
    text = client.get(page).content.decode()
    return re.findall(r'<a[^>]*href="([^"]+)"', text.split("<main", 1)[1].split("</main>", 1)[0])


def report(by: Membership, about: Membership) -> None:
    with in_group(by.group_id):
        reporting.report_person(member=by, person=about, severity=Severity.SOON, words="heron-canary")


def test_inviting_and_bringing_history_stand_at_the_top_for_those_who_may(world: World, as_):
    assert links(as_(world.amina), PEOPLE)[:2] == ["/g/tuesday/invite/", AFTER]
    assert links(as_(world.celia), AFTER)[1:3] == ["/g/tuesday/invite/", "/g/tuesday/history/bring/"]
    assert "/g/tuesday/history/bring/" not in links(as_(world.amina), AFTER)


def test_what_is_mine_leads_on_to_all_that_is_mine(world: World, as_):
    found = links(as_(world.amina), "/g/tuesday/me/")
    for page in ("history/", "why/", "privacy/", "me/words/"):
        assert f"/g/tuesday/{page}" in found
    assert "/g/tuesday/why/" not in links(as_(world.erin), "/g/tuesday/me/")
    assert "/g/tuesday/history/" not in links(as_(world.erin), "/g/tuesday/me/")


def test_me_leads_to_me_in_each_of_my_groups_and_in_no_other(world: World, as_):
    found = links(as_(world.amina), "/me/")
    assert [one for one in found if one.startswith("/g/")] == [
        "/g/tuesday/me/",
        "/g/tuesday/me/words/",
        "/g/tuesday/privacy/",
    ]


def test_reports_that_wait_stand_at_the_top_for_who_hears_them(world: World, as_):
    dilys = scene.join(world.group, "Dilys", role=Membership.Role.STEWARD)
    report(world.amina, world.brian)
    report(world.amina, world.celia)  # about a steward: she is not told that there is one
    pages = {
        who.display_name: as_(who).get(AFTER).content.decode() for who in (world.celia, dilys, world.brian)
    }
    assert ["reports wait" in pages["Dilys"], "2 reports" in pages["Dilys"]] == [True, True]
    assert "1 report waits" in pages["Celia"]
    assert "report waits" not in pages["Brian"]
    assert not any("heron-canary" in page for page in pages.values())


def test_numbers_that_nobody_checked_are_said_there_too(world: World, as_):
    past = clock.today(world.group.zone) - timedelta(days=1)
    with everywhere("a test sets the scene"):
        LocalNumber.objects.create(
            group=world.group, name="Night line", number="01234 567890", checked_on=past, review_by=past
        )
    assert "Night line" in as_(world.celia).get(AFTER).content.decode()
    assert "Night line" not in as_(world.amina).get(AFTER).content.decode()


def test_looking_after_costs_the_same_with_many_reports(world: World, as_, django_assert_max_num_queries):
    celia = as_(world.celia)
    for _ in range(3):
        report(world.amina, world.brian)
    celia.get(AFTER)
    with django_assert_max_num_queries(11):
        celia.get(AFTER)


def test_who_is_invited_finds_where_to_write_without_an_account(world: World, run_jobs, mailoutbox):
    token = world.group.join_token
    with in_group(world.group):
        invitations.invite(member=world.brian, email="ines@example.org")
    run_jobs()
    [path] = re.findall(r"/invited/\S+", str(mailoutbox[-1].body))
    assert 'href="/contact/tuesday/"' in Client().get(path).content.decode()
    assert "/contact/" not in Client().get("/").content.decode()
    # Who asks to join learns nothing of the group, its address neither.
    assert "/contact/" not in Client().get(f"/join/{token}/").content.decode()


def test_the_first_page_says_for_whom_it_is_and_what_to_do_without_a_link():
    page = Client().get("/").content.decode()
    assert "For people who look after somebody" in page
    assert "No link? Ask the person who told you about the group, or your carers’ centre." in page


def test_pages_to_print_have_a_button_that_needs_a_script(world: World, as_):
    page = as_(world.amina).get("/g/tuesday/invite/poster/").content.decode()
    assert '<button class="button" type="button" hidden>Print this</button>' in page
    assert "On a phone:" in page
