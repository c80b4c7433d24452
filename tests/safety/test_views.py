"""The pages: who finds what, and what nobody may find."""

from __future__ import annotations

import pytest
from django.test import Client

from byturns.conversations.models import Message
from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.safety.actions import casework, deeds, numbers, reporting
from byturns.safety.kinds import Deed, Outcome
from byturns.safety.models import Act, LocalNumber, Report
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

G = "/g/tuesday"


@pytest.fixture
def message(world: World) -> Message:
    return scene.say(world.brian, scene.conversation(world.amina), "CANARYWORDS")


def _report(world: World, message: Message, **fields) -> Report:
    with in_group(world.group):
        return reporting.report_message(member=world.amina, message=message, words="CANARYREASON", **fields)


def _all_reports() -> list[Report]:
    with everywhere("a test counts"):
        return list(Report.objects.order_by("pk"))


def test_reporting_a_message_by_form(world: World, as_, message: Message):
    address = f"{G}/report/message/{message.public_id}/"
    page = as_(world.amina).get(address)
    assert page.status_code == 200
    assert "CANARYWORDS" in page.content.decode()
    assert as_(world.farid).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    empty = as_(world.amina).post(address, {"words": "what I wrote"})
    assert empty.status_code == 422
    assert "what I wrote" in empty.content.decode()
    sent = {"severity": "house", "words": "He said it twice", "once": "abc"}
    for _ in range(2):
        answer = as_(world.amina).post(address, sent)
        assert (answer.status_code, answer["Location"]) == (303, f"{G}/told/")
    [made] = _all_reports()
    assert (made.route, made.by_id, made.about_id) == ("report", world.amina.pk, world.brian.pk)


def test_worried_about_a_person_is_a_route_of_its_own(world: World, as_):
    address = f"{G}/worried/person/{world.brian.public_id}/"
    page = as_(world.amina).get(address).content.decode()
    assert "You are worried about Brian" in page
    assert 'href="/help/"' in page
    as_(world.amina).post(address, {"severity": "life", "words": "He said he cannot go on"})
    [made] = _all_reports()
    assert (made.route, made.severity, made.message_id) == ("worried", "life", None)


@pytest.mark.parametrize("what", ["person", "message", "group"])
def test_nothing_is_found_at_made_up_addresses(world: World, as_, what: str):
    assert as_(world.amina).get(f"{G}/report/{what}/bcdfghjkmnpq/").status_code == 404


def test_a_guest_cannot_look_up_people_here(world: World, as_):
    assert as_(world.erin).get(f"{G}/report/person/{world.brian.public_id}/").status_code == 404


def test_a_message_without_a_name_stays_without_one(world: World, as_, steward_):
    hidden = scene.say(world.brian, scene.conversation(world.amina), "whispered", unnamed=True)
    assert "Brian" not in as_(world.amina).get(f"{G}/report/message/{hidden.public_id}/").content.decode()
    report = _report(world, hidden)
    browser = steward_(world.celia)
    for address in (
        f"{G}/reports/",
        f"{G}/reports/{report.public_id}/",
        f"{G}/care/message/{hidden.public_id}/?case={report.public_id}",
    ):
        assert "Brian" not in browser.get(address).content.decode()


def test_a_case_is_for_those_on_it_only(world: World, as_, dilys: Membership, message: Message):
    report = _report(world, message)
    address = f"{G}/reports/{report.public_id}/"
    for on_it in (world.celia, dilys):
        page = as_(on_it).get(address).content.decode()
        assert "CANARYWORDS" in page
        assert "CANARYREASON" in page
        assert "Amina told us" in page
    for refused, status in ((world.amina, 403), (world.brian, 403), (world.erin, 403), (world.farid, 404)):
        for path in ("", "take/", "note/", "settle/", "judge/", "reopen/"):
            answer = as_(refused).post(address + path) if path else as_(refused).get(address)
            assert answer.status_code == status
            assert "CANARY" not in answer.content.decode()
    assert as_(world.celia).get(f"/g/harbour/reports/{report.public_id}/").status_code == 404


