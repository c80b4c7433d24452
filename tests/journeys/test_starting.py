"""From nothing to a working group: the first steward, in the browser, with a link that works once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from byturns.groups.actions import setup
from byturns.groups.models import Group
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_steward_starts_a_group_and_invites_the_first_person(site: Site, script: bool) -> None:
    link = setup.make_link()
    sal = site.window(script=script)
    sal.goto(link)
    sal.get_by_label("Name of the group").fill("Oaks")
    sal.get_by_label("The name you want to use in the group").fill("Sal")
    sal.get_by_label("Your e-mail address").fill("sal@example.org")
    sal.get_by_role("button", name="Begin the group").click()
    codes = re.findall(r"\d{4} \d{4}", sal.get_by_role("main").inner_text())
    assert len(codes) == 10
    sal.get_by_role("button", name="I have them on paper").click()

    # The link was good for once.
    late = site.window(script=script)
    answer = late.goto(link)
    assert answer is not None
    assert answer.status == 404

    sal.get_by_role("link", name="Invite the first people").click()
    sal.get_by_label("Their e-mail address").fill("tom@example.org")
    sal.get_by_label("A line from you").fill("Come and have tea with us.")
    sal.get_by_role("button", name="Send the invitation").click()
    expect(sal.get_by_text("tom@example.org").first).to_be_visible()
    [letter] = site.letters_to("tom@example.org")
    assert "tea" not in letter
    tom = site.window(script=script)
    tom.goto(site.link_in(letter))
    expect(tom.get_by_role("heading", name="You are invited to Oaks")).to_be_visible()
    expect(tom.get_by_text("Come and have tea with us.")).to_be_visible()

    sal.goto("/")
    expect(sal.get_by_role("heading", name="What would help today?")).to_be_visible()
    assert Group.objects.get().name == "Oaks"
