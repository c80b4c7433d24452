from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from byturns.core.models import EventRecord
from byturns.groups import policy, wording
from byturns.groups.actions import agreement as actions
from byturns.groups.models import Agreement, AgreementYes, HealthConsent, JoinReason, Membership
from byturns.groups.queries import agreement as queries
from byturns.groups.scoping import everywhere, in_group
from byturns.groups.views import ways
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

LIMITS = "What is said here stays here."


def page(world: World, name: str, **kwargs: object) -> str:
    return reverse(f"groups:{name}", kwargs={"group_slug": world.slug, **kwargs})


def published(world: World, words: str, *, limits: str = LIMITS, change: str = "") -> Agreement:
    with in_group(world.group):
        celia = Membership.objects.select_related("group").get(pk=world.celia.pk)
        return actions.publish(
            member=celia,
            words=words,
            limits=limits,
            change=change,
            based_on=celia.group.agreement_version,
        )


def facts(kind: str) -> list[dict[str, object]]:
    return list(EventRecord.objects.filter(kind=f"groups.{kind}").values_list("facts", flat=True))


def test_everybody_is_led_to_a_new_version_and_goes_in_after_one_yes(world: World):
    published(world, "We are kind.")
    browser = scene.sign_in(Client(), world.amina)

    led = browser.get(page(world, "privacy"))
    assert led.status_code == 200  # what is kept may be read before saying yes
    led = browser.get(page(world, "health"))
    assert (led.status_code, led["Location"]) == (302, page(world, "agreement"))

    shown = browser.get(page(world, "agreement"))
    assert shown.status_code == 200
    assert shown.content.index(b"stays here") < shown.content.index(b"We are kind")

    said = browser.post(page(world, "agreement"), {"version": "1", "yes": "on"})
    assert (said.status_code, said["Location"]) == (303, page(world, "why"))
    assert browser.get(page(world, "health")).status_code == 200
    assert facts("AgreementAgreed")[-1] == {
        "membership_id": world.amina.pk,
        "version": 1,
        "said_to_id": None,
    }


def test_a_yes_needs_the_tick(world: World):
    published(world, "We are kind.")
    answer = scene.sign_in(Client(), world.amina).post(page(world, "agreement"), {"version": "1"})
    assert answer.status_code == 422
    with in_group(world.group):
        assert not AgreementYes.objects.filter(membership=world.amina).exists()


def test_what_changed_is_shown_and_an_old_page_says_yes_to_nothing(world: World):
    published(world, "We are kind.\nWe are on time.")
    browser = scene.sign_in(Client(), world.amina)
    browser.post(page(world, "agreement"), {"version": "1", "yes": "on"})
    published(world, "We are kind.\nWe may be late.", change="Buses.")

    shown = browser.get(page(world, "agreement")).content.decode()
    assert "<ins>We may be late.</ins>" in shown
    assert "<del>We are on time.</del>" in shown
    assert "Buses." in shown

    old = browser.post(page(world, "agreement"), {"version": "1", "yes": "on"})
    assert old.status_code == 422
    assert "changed while you were reading" in old.content.decode()
    with in_group(world.group):
        assert Membership.objects.get(pk=world.amina.pk).agreed_version == 1

    said = browser.post(page(world, "agreement"), {"version": "2", "yes": "on"})
    assert said["Location"] == f"/g/{world.slug}/"  # asked why only once, when new


@pytest.mark.parametrize("bad", ["9", "-1", "x", "", "99999999999999999999"])
def test_a_version_that_never_was_is_no_yes(world: World, bad: str):
    published(world, "We are kind.")
    answer = scene.sign_in(Client(), world.amina).post(
        page(world, "agreement"), {"version": bad, "yes": "on"}
    )
    assert answer.status_code == 422
    with in_group(world.group):
        assert not AgreementYes.objects.filter(membership=world.amina).exists()


def test_strangers_and_those_who_left_find_nothing(world: World):
    published(world, "A canary in the agreement.")
    for name in ("agreement", "privacy", "health", "agreement_publish", "agreement_by_voice", "why"):
        assert Client().get(page(world, name)).status_code == 302
        for member in (world.farid, world.gwen):
            answer = scene.sign_in(Client(), member).get(page(world, name))
            assert answer.status_code == 404
            assert b"canary" not in answer.content