def test_a_reported_steward_finds_nothing_anywhere(world: World, as_, steward_, dilys: Membership):
    hers = scene.say(world.celia, scene.conversation(world.amina), "CANARYWORDS")
    report = _report(world, hers)
    with in_group(world.group):
        casework.take(member=dilys, report=report)
        casework.note(member=dilys, report=report, words="CANARYNOTE")
        Message.objects.filter(pk=hers.pk).update(words="gone", html="<p>gone</p>")
    browser = steward_(world.celia)
    for address in (f"{G}/reports/", f"{G}/reports/acts/", f"{G}/told/", f"{G}/reports/numbers/"):
        page = browser.get(address).content.decode()
        assert "CANARY" not in page
        assert report.public_id not in page
        assert "Dilys" not in page
    assert "Nothing waits." in browser.get(f"{G}/reports/").content.decode()
    assert browser.get(f"{G}/reports/{report.public_id}/").status_code == 404
    assert browser.post(f"{G}/reports/{report.public_id}/note/", {"words": "x"}).status_code == 404
    assert browser.get(f"{G}/care/message/{hers.public_id}/?case={report.public_id}").status_code == 403
    assert as_(dilys).get(f"{G}/reports/{report.public_id}/").status_code == 200


def test_the_reporter_reads_the_outcome_but_not_the_reason(world: World, as_, message: Message):
    report = _report(world, message)
    with in_group(world.group):
        casework.note(member=world.celia, report=report, words="CANARYNOTE")
        casework.settle(
            member=world.celia,
            report=report,
            outcome=Outcome.SPOKE,
            reason="CANARYWHY",
            said_to_reporter="He is sorry",
        )
    address = f"{G}/told/report/{report.public_id}/"
    page = as_(world.amina).get(address).content.decode()
    assert "We spoke with those it is about." in page
    assert "He is sorry" in page
    assert "CANARYNOTE" not in page
    assert "CANARYWHY" not in page
    for other in (world.brian, world.celia, world.farid):
        assert as_(other).get(address).status_code == 404
    assert as_(world.amina).post(address, {"words": "Still not right"}).status_code == 303
    assert _all_reports()[0].closed_at is None


def test_working_on_a_case_by_form(world: World, message: Message):
    report = _report(world, message)
    browser = fresh(world.celia)
    address = f"{G}/reports/{report.public_id}/"
    assert browser.get(f"{G}/reports/").status_code == 200
    assert browser.post(address + "take/").status_code == 303
    assert "You are." in browser.get(address).content.decode()
    assert browser.post(address + "note/", {"words": ""}).status_code == 422
    assert browser.post(address + "note/", {"words": "I rang him"}).status_code == 303
    assert browser.post(address + "judge/", {"severity": "law"}).status_code == 303
    unsettled = browser.post(address + "settle/", {"outcome": "spoke", "said_to_reporter": "kept words"})
    assert unsettled.status_code == 422
    assert "kept words" in unsettled.content.decode()
    assert browser.post(address + "settle/", {"outcome": "spoke", "reason": "r"}).status_code == 303
    assert browser.post(address + "settle/", {"outcome": "spoke", "reason": "r"}).status_code == 403
    assert browser.post(address + "reopen/", {"reason": "more"}).status_code == 303
    page = browser.get(address).content.decode()
    assert "I rang him" in page
    assert browser.get(address + "note/").status_code == 405


def test_acting_on_words_needs_a_fresh_second_factor(world: World, as_, steward_, message: Message):
    address = f"{G}/care/message/{message.public_id}/"
    assert as_(world.celia).get(address)["Location"].startswith("/me/")
    assert as_(world.celia).post(address, {"deed": "hide", "reason": "x"})["Location"].startswith("/me/")
    with everywhere("a test looks"):
        assert Act.objects.count() == 0
    browser = steward_(world.celia)
    assert browser.post(address, {"deed": "hide"}).status_code == 422
    assert browser.post(address, {"deed": "show", "reason": "x"}).status_code == 422
    assert browser.post(address, {"deed": "hide", "reason": "It names her son"}).status_code == 303
    assert browser.post(address, {"deed": "show", "reason": "My mistake"}).status_code == 303
    assert "My mistake" in browser.get(f"{G}/reports/acts/").content.decode()
    for refused, status in ((world.amina, 403), (world.brian, 403), (world.erin, 403), (world.farid, 404)):
        assert as_(refused).get(address).status_code == status


