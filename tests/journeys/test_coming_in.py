"""Coming in: invited by somebody, or asking to join and talking first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from byturns.groups.actions import agreement, invitations, questions
from byturns.groups.models import Group, Membership
from byturns.groups.scoping import in_group
from tests import world as scene
from tests.browser.site import Site

pytestmark = pytest.mark.browser
LIMITS = "What is said here stays here, unless a life is in danger."


@pytest.fixture
def group(site: Site, world: scene.World) -> scene.World:
    """The usual group with an agreement, its limits, a question of its own, and no quiet time."""
    Group.objects.update(quiet_hours=0)
    with in_group(world.group):
        Membership.objects.update(agreed_version=1)
        questions.put(member=world.celia, asked=["Who do you look after?"])
        agreement.publish(member=world.celia, words="We are kind.", limits=LIMITS, based_on=0)
    return world


def say_first_words(page: Page, words: str) -> None:
    page.get_by_role("link", name="Simply tell").or_(page.get_by_role("link", name="simply tell")).click()
    page.get_by_label("What is going on?").fill(words)
    page.get_by_role("button", name="Send to the group").click()
    expect(page.get_by_role("article").get_by_text(words)).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_invited_joined_agreed_and_said_the_first_words(site: Site, group: scene.World, script: bool) -> None:
    with in_group(group.group):
        invitations.invite(member=group.celia, email="ines@example.org", note="It does one good.")
    [letter] = site.letters_to("ines@example.org")
    assert "It does one good." not in letter
    assert "Tuesday" not in letter
    ines = site.window(script=script)
    ines.goto(site.link_in(letter))
    expect(ines.get_by_text("It does one good.")).to_be_visible()
    # What stays here, and what may not, before anything can be written.
    expect(ines.get_by_text(LIMITS)).to_be_visible()
    ines.get_by_label("The name you want to use here").fill("Ines")
    ines.get_by_label("I am 18 or older").check()
    ines.get_by_label("I have read what the group agrees").check()
    ines.get_by_role("button", name="Join the group").click()
    if ines.get_by_label("Your e-mail address").count():
        site.sign_in(ines, "ines@example.org")
    elif ines.get_by_label("The code from the mail").count():
        ines.get_by_label("The code from the mail").fill(site.code_for("ines@example.org"))
        ines.get_by_role("button", name="Sign in", exact=True).click()
    if ines.get_by_role("link", name="Skip this").count():
        ines.get_by_role("link", name="Skip this").click()
    ines.goto("/")
    say_first_words(ines, "I never know whether I do it right.")

    # The link worked once.
    other = site.window(script=script)
    other.goto(site.link_in(letter))
    expect(other.get_by_label("The name you want to use here")).to_have_count(0)

    # Her first words stand at the top of the others' home page.
    brian = site.as_(group.brian, script=script)
    brian.goto("/")
    waiting = brian.get_by_role("region", name="Waiting for someone")
    expect(waiting.get_by_text("New here, first message")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False])
def test_asked_to_join_talked_and_was_let_in(site: Site, group: scene.World, script: bool) -> None:
    scene.conversation(group.brian, "Nobody outside may read this.")
    hana = site.window(script=script)
    hana.goto(f"/join/{group.group.join_token}/")
    expect(hana.get_by_text(LIMITS)).to_be_visible()
    hana.get_by_role("button", name="Ask to join").click()
    site.sign_in(hana, "hana@example.org")
    hana.get_by_label("The name you want to use here").fill("Hana")
    hana.get_by_label("Who do you look after?").fill("My aunt, since the spring.")
    hana.get_by_label("I am 18 or older").check()
    hana.get_by_role("button", name="Send it to the group").click()
    expect(hana.get_by_role("heading", name="You asked to join")).to_be_visible()
    # Asking opens nothing of the group.
    answer = hana.goto(f"/g/{group.slug}/")
    assert answer is not None
    assert answer.status == 404

    brian = site.as_(group.brian, script=script)
    brian.goto(f"/g/{group.slug}/asking/")
    brian.get_by_role("link", name="Hana").click()
    expect(brian.get_by_text("My aunt, since the spring.")).to_be_visible()
    brian.get_by_label("Write to this person").fill("Aunts count.")
    brian.get_by_role("button", name="Send", exact=True).click()

    site.letters_to("hana@example.org")
    hana.goto("/")
    if not hana.get_by_text("Aunts count.").count():
        hana.get_by_role("main").get_by_role("link").first.click()
    expect(hana.get_by_text("Aunts count.")).to_be_visible()
    expect(hana.get_by_text("A member of the group")).to_be_visible()
    expect(hana.get_by_text("Brian")).to_have_count(0)
    hana.get_by_label("Write to the group").fill("Thank you. May I come?")
    hana.get_by_role("button", name="Send", exact=True).click()

    celia = site.as_(group.celia, script=script)
    celia.goto(f"/g/{group.slug}/asking/")
    celia.get_by_role("link", name="Hana").click()
    expect(celia.get_by_text("Thank you. May I come?")).to_be_visible()
    celia.get_by_role("link", name="Let them in").click()
    celia.get_by_role("button", name="Let them in").click()

    hana.goto("/")
    hana.get_by_label("I have read this, and I agree").check()
    hana.get_by_role("button", name="Go in").click()
    hana.get_by_role("link", name="Skip this").click()
    hana.goto("/")
    say_first_words(hana, "So here I am.")
