"""Stewards' page of claims, and a member's own page of her words: what each press does, and for whom."""

from __future__ import annotations

import pytest
from django.test import Client

from byturns.core import jobs
from byturns.groups.scoping import in_group
from byturns.portability import queries
from byturns.portability.actions import claiming
from byturns.portability.importing import uploads
from byturns.portability.kinds import Choice, State
from byturns.portability.models import Batch, Claim
from tests import world as scene
from tests.groups.factor import fresh
from tests.portability import histories
from tests.world import World

CLAIMS = "/g/tuesday/history/claims/"


@pytest.fixture
def claim(world: World) -> Claim:
    """Dev says that Sheila B is him."""
    histories.opened(world.celia)
    with in_group(world.group):
        claiming.claim_by_name(member=world.dev, called="Sheila B")
        return Claim.objects.select_related("name__batch", "membership").get()


def again(claim: Claim) -> Claim:
    with in_group(claim.group_id):
        return Claim.objects.get(pk=claim.pk)


def test_a_steward_sees_who_says_which_name_is_theirs_and_answers(world: World, claim: Claim, as_):
    steward = fresh(world.celia)
    page = steward.get(CLAIMS).content.decode()
    assert "Sheila B" in page
    assert "Dev" in page
    assert as_(world.brian).get(CLAIMS).status_code == 403
    assert as_(world.farid).get(CLAIMS).status_code == 404
    answer = f"{CLAIMS}{claim.public_id}/"
    assert as_(world.brian).post(answer, {"yes": "1"}).status_code == 403
    assert steward.post(answer, {"yes": "1"})["Location"] == CLAIMS
    assert again(claim).steward_id == world.celia.pk
    assert again(claim).settled_at is None  # a second one who was there is asked as well


def test_a_no_ends_it(world: World, claim: Claim):
    steward = fresh(world.celia)
    steward.post(f"{CLAIMS}{claim.public_id}/", {})
    assert again(claim).refused_at is not None
    assert "Sheila B" not in steward.get(CLAIMS).content.decode()
    assert histories.name(claim.name.batch, "Sheila B").claimed_at is None


def test_nobody_witnesses_a_claim_that_is_not_hers_to_judge(world: World, claim: Claim, as_):
    where = f"/g/tuesday/history/mine/witness/{claim.public_id}/"
    assert as_(world.amina).post(where, {"yes": "1"}).status_code == 404
    assert as_(world.dev).post(where, {"yes": "1"}).status_code == 404
    assert again(claim).witness_id is None


def test_her_own_page_shows_her_words_and_does_what_is_pressed(world: World, as_):
    batch = histories.opened(world.celia, Sheila_B=world.dev)
    name = histories.name(batch, "Sheila B")
    with in_group(world.group):
        claiming._give(name, world.dev)
    where = f"/g/tuesday/history/mine/{name.public_id}/"
    dev = as_(world.dev)
    page = dev.get(where)
    assert page.status_code == 200
    assert "apricot-canary" in page.content.decode()
    for other in (world.amina, world.farid):
        assert as_(other).get(where).status_code == 404

    def shows() -> tuple[bool, bool]:
        found = histories.name(batch, "Sheila B")
        return found.name_hidden, found.hidden_at is not None

    for act, expected in (
        ("no-name", (True, False)),
        ("name", (False, False)),
        ("hide", (False, True)),
        ("show", (False, False)),
        ("nonsense", (False, False)),
        ("down", (False, False)),  # no line was chosen
    ):
        assert dev.post(where, {"act": act})["Location"] == where
        assert shows() == expected, act
    dev.post(where, {"act": "not-mine"})
    assert dev.get(where).status_code == 404
    assert histories.name(batch, "Sheila B").not_mine_at is not None