def test_a_conversation_is_closed_by_form(world: World, steward_):
    conversation = scene.conversation(world.amina)
    browser = steward_(world.celia)
    address = f"{G}/care/conversation/{conversation.public_id}/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"deed": "close", "reason": "It went round in circles"}).status_code == 303
    page = browser.get(address).content.decode()
    assert "It went round in circles" in page
    assert browser.get(f"{G}/care/nothing/{conversation.public_id}/").status_code == 404


def test_the_writer_reads_why_and_answers(world: World, as_, message: Message):
    with in_group(world.group):
        act = deeds.on_message(member=world.celia, message=message, deed=Deed.HIDE, reason="It names her son")
    browser = as_(world.brian)
    for address in (f"{G}/told/words/{act.public_id}/", f"{G}/told/message/{message.public_id}/"):
        page = browser.get(address).content.decode()
        assert "It names her son" in page
        assert "CANARYWORDS" in page
        for other in (world.amina, world.celia, world.farid):
            assert as_(other).get(address).status_code == 404
    assert browser.post(address, {"words": ""}).status_code == 422
    assert browser.post(address, {"words": "I see it otherwise"}).status_code == 303
    assert [report.route for report in _all_reports()] == ["appeal"]
    assert "It names her son" in browser.get(f"{G}/told/").content.decode()


def test_someone_outside_writes_and_every_address_answers_alike(world: World):
    browser = Client()
    sent = {"route": "about_me", "words": "Please take down what is said of me", "answer_to": "x@example.org"}
    seen = set()
    for slug in ("tuesday", "no-such-group"):
        page = browser.get(f"/contact/{slug}/")
        answer = browser.post(f"/contact/{slug}/", sent)
        strip = page.content.decode().split("csrfmiddlewaretoken")
        seen.add((page.status_code, len(strip), strip[-1][80:], answer.status_code, answer["Location"]))
        assert "Tuesday" not in page.content.decode()
    assert len(seen) == 1
    assert browser.get("/contacted/").status_code == 200
    [made] = _all_reports()
    assert (made.route, made.by, made.group_id) == ("about_me", None, world.group.pk)
    with everywhere("a test settles it"):
        assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["celia@example.org"]


def test_someone_outside_is_answered_at_the_address_they_left(world: World, send_mail, mailoutbox):
    Client().post(
        "/contact/tuesday/", {"route": "outside", "words": "CANARYREASON", "answer_to": "x@example.org"}
    )
    [made] = _all_reports()
    with in_group(world.group):
        casework.settle(
            member=world.celia,
            report=made,
            outcome=Outcome.ACTED,
            reason="CANARYWHY",
            said_to_reporter="It is gone.",
        )
    send_mail()
    [letter] = [one for one in mailoutbox if one.to == ["x@example.org"]]
    assert "It is gone." in letter.body
    for private in ("CANARY", "Tuesday", "Celia"):
        assert private not in letter.body


def test_about_a_steward_from_outside_goes_to_the_named_members(world: World, as_, hearers):
    Client().post("/contact/tuesday/", {"route": "outside", "words": "CANARYREASON", "about_stewards": "on"})
    [made] = _all_reports()
    assert as_(world.brian).get(f"{G}/reports/{made.public_id}/").status_code == 200
    assert as_(world.celia).get(f"{G}/reports/{made.public_id}/").status_code == 404


def test_too_many_from_one_place_are_refused_with_the_words_kept(world: World):
    browser = Client()
    for _ in range(5):
        assert browser.post("/contact/tuesday/", {"route": "outside", "words": "x"}).status_code == 303
    answer = browser.post("/contact/tuesday/", {"route": "outside", "words": "my long words"})
    assert answer.status_code == 429
    assert "my long words" in answer.content.decode()
    assert len(_all_reports()) == 5


