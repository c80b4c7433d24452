"""What people do with their own words that were brought in: by their page, by a link, when they leave."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from byturns.conversations.models import ImportedName, Message, Presence
from byturns.core import clock, registry
from byturns.groups import policy
from byturns.groups.actions import leaving
from byturns.groups.models import ContactDetail, Membership
from byturns.groups.scoping import in_group
from byturns.portability import queries
from byturns.portability.actions import claiming, owning
from byturns.portability.kinds import Choice
from byturns.portability.models import Batch, Claim, GoneLine, StagedMessage
from tests.portability import histories
from tests.portability.test_bringing import seen_by
from tests.world import World


def token_to(address: str, mailoutbox) -> str:
    [mail] = [mail for mail in mailoutbox if mail.to == [address]]
    found = re.search(r"/mine/([\w-]+)/", mail.body)
    assert found is not None
    return found[1]


@pytest.fixture
def told(world: World, run_jobs):
    """A mailing list that was decided about, and its letters sent."""
    batch = histories.decided(world.celia, histories.staged(world.celia, histories.MBOX, "mbox"))
    run_jobs()
    return batch


# --- The link without an account --------------------------------------------------------------


def test_the_link_shows_figures_and_only_a_press_shows_the_words(world, told, mailoutbox):
    page = f"/mine/{token_to('sheila@old.example', mailoutbox)}/"
    seen = Client().get(page)
    assert seen.status_code == 200
    assert "1 message" in seen.content.decode()
    assert "apricot-canary" not in seen.content.decode()
    name = histories.name(told, "Sheila B")
    pressed = Client().post(page, {"name": name.public_id, "act": "words"}).content.decode()
    assert "apricot-canary" in pressed
    assert "Has anyone used it?" not in pressed  # nobody else's words, quoted or not


def test_getting_the_link_changes_nothing(world, told, mailoutbox):
    page = f"/mine/{token_to('sheila@old.example', mailoutbox)}/"
    for act in ("down-all", "hide", "not-mine", "no-name", "mine"):
        Client().get(page, {"act": act, "name": histories.name(told, "Sheila B").public_id})
    name = histories.name(told, "Sheila B")
    assert (name.down_at, name.hidden_at, name.not_mine_at, name.name_hidden, name.claimed_at) == (
        None,
        None,
        None,
        False,
        None,
    )


def test_taken_down_before_it_opens_it_never_comes_and_no_later_run_brings_it(world, told, mailoutbox):
    page = f"/mine/{token_to('sheila@old.example', mailoutbox)}/"
    name = histories.name(told, "Sheila B")
    answer = Client().post(page, {"name": name.public_id, "act": "down-all"})
    assert answer.status_code == 303
    with in_group(world.group):
        assert "We did, apricot-canary." not in set(StagedMessage.objects.values_list("words", flat=True))
    histories.open_now(told)
    assert "We did, apricot-canary." not in seen_by(world.brian)
    later = histories.opened(world.celia, histories.MBOX, "mbox", Brian_Old=world.brian)
    assert later.numbers["opened"] == 0
    assert [words for words in seen_by(world.brian) if "canary" in words] == []


def test_the_starters_words_taken_down_are_gone_from_quotes_too(world, told, mailoutbox):
    page = f"/mine/{token_to('brian@example.org', mailoutbox)}/"
    name = histories.name(told, "Brian Old")
    Client().post(page, {"name": name.public_id, "act": "down-all"})
    histories.open_now(told)
    with in_group(world.group):
        assert [m for m in Message.objects.all() if "Has anyone used it" in m.words + m.quoted] == []


def test_hidden_before_or_after_it_opens_nobody_reads_it_until_it_is_shown_again(world, told, mailoutbox):
    page = f"/mine/{token_to('sheila@old.example', mailoutbox)}/"
    name = histories.name(told, "Sheila B").public_id
    Client().post(page, {"name": name, "act": "hide"})
    histories.open_now(told)
    assert [words for words in seen_by(world.brian) if "canary" in words] == []
    Client().post(page, {"name": name, "act": "show"})
    assert [words for words in seen_by(world.brian) if "canary" in words] == ["We did, apricot-canary."]
    Client().post(page, {"name": name, "act": "no-name"})
    with in_group(world.group):
        assert sorted(ImportedName.objects.values_list("name", flat=True)) == ["Brian Old", "List", "Someone"]


def test_single_messages_are_taken_down_by_the_link(world, told, mailoutbox):
    page = f"/mine/{token_to('sheila@old.example', mailoutbox)}/"
    histories.open_now(told)
    name = histories.name(told, "Sheila B")
    with in_group(world.group):
        [row] = queries.own_words(name)
    Client().post(page, {"name": name.public_id, "act": "down", "key": row.key})
    with in_group(world.group):
        message = Message.objects.get(import_key=row.key)
        assert (message.words, message.html, message.stands) == ("", "", False)


def test_a_link_reaches_only_its_own_name(world, told, mailoutbox):
    page = f"/mine/{token_to('sheila@old.example', mailoutbox)}/"
    other = histories.name(told, "Brian Old")
    Client().post(page, {"name": other.public_id, "act": "down-all"})
    with in_group(world.group):
        [row] = queries.own_words(other)
    name = histories.name(told, "Sheila B")
    Client().post(page, {"name": name.public_id, "act": "down", "key": row.key})
    assert histories.name(told, "Brian Old").down_at is None
    with in_group(world.group):
        assert StagedMessage.objects.get(name=other).words != ""
        assert not GoneLine.objects.exists()


def test_a_link_is_over_after_its_time_when_it_is_unknown_and_when_all_was_taken_back(
    world, told, mailoutbox
):
    token = token_to("sheila@old.example", mailoutbox)
    assert Client().get("/mine/nothing-of-the-kind/").status_code == 410
    with time_machine.travel(clock.now() + timedelta(days=45)):
        assert Client().get(f"/mine/{token}/").status_code == 410
    with in_group(world.group):
        from byturns.portability.actions import deciding

        deciding.withdraw(member=world.celia, batch=told)
    assert Client().get(f"/mine/{token}/").status_code == 410


def test_not_mine_takes_the_name_and_the_reading_from_a_member(world, told, mailoutbox):
    histories.open_now(told)
    assert len(seen_by(world.brian)) == 3
    page = f"/mine/{token_to('brian@example.org', mailoutbox)}/"
    Client().post(page, {"name": histories.name(told, "Brian Old").public_id, "act": "not-mine"})
    assert seen_by(world.brian) == []
    with in_group(world.group):
        assert not Presence.objects.exists()


def test_the_owner_of_an_address_claims_as_a_member_who_is_signed_in(world, told, mailoutbox, as_):
    page = f"/mine/{token_to('sheila@old.example', mailoutbox)}/"
    histories.open_now(told)
    assert seen_by(world.amina) == []
    as_(world.amina).post(page, {"name": histories.name(told, "Sheila B").public_id, "act": "mine"})
    name = histories.name(told, "Sheila B")
    assert (name.membership, name.claimed_at is not None) == (world.amina, True)
    assert len(seen_by(world.amina)) == 3


def test_an_outsider_who_says_mine_confirms_nothing_for_a_member_whom_the_steward_guessed(
    world, run_jobs, mailoutbox
):
    batch = histories.staged(world.celia, histories.MBOX, "mbox")
    histories.match(batch, "Sheila B", world.amina)
    histories.decided(world.celia, batch)
    run_jobs()
    page = f"/mine/{token_to('sheila@old.example', mailoutbox)}/"
    Client().post(page, {"name": histories.name(batch, "Sheila B").public_id, "act": "mine"})
    assert histories.name(batch, "Sheila B").claimed_at is None


# --- Her own page -------------------------------------------------------------------------------


def test_a_member_opens_one_message_to_the_group_and_takes_it_back(world, as_):
    batch = histories.opened(world.celia, histories.MBOX, "mbox", Sheila_B=world.dev)
    name = histories.name(batch, "Sheila B")
    page = f"/g/tuesday/history/mine/{name.public_id}/"
    with in_group(world.group):
        [row] = queries.own_words(name)
    as_(world.dev).post(page, {"act": "wide", "key": row.key})
    assert seen_by(world.amina) == []  # nobody has confirmed yet that it is Dev
    with in_group(world.group):
        claiming._give(name, world.dev)
    as_(world.dev).post(page, {"act": "wide", "key": row.key})
    assert seen_by(world.amina) == ["We did, apricot-canary."]
    with in_group(world.group):
        assert Message.objects.get(import_key=row.key).quoted == ""  # Brian's words are not Dev's to open
        where = Message.objects.get(import_key=row.key).conversation
    seen = as_(world.amina).get(f"/g/tuesday/c/{where.public_id}/").content.decode()
    assert "apricot-canary" in seen
    assert "Has anyone used it?" not in seen
    assert "sitting service" not in seen  # the subject was Brian's
    as_(world.dev).post(page, {"act": "narrow", "key": row.key})
    assert seen_by(world.amina) == []


def test_from_her_own_address_nobody_else_has_to_confirm(world, told, as_):
    histories.open_now(told)
    name = histories.name(told, "Brian Old")
    page = f"/g/tuesday/history/mine/{name.public_id}/"
    as_(world.brian).post(page, {"act": "confirm"})
    with in_group(world.group):
        [row] = queries.own_words(name)
        assert not Claim.objects.exists()
    as_(world.brian).post(page, {"act": "wide", "key": row.key})
    assert seen_by(world.amina) == ["[carers] sitting service\n\nHas anyone used it?"]


def test_what_a_steward_proposed_needs_another_who_was_there(world, as_):
    batch = histories.opened(world.celia, Sheila_B=world.dev)
    name = histories.name(batch, "Sheila B")
    as_(world.dev).post(f"/g/tuesday/history/mine/{name.public_id}/", {"act": "confirm"})
    with in_group(world.group):
        claim = Claim.objects.select_related("name__batch", "membership").get()
        assert claim.steward == world.celia
        with pytest.raises(policy.NotAllowed):
            claiming.bear_witness(member=world.celia, claim=claim, yes=True)
    as_(world.brian).post(f"/g/tuesday/history/mine/witness/{claim.public_id}/", {"yes": "1"})
    assert histories.name(batch, "Sheila B").claimed_at is not None


def test_nobody_else_does_anything_with_her_words(world, as_):
    batch = histories.opened(world.celia, Sheila_B=world.dev)
    name = histories.name(batch, "Sheila B")
    page = f"/g/tuesday/history/mine/{name.public_id}/"
    for other in (world.brian, world.celia, world.amina):
        assert as_(other).get(page).status_code == 404
        assert as_(other).post(page, {"act": "down-all"}).status_code == 404
    assert as_(world.farid).get(page).status_code == 404
    assert as_(world.erin).get(page).status_code == 403
    with in_group(world.group):
        for act in (
            lambda who: owning.take_down(member=who, name=name),
            lambda who: owning.show_words(member=who, name=name, shown=False),
            lambda who: owning.show_name(member=who, name=name, shown=False),
            lambda who: owning.say_not_mine(member=who, name=name),
            lambda who: owning.widen(member=who, name=name, key="x", wide=True),
        ):
            with pytest.raises(policy.NotAllowed):
                act(world.brian)


def test_a_forged_key_opens_nothing_else(world):
    batch = histories.opened(world.celia, Sheila_B=world.dev)
    name = histories.name(batch, "Sheila B")
    with in_group(world.group):
        claiming._give(name, world.dev)
        brians = Message.objects.get(words="Good morning all")
        owning.widen(member=world.dev, name=name, key=brians.import_key, wide=True)
        owning.widen(member=world.dev, name=name, key="", wide=True)
        owning.take_down(member=world.dev, name=name, keys=[brians.import_key])
        assert Message.objects.exclude(widened_at=None).count() == 0
        assert Message.objects.exclude(taken_down_at=None).count() == 0


@pytest.mark.parametrize(
    ("words", "shown", "names"),
    [
        ("keep", True, {"Brian", "Sheila B", ""}),
        ("unnamed", True, {"Someone", "Sheila B", ""}),
        ("down", False, {"Brian", "Sheila B", ""}),
    ],
)
def test_leaving_settles_words_brought_in_like_all_others(world, words, shown, names):
    histories.opened(world.celia, Sheila_B=world.amina)
    with in_group(world.group):
        leaving.leave(member=Membership.objects.get(pk=world.brian.pk), words=words)
        assert set(ImportedName.objects.values_list("name", flat=True)) == names
    assert ("Good morning all" in seen_by(world.amina)) is shown


def test_who_left_with_her_words_standing_can_still_have_old_ones_taken_down(world):
    histories.opened(world.celia, Sheila_B=world.amina)
    with in_group(world.group):
        leaving.leave(member=Membership.objects.get(pk=world.brian.pk), words="keep")
        assert "Good morning all" in seen_by(world.amina)
        gone = Membership.objects.get(pk=world.brian.pk)
        assert leaving.settle_words(whom=gone, words="down") is True
        assert not Message.objects.filter(words__contains="Good morning").exists()
    assert "Good morning all" not in seen_by(world.amina)


def test_what_waits_of_somebody_removed_is_not_brought_in(world):
    batch = histories.decided(world.celia, histories.staged(world.celia))
    histories.match(batch, "Sheila B", world.amina)
    with in_group(world.group):
        leaving.remove(member=world.celia, whom=world.brian, reason="a reason")
    histories.open_now(batch)
    assert seen_by(world.amina) == ["We did, apricot-canary", "me too", "morning"]


def test_the_download_holds_her_words_and_nobody_elses(world):
    batch = histories.opened(world.celia)
    with in_group(world.group):
        claiming._give(histories.name(batch, "Brian"), world.brian)
        told = str(registry.own_data_of(world.brian)["portability"])
    assert "Good morning all" in told
    assert "canary" not in told


# --- A name that was only guessed -------------------------------------------------------------


def _all_that_shows(world: World, as_, batch: Batch, mailoutbox) -> str:
    """What Dev reads of the words under the name that he was given: his page, his link, his copy."""
    name = histories.name(batch, "Sheila B")
    link = f"/mine/{token_to('dev@example.org', mailoutbox)}/"
    with in_group(world.group):
        copy = str(registry.own_data_of(world.dev)["portability"])
    return (
        as_(world.dev).get(f"/g/tuesday/history/mine/{name.public_id}/").text
        + Client().get(link).text
        + Client().post(link, {"name": name.public_id, "act": "words"}).text
        + copy
    )


@pytest.mark.parametrize(("text", "kind"), [(histories.CHAT, "whatsapp"), (histories.MBOX, "mbox")])
def test_words_under_a_guessed_name_are_read_only_once_open_and_confirmed(
    world, run_jobs, mailoutbox, as_, text: str, kind: str
):
    batch = histories.staged(world.celia, text, kind)
    histories.match(batch, "Sheila B", world.dev)
    histories.decided(world.celia, batch)
    run_jobs()
    assert "canary" not in _all_that_shows(world, as_, batch, mailoutbox)
    with in_group(world.group):
        claiming._give(histories.name(batch, "Sheila B"), world.dev)
    assert "canary" not in _all_that_shows(world, as_, batch, mailoutbox)  # the 14 days are not over
    histories.open_now(batch)
    assert "apricot-canary" in _all_that_shows(world, as_, batch, mailoutbox)


def test_open_but_not_confirmed_it_says_why_and_still_can_be_given_back(world, run_jobs, mailoutbox, as_):
    batch = histories.staged(world.celia)
    histories.match(batch, "Sheila B", world.dev)
    histories.decided(world.celia, batch)
    run_jobs()
    histories.open_now(batch)
    assert "canary" not in _all_that_shows(world, as_, batch, mailoutbox)
    page = f"/g/tuesday/history/mine/{histories.name(batch, 'Sheila B').public_id}/"
    assert "has to say first that this is you" in as_(world.dev).get(page).text
    as_(world.dev).post(page, {"act": "not-mine"})
    assert histories.name(batch, "Sheila B").membership is None


# --- Claims -------------------------------------------------------------------------------------


def test_a_claim_by_name_needs_a_steward_and_another_who_was_there(world):
    batch = histories.opened(world.celia)
    with in_group(world.group):
        claiming.claim_by_name(member=world.dev, called="sheila  b")
        claim = Claim.objects.select_related("name__batch", "membership").get()
        assert queries.claims_to_witness(world.amina) == []
        assert queries.claims_to_witness(world.brian) == [claim]
        claiming.answer(member=world.celia, claim=claim, yes=True)
        assert seen_by(world.dev) == []
        for not_there in (world.amina, world.celia, world.dev):
            with pytest.raises(policy.NotAllowed):
                claiming.bear_witness(member=not_there, claim=claim, yes=True)
        claiming.bear_witness(member=world.brian, claim=claim, yes=True)
    assert len(seen_by(world.dev)) == 5
    assert histories.name(batch, "Sheila B").claimed_at is not None


def test_one_no_ends_a_claim(world):
    histories.opened(world.celia)
    with in_group(world.group):
        claiming.claim_by_name(member=world.dev, called="Sheila B")
        claim = Claim.objects.select_related("name__batch", "membership").get()
        claiming.bear_witness(member=world.brian, claim=claim, yes=False)
        with pytest.raises(policy.NotAllowed):
            claiming.answer(member=world.celia, claim=claim, yes=True)
    assert seen_by(world.dev) == []


def test_the_answer_to_a_claim_does_not_tell_who_was_there(world, as_):
    histories.opened(world.celia)
    client = as_(world.dev)
    answers = []
    for called in ("Sheila B", "Nobody Such"):
        client.post("/g/tuesday/history/mine/claim/", {"called": called})
        answers.append(client.get("/g/tuesday/history/mine/").content)
    csrf = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert csrf.sub(b"", answers[0]) == csrf.sub(b"", answers[1])


def test_words_from_her_own_address_are_hers_at_once(world, as_):
    batch = histories.staged(
        world.celia, histories.MBOX.replace("sheila@old.example", "amina@example.org"), "mbox"
    )
    histories.match(batch, "Sheila B", None, Choice.UNCLAIMED)
    histories.open_now(histories.decided(world.celia, batch))
    name = histories.name(batch, "Sheila B")
    page = as_(world.amina).get("/g/tuesday/history/mine/").content.decode()
    assert "1 message came from the address" in page
    assert as_(world.dev).post("/g/tuesday/history/mine/claim/", {"name": name.public_id}).status_code == 404
    as_(world.amina).post("/g/tuesday/history/mine/claim/", {"name": name.public_id})
    assert histories.name(batch, "Sheila B").membership == world.amina
    assert len(seen_by(world.amina)) == 3


def test_a_number_that_is_hers_and_a_steward_are_enough_but_the_number_alone_is_not(world):
    batch = histories.opened(world.celia)
    nameless = histories.name(batch, "")
    with in_group(world.group):
        ContactDetail.objects.create(
            group=world.group, membership=world.dev, kind=ContactDetail.Kind.PHONE, value="07700 900 123"
        )
        claim = Claim.objects.create(group=world.group, name=nameless, membership=world.dev)
        claim = Claim.objects.select_related("name__batch", "membership").get(pk=claim.pk)
        assert claiming.has_number(claim) is True
        assert seen_by(world.dev) == []
        claiming.answer(member=world.celia, claim=claim, yes=True)
    assert len(seen_by(world.dev)) == 5