def test_a_guest_says_yes_too_but_has_no_page_for_health_or_reasons(world: World):
    published(world, "We are kind.")
    browser = scene.sign_in(Client(), world.erin)
    said = browser.post(page(world, "agreement"), {"version": "1", "yes": "on"})
    assert said["Location"] == f"/g/{world.slug}/"
    for name in ("health", "why", "agreement_publish", "agreement_by_voice"):
        assert browser.get(page(world, name)).status_code == 403


def test_only_a_steward_with_a_factor_publishes(world: World):
    sent = {"based_on": "0", "words": "New words", "limits": LIMITS}
    assert (
        scene.sign_in(Client(), world.brian).post(page(world, "agreement_publish"), sent).status_code == 403
    )
    assert (
        scene.sign_in(Client(), world.celia).post(page(world, "agreement_publish"), sent).status_code == 303
    )
    with in_group(world.group):
        assert queries.current() is None

    browser = fresh(world.celia)
    assert browser.get(page(world, "agreement_publish")).status_code == 200
    assert browser.post(page(world, "agreement_publish"), sent).status_code == 303
    with in_group(world.group):
        assert queries.versions().values_list("version", "words", "made_by").get() == (
            1,
            "New words",
            world.celia.pk,
        )
        assert Membership.objects.get(pk=world.celia.pk).agreed_version == 1
    assert facts("AgreementChanged") == [{"version": 1}]


def test_limits_of_120_words_are_refused_and_given_back(world: World):
    long = " ".join(["word"] * 120)
    answer = fresh(world.celia).post(
        page(world, "agreement_publish"), {"based_on": "0", "words": "New", "limits": long}
    )
    assert answer.status_code == 422
    assert long in answer.content.decode()
    with in_group(world.group), pytest.raises(ValidationError):
        actions.publish(member=world.celia, words="New", limits=long, based_on=0)


def test_the_house_lends_limits_that_fit():
    assert not queries.limits_are_too_long(str(wording.LIMITS))


def test_two_stewards_at_once_the_second_is_told(world: World):
    published(world, "First.")
    with in_group(world.group), pytest.raises(ValidationError) as told:
        actions.publish(member=world.celia, words="Second.", limits=LIMITS, based_on=0)
    assert "in the meantime" in told.value.messages[0]
    with in_group(world.group), pytest.raises(ValidationError):
        actions.publish(member=world.celia, words="First.", limits=LIMITS, based_on=1)


def test_too_many_words_come_back(world: World):
    much = "words " * 40_000
    sent = {"based_on": "0", "words": much + "\x00\u202e", "limits": LIMITS}
    answer = fresh(world.celia).post(page(world, "agreement_publish"), sent)
    assert answer.status_code == 422
    assert much.strip() in answer.content.decode()


def test_a_spoken_yes_is_written_down_for_those_without_a_mailbox_only(world: World):
    published(world, "We are kind.")
    browser = fresh(world.celia)
    shown = browser.get(page(world, "agreement_by_voice")).content.decode()
    assert "Joan said yes to me" in shown
    assert "Amina" not in shown
    # What has to be read out stands above the button that says it was.
    assert shown.index("What stays here, and what may not") < shown.index("Joan said yes to me")

    done = browser.post(page(world, "agreement_record_yes", public_id=world.joan.public_id))
    on = f"/g/tuesday/people/{world.joan.public_id}/"
    assert done.status_code == 303
    assert done["Location"].startswith(on)
    next_page = browser.get(done["Location"]).content.decode()
    assert "Who may type for Joan" in next_page
    letter = next(re.finditer(r'href="([^"]+letter[^"]*)"', next_page)).group(1)
    assert f'href="{letter}">Print the letter to them' in browser.get(on).content.decode()
    with in_group(world.group):
        assert AgreementYes.objects.filter(membership=world.joan).values_list("version", "said_to").get() == (
            1,
            world.celia.pk,
        )
    refused = browser.post(page(world, "agreement_record_yes", public_id=world.amina.public_id))
    assert refused.status_code == 403
    lost = browser.post(page(world, "agreement_record_yes", public_id=world.farid.public_id))
    assert lost.status_code == 404
    with in_group(world.group), pytest.raises(policy.NotAllowed):
        actions.record_yes(member=world.brian, whom=world.joan)