def test_own_numbers_are_seen_by_members_only(world: World, as_):
    browser = fresh(world.celia)
    assert (
        browser.post(f"{G}/reports/numbers/new/", {"name": "Night line", "number": "call me"}).status_code
        == 422
    )
    kept = {"name": "Night line", "number": "01632 960 123", "hours": "9 to 5"}
    assert browser.post(f"{G}/reports/numbers/new/", kept).status_code == 303
    assert 'href="tel:01632960123"' in as_(world.amina).get(f"{G}/help/").content.decode()
    assert as_(world.erin).get(f"{G}/help/").status_code == 200
    assert as_(world.farid).get(f"{G}/help/").status_code == 404
    assert "960" not in Client().get("/help/").content.decode()
    assert f'href="{G}/help/"' in as_(world.amina).get("/help/").content.decode()
    assert "Tuesday" not in as_(world.farid).get("/help/").content.decode()
    with everywhere("a test looks"):
        entry = LocalNumber.objects.get()
    address = f"{G}/reports/numbers/{entry.public_id}/"
    assert browser.post(address, {**kept, "name": "Day line"}).status_code == 303
    assert "Day line" in browser.get(f"{G}/reports/numbers/").content.decode()
    assert as_(world.amina).get(address).status_code == 403
    assert browser.post(f"{address}remove/").status_code == 303
    with everywhere("a test looks"):
        assert LocalNumber.objects.count() == 0


def test_a_stewards_banner_for_numbers_past_their_review(world: World, as_):
    with in_group(world.group):
        entry = numbers.keep(member=world.celia, name="Night line", number="01632 960123")
        assert "not been checked" not in as_(world.celia).get(f"{G}/reports/").content.decode()
        LocalNumber.objects.update(review_by=entry.checked_on.replace(year=2020))
    assert "Night line: 01632 960123" in as_(world.celia).get(f"{G}/reports/").content.decode()


def test_choosing_when_words_are_held(world: World, as_, steward_):
    address = f"{G}/reports/choices/"
    browser = steward_(world.celia)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"hold_message_at": 1, "hold_person_at": 5}).status_code == 422
    assert browser.post(address, {"hold_message_at": 4, "hold_person_at": 0}).status_code == 303
    assert as_(world.amina).get(address).status_code == 403


def test_titles_and_addresses_hold_no_words(world: World, as_, steward_, message: Message):
    report = _report(world, message)
    browser = steward_(world.celia)
    for address in (
        f"{G}/reports/",
        f"{G}/reports/{report.public_id}/",
        f"{G}/care/message/{message.public_id}/",
    ):
        page = browser.get(address).content.decode()
        title = page.split("<title>")[1].split("</title>")[0]
        for word in ("CANARY", "Brian", "Amina"):
            assert word not in title


def test_an_appeal_about_words_without_a_name_keeps_the_name_away(world: World, as_, steward_):
    with in_group(world.group):
        where = scene.conversation(world.amina)
        words = scene.say(world.brian, where, "CANARY", unnamed=True)
        started = scene.conversation(world.brian, title="Tired", unnamed=True)
        acts = [
            deeds.on_message(member=world.celia, message=words, deed="hide", reason="unkind"),
            deeds.on_conversation(member=world.celia, conversation=started, deed="close", reason="long"),
        ]
        for act in acts:
            deeds.answer(member=world.brian, act=act, words="Please look again")
        appeals = list(Report.objects.all())
        for appeal in appeals:
            reporting.add_to_mine(member=world.brian, report=appeal, words="And more")
    celia = steward_(world.celia)
    pages = [celia.get(f"/g/tuesday/reports/{one.public_id}/") for one in appeals]
    pages.append(celia.get("/g/tuesday/reports/"))
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [page.content.decode().count("Brian") for page in pages] == [0, 0, 0]
    assert ["The writer of the words told us." in page.content.decode() for page in pages[:2]] == [True, True]