def test_all_of_her_words_go_and_never_come_back(world: World, as_):
    batch = histories.opened(world.celia, Sheila_B=world.dev)
    where = f"/g/tuesday/history/mine/{histories.name(batch, 'Sheila B').public_id}/"
    as_(world.dev).post(where, {"act": "down-all"})
    assert "apricot-canary" not in as_(world.brian).get("/g/tuesday/", follow=True).content.decode()
    with in_group(world.group):
        assert queries.own_words(histories.name(batch, "Sheila B")) == []
    second = histories.staged(world.celia, histories.CHAT + "01/04/2024, 10:00 - Brian: and more\n")
    with in_group(world.group):
        rows = histories.name(second, "Sheila B").rows.values_list("words", flat=True)
        assert "apricot-canary" not in str(list(rows))


def test_somebody_elses_name_is_not_taken_by_its_address(world: World, as_):
    answer = as_(world.amina).post("/g/tuesday/history/mine/claim/", {"name": "zzzzzzzzzzzz"})
    assert answer.status_code == 404
    empty = as_(world.amina).post("/g/tuesday/history/mine/claim/", {"called": ""})
    assert empty.status_code == 422


# --- When a file cannot be read, or the group is asked about its dates ---------------------------

UNSURE = "".join(f"0{day}/03/2024, 19:0{day} - Brian: line {day}\n" for day in range(1, 5))


def test_dates_that_read_two_ways_are_asked_about_once(world: World):
    batch = histories.staged(world.celia, UNSURE)
    assert not batch.order_sure
    steward = fresh(world.celia)
    where = f"/g/tuesday/history/bring/{batch.public_id}/"
    assert steward.post(f"{where}order/", {"order": "odd"}).status_code == 422
    assert steward.post(f"{where}decide/").status_code == 403
    assert steward.post(f"{where}order/", {"order": batch.order})["Location"] == where
    with in_group(world.group):
        assert Batch.objects.get(pk=batch.pk).order_sure


def test_lines_that_were_not_understood_are_shown_to_stewards_alone(world: World, as_):
    batch = histories.staged(world.celia, "astray-canary\n" + histories.CHAT)
    where = f"/g/tuesday/history/bring/{batch.public_id}/lines/"
    steward = fresh(world.celia)
    assert "astray-canary" in steward.get(where).content.decode()
    notices = steward.get(f"{where}?notices=1").content.decode()
    assert "end-to-end encrypted" in notices
    assert "astray-canary" not in notices
    assert as_(world.brian).get(where).status_code == 403


def test_a_file_that_is_gone_before_it_was_read_says_so(world: World, run_jobs):
    from byturns.portability.actions import bringing, reading_in

    with in_group(world.group):
        batch = bringing.start(
            member=world.celia,
            kind="whatsapp",
            file_name="chat.txt",
            chunks=[histories.CHAT.encode()],
            order="",
        )
        uploads.forget(batch.kept_as)
        reading_in.read(batch=batch)
        batch = Batch.objects.get(pk=batch.pk)
    assert (batch.state, batch.fault) == (
        State.REFUSED,
        "The file is no longer here. Please bring it once more.",
    )


def test_work_for_a_history_that_was_taken_away_does_nothing(world: World):
    for name in ("portability.open", "portability.read"):
        if name in jobs.JOBS:
            with in_group(world.group):
                assert jobs.JOBS[name].run(batch_id=10**9) is None


def test_a_link_is_not_a_way_to_try_things_without_end(world: World, mailoutbox, run_jobs):
    batch = histories.staged(world.celia, histories.MBOX, "mbox")
    histories.decided(world.celia, batch)
    run_jobs()
    [letter] = [mail for mail in mailoutbox if mail.to == ["sheila@old.example"]]
    token = letter.body.split("/mine/")[1].split("/")[0]
    browser = Client()
    where = f"/mine/{token}/"
    assert browser.get(where).status_code == 200
    assert "apricot-canary" not in browser.get(where).content.decode()
    assert browser.post(where, {"name": "unknown", "act": "down-all"}).status_code == 200
    assert [browser.post(where, {}).status_code for _ in range(120)][-2:] == [200, 429]
    histories.match(batch, "Sheila B", None, Choice.OUT)
    assert scene.sign_in(Client(), world.amina).get("/mine/nonsense/").status_code == 410