def test_consent_for_health_is_given_and_taken_back_apart_from_joining(world: World):
    browser = scene.sign_in(Client(), world.amina)
    assert browser.post(page(world, "health"), {"give": "1"}).status_code == 303
    assert browser.post(page(world, "health"), {"give": "1"}).status_code == 303
    with in_group(world.group):
        assert HealthConsent.objects.filter(membership=world.amina).count() == 1
        assert queries.health_consent_of(world.amina) is not None
        assert queries.health_consent_of(world.brian) is None
    shown = browser.get(page(world, "health")).content.decode()
    assert "What you wrote before stays where it is" in shown
    assert browser.post(page(world, "health"), {"withdraw": "1"}).status_code == 303
    with in_group(world.group):
        assert queries.health_consent_of(world.amina) is None
    assert [len(facts(kind)) for kind in ("HealthConsentGiven", "HealthConsentWithdrawn")] == [1, 1]


def test_after_a_yes_the_way_leads_only_inside_the_group(world: World):
    browser = scene.sign_in(Client(), world.amina)
    inside = f"/g/{world.slug}/c/abc/"
    assert browser.post(page(world, "health"), {"give": "1", "next": inside})["Location"] == inside
    for bad in ("https://evil.example/", "//evil.example", f"/g/{world.slug}/\\evil", "/g/harbour/"):
        answer = browser.post(page(world, "health"), {"give": "1", "next": bad})
        assert answer["Location"] == page(world, "health")


def test_reasons_are_for_the_member_alone(world: World):
    browser = scene.sign_in(Client(), world.amina)
    sent = {"reasons": ["give_back", "usual_help_failed"], "words": "a canary of my own"}
    assert browser.post(page(world, "why"), sent)["Location"] == f"/g/{world.slug}/"
    assert "a canary of my own" in browser.get(page(world, "why")).content.decode()
    for other in (world.celia, world.brian):
        assert b"canary" not in scene.sign_in(Client(), other).get(page(world, "why")).content
    with in_group(world.group):
        assert JoinReason.objects.get().reasons == ["usual_help_failed", "give_back"]

    assert browser.post(page(world, "why"), {"delete": "1"}).status_code == 303
    with everywhere("a test looks"):
        assert not JoinReason.objects.exists()
    assert browser.post(page(world, "why"), {"reasons": ["made up"]}).status_code == 422


LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=20), max_size=8)


@given(LINES, LINES)
def test_what_changed_makes_up_both_texts(old: list[str], new: list[str]):
    found = queries.changes("\n".join(old), "\n".join(new))
    after = "\n".join(piece.words for piece in found if piece.what != "gone")
    before = "\n".join(piece.words for piece in found if piece.what != "added")
    assert queries._lines(after) == queries._lines("\n".join(new))
    assert queries._lines(before) == queries._lines("\n".join(old))


def test_lines_that_were_cut_by_their_width_flow_on_and_others_stay():
    long = "What is said here stays here, and we do not tell anybody outside who is"
    assert ways.flowing(f"{long}\nin the group.\nThank you.\n\nNext.") == (
        f"{long} in the group.\nThank you.\n\nNext."
    )
    kept = f"1. {long}\n2. We rest.\n- {long}\n- and so on\n4 Mill Lane\nWivenhoe"
    assert ways.flowing(kept) == kept


def test_the_settings_and_the_privacy_page_say_what_is_so(world: World, as_):
    said = fresh(world.celia).get("/g/tuesday/settings/").content.decode()
    assert "not by whom" in said
    kept = as_(world.amina).get("/g/tuesday/privacy/").content.decode()
    assert "kept in a folder on the server" in kept


def test_saying_yes_twice_is_one_yes(world: World):
    published(world, "We are kind.")
    with in_group(world.group):
        for _ in range(2):
            actions.record_yes(member=world.celia, whom=world.joan)
        assert AgreementYes.objects.filter(membership=world.joan).count() == 1
    assert [one["membership_id"] for one in facts("AgreementAgreed")].count(world.joan.pk) == 1
