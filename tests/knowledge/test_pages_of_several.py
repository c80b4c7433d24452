"""Knowing together: three tellers open a page, each by her yes; what is taken back is gone from it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail

from byturns.conversations import actions as talk
from byturns.core import clock
from byturns.groups.models import Distance, Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.knowledge import actions, queries, shared_words
from byturns.knowledge.models import Experience, LineVersion, Page, Use
from tests import world as scene
from tests.knowledge.keeping import told, use_of
from tests.world import World

KNOW = "/g/tuesday/know/"


def on_page(page: Page, *tellers: Membership, words: str = "") -> list[Use]:
    """These members tell something on the page."""
    made = []
    for teller in tellers:
        kept = told(teller, words or f"CANARY {teller.display_name} hung a picture in the hall", helped="yes")
        with in_group(page.group_id):
            made.append(actions.ask_for_page(member=page.started_by, page=page, experience=kept))
            if teller.pk != page.started_by_id:
                actions.say_yes_to_page(member=teller, use=made[-1])
    return made


def begun(by: Membership, title: str = "Finding the way at night") -> Page:
    with in_group(by.group_id):
        return actions.start_page(member=by, title=title)


def text_of(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)


def test_a_page_from_its_beginning_to_the_list(world: World, as_, run_jobs):
    """Amina begins it, finds what Brian told, asks; with the third yes the group finds it."""
    kept = told(world.brian, "A lamp in the hall at night", helped="no")
    scene.say(world.dev, scene.conversation(world.amina), "at night I leave the door open")
    with in_group(world.group):
        talk.reply(
            member=world.dev,
            conversation=scene.conversation(world.amina, "nothing"),
            words="Night lights, we have five",
        )
    browser = as_(world.amina)
    assert browser.post(f"{KNOW}p/", {"title": " "}).status_code == 422
    gather = browser.post(f"{KNOW}p/", {"title": "The way at night", "once": "o"})["Location"]
    assert browser.post(f"{KNOW}p/", {"title": "The way at night", "once": "o"})["Location"] == gather
    page = gather.removesuffix("gather/")
    shown = browser.get(gather).text
    assert "A lamp in the hall at night" in shown
    assert "Night lights, we have five" in shown
    for other in (world.brian, world.farid):
        assert as_(other).get(page).status_code == 404  # under way it is hers
    assert browser.post(gather, {"experience": kept.public_id}).status_code == 303
    assert browser.post(gather, {"experience": "nonsense"}).status_code == 404
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["brian@example.org"]]
    assert "A lamp" not in browser.get(page).text
    with in_group(world.group):
        use = Use.objects.get(scope="page")
    his = as_(world.brian)
    assert "The way at night" in his.get(f"{KNOW}asked/{use.public_id}/").text
    assert his.post(f"{KNOW}asked/{use.public_id}/", {"answer": "yes"}).status_code == 303
    assert "A lamp in the hall" in browser.get(page).text
    assert "From one member" in browser.get(page).text
    assert "The way at night" not in as_(world.celia).get(KNOW).text
    with in_group(world.group):
        made = Page.objects.get()
    own = told(world.amina, "I sleep in the chair")
    assert browser.post(gather, {"experience": own.public_id}).status_code == 303
    on_page(made, world.dev)
    listed = as_(world.celia).get(KNOW).text
    assert "The way at night" in listed
    assert "From several members" in as_(world.celia).get(page).text
    assert as_(world.erin).get(page).status_code == 403
    assert as_(world.farid).get(page).status_code == 404


def test_a_no_stands_nowhere_and_nobody_is_asked_twice(world: World, as_):
    page, kept = begun(world.amina), told(world.brian, "CANARY")
    with in_group(world.group):
        use = actions.ask_for_page(member=world.amina, page=page, experience=kept)
        with pytest.raises(NotAllowed, match="Nobody is asked twice"):
            actions.ask_for_page(member=world.amina, page=page, experience=kept)
        with pytest.raises(NotAllowed):
            actions.ask_for_page(member=world.celia, page=page, experience=kept)  # not open to her
        with pytest.raises(NotAllowed):
            actions.say_yes_to_page(member=world.amina, use=use)
    waits = as_(world.amina).get(f"{KNOW}p/{page.public_id}/gather/").text
    assert as_(world.brian).post(f"{KNOW}asked/{use.public_id}/", {"answer": "no"}).status_code == 303
    refused = as_(world.amina).get(f"{KNOW}p/{page.public_id}/gather/").text
    assert text_of(waits) == text_of(refused)
    with in_group(world.group), pytest.raises(NotAllowed, match="Nobody is asked twice"):
        actions.ask_for_page(member=world.amina, page=page, experience=kept)
    # He may put it there himself if he can open the page: here he cannot.
    assert as_(world.brian).get(f"{KNOW}p/{page.public_id}/").status_code == 404


def test_what_cannot_stand_on_a_page(world: World):
    page = begun(world.amina)
    own, gone, foreign = told(world.amina, "own"), told(world.brian, "gone"), told(world.farid, "far")
    with in_group(world.group):
        actions.ask_for_page(member=world.amina, page=page, experience=own)
        with pytest.raises(NotAllowed, match="already"):
            actions.ask_for_page(member=world.amina, page=page, experience=own)
        actions.take_back(member=world.brian, use=use_of(gone))
        for experience in (gone, foreign):
            with pytest.raises(NotAllowed):
                actions.ask_for_page(member=world.amina, page=page, experience=experience)
        asked = told(world.brian, "left before")
        use = actions.ask_for_page(member=world.amina, page=page, experience=asked)
        Experience.objects.filter(pk=asked.pk).update(asks_again_at=clock.now())
        with pytest.raises(NotAllowed, match="still right"):
            actions.say_yes_to_page(member=world.brian, use=use)
        with everywhere("a test sets the scene"):
            Membership.objects.filter(pk=world.dev.pk).update(status=Membership.Status.LEFT)
        with pytest.raises(NotAllowed, match="not here any more"):
            actions.ask_for_page(
                member=world.amina, page=page, experience=Experience.objects.get(pk=_of_a_leaver(world).pk)
            )


def _of_a_leaver(world: World) -> Experience:
    kept = told(world.celia, "of a leaver")
    with everywhere("a test sets the scene"):
        Experience.objects.filter(pk=kept.pk).update(teller=world.gwen)
    return kept


def test_lines_say_whose_experience_they_come_from_and_go_with_it(world: World, as_, run_jobs):
    page = begun(world.amina)
    _amina, brian, celia = on_page(page, world.amina, world.brian, world.celia)
    at = f"{KNOW}p/{page.public_id}/"
    browser = as_(world.dev)  # not a teller: the page is in the list
    said = {"section": "learned", "words": "A picture shows the way", "rests_on": [brian.public_id]}
    assert browser.post(f"{at}write/", {**said, "rests_on": []}).status_code == 422
    assert browser.post(f"{at}write/", {**said, "once": "a"}).status_code == 303
    assert browser.post(f"{at}write/", {**said, "once": "a"}).status_code == 303
    doubt = {"section": "unsure", "words": "Whether a lamp wakes her"}
    assert browser.post(f"{at}write/", doubt).status_code == 303
    # Another line does not say that it comes from Brian, but holds his words.
    quoting = {
        "section": "learned",
        "words": "One said: Brian hung a picture in the hall.",
        "rests_on": [celia.public_id],
    }
    assert browser.post(f"{at}write/", quoting).status_code == 303
    soon = (clock.now() + timedelta(days=90)).date().isoformat()
    assert browser.post(f"{at}look/", {"next_look": soon, "next_by": world.dev.public_id}).status_code == 303
    shown = browser.get(at).text
    assert "Looked at by the group on" in shown
    assert "by Dev" in shown
    assert text_of(shown).count("A picture shows the way") == 1
    with in_group(world.group):
        actions.take_back(member=world.brian, use=brian)
    run_jobs()
    for path in (at, f"{at}before/", KNOW):
        for reader in (world.amina, world.celia):
            now = text_of(as_(reader).get(path).text)
            assert "A picture shows the way" not in now
            assert "Brian hung a picture" not in now.replace("CANARY Brian hung", "")
    left = as_(world.amina).get(at).text
    assert "Whether a lamp wakes her" in left
    assert "Somebody has to write it anew" in left
    assert "Looked at by the group" not in left  # graded anew
    assert as_(world.dev).get(at).status_code == 404  # out of the list
    told_of_it = sorted(letter.to[0] for letter in mail.outbox if "out of the list" in letter.body)
    assert told_of_it == ["amina@example.org", "celia@example.org"]
    assert all("Brian" not in letter.body and page.title not in letter.body for letter in mail.outbox)
    with in_group(world.group):
        assert not LineVersion.objects.filter(words__contains="picture").exists()
        assert Experience.objects.get(teller=world.brian).words != ""  # the group may still find it
        # He can put it back himself once he can open the page; the third opens it again.
        on_page(page, world.dev)
        actions.ask_for_page(member=world.brian, page=page, experience=brian.experience)
    assert "CANARY Brian" in as_(world.celia).get(at).text


def test_a_line_goes_out_of_sight_while_its_source_does(world: World, as_):
    page = begun(world.amina)
    message = scene.say(world.brian, scene.conversation(world.amina), "CANARY said")
    on_page(page, world.amina, world.celia, world.dev)
    kept = told(world.brian, "CANARY said", message=message)
    with in_group(world.group):
        use = actions.ask_for_page(member=world.amina, page=page, experience=kept)
        actions.say_yes_to_page(member=world.brian, use=use)
        actions.write_line(
            member=world.amina, page=page, section="learned", words="CANARY line", rests_on=[use]
        )
        at = f"{KNOW}p/{page.public_id}/"
        line = queries.whole(world.amina, page).learned[0].line
        talk.hide_message(member=world.celia, message=message, reason="let us look")
        for path in (at, f"{at}before/", f"{at}l/{line.public_id}/"):
            assert "CANARY line" not in as_(world.amina).get(path).text
            assert "CANARY said" not in as_(world.amina).get(path).text
        talk.show_message(member=world.celia, message=message)
        assert "CANARY line" in as_(world.amina).get(at).text
        talk.edit_message(member=world.brian, message=message, words="other")
        assert "CANARY line" not in as_(world.amina).get(at).text
        actions.say_still_right(member=world.brian, experience=Experience.objects.get(pk=kept.pk))
        assert "CANARY line" in as_(world.amina).get(at).text


def test_two_who_change_one_line_lose_neither(world: World, as_):
    page = begun(world.amina)
    uses = on_page(page, world.amina, world.brian, world.celia)
    with in_group(world.group):
        line = actions.write_line(
            member=world.amina, page=page, section="learned", words="It was dark", rests_on=uses[:1]
        )
    at = f"{KNOW}p/{page.public_id}/l/{line.public_id}/"
    sources = [uses[0].public_id]
    first = {"words": "It was dark and cold", "rests_on": sources, "seen": "1"}
    second = {"words": "It was dark and late", "rests_on": sources, "seen": "1"}
    assert 'value="1"' in as_(world.brian).get(at).text
    assert as_(world.amina).post(at, first).status_code == 303
    both = as_(world.brian).post(at, second)
    assert both.status_code == 422
    assert "It was dark and cold" in both.text
    assert "It was dark and late" in both.text
    assert re.search(r'name="seen" value="2"', both.text)
    merged = {**second, "words": "It was dark, cold and late", "seen": "2"}
    assert as_(world.brian).post(at, merged).status_code == 303
    changed = as_(world.celia).get(f"{KNOW}p/{page.public_id}/before/").text
    assert "<ins> and cold</ins>" in changed
    assert "<del>" in changed
    assert as_(world.celia).post(at, {"out": "1"}).status_code == 303
    assert as_(world.celia).post(at, {"out": "1"}).status_code == 404
    with in_group(world.group), pytest.raises(NotAllowed, match="taken this line out"):
        actions.rewrite_line(member=world.amina, line=line, words="x", rests_on=[], seen=3)
    assert "taken out" in as_(world.celia).get(f"{KNOW}p/{page.public_id}/before/").text


def test_what_a_reader_keeps_away_from_is_not_on_her_page(world: World, as_):
    page = begun(world.amina)
    on_page(page, world.amina, world.celia, world.dev)
    named = told(world.brian, "CANARY by name", named=True)
    with in_group(world.group):
        use = actions.ask_for_page(member=world.amina, page=page, experience=named)
        actions.say_yes_to_page(member=world.brian, use=use)
    with everywhere("a test sets the scene"):
        Distance.objects.create(group=world.group, by=world.dev, whom=world.brian, kind=Distance.Kind.BLOCK)
    at = f"{KNOW}p/{page.public_id}/"
    assert "CANARY by name" not in as_(world.dev).get(at).text
    assert "CANARY by name" in as_(world.amina).get(at).text


def test_looking_together_needs_a_day_to_come(world: World, as_):
    page = begun(world.amina)
    on_page(page, world.amina, world.celia, world.dev)
    at = f"{KNOW}p/{page.public_id}/look/"
    assert "Nobody yet" in as_(world.amina).get(at).text
    gone = (clock.now() - timedelta(days=2)).date().isoformat()
    assert as_(world.amina).post(at, {"next_look": gone}).status_code == 422


def test_as_many_queries_for_three_as_for_many(world: World, as_, django_assert_num_queries):
    page = begun(world.amina)
    uses = on_page(page, world.amina, world.celia, world.dev)
    browser, at = as_(world.amina), f"{KNOW}p/{page.public_id}/"
    with in_group(world.group):
        for number in range(3):
            actions.write_line(
                member=world.amina, page=page, section="learned", words=f"line {number}", rests_on=uses
            )
    with django_assert_num_queries(8):
        browser.get(at)
    on_page(page, world.amina, world.celia, world.dev)
    with django_assert_num_queries(8):
        browser.get(at)


@pytest.mark.parametrize(
    ("line", "source", "is_one"),
    [
        ("She hung a picture, in the hall!", "we HUNG a picture in the hall then", True),
        ("a picture in the hall", "hung a picture in the hall then", True),
        ("a picture somewhere in the hall", "hung a picture in the hall", False),
        ("one lamp", "Lamp", True),
        ("anything", "", False),
    ],
)
def test_a_run_of_words_is_a_quotation(line: str, source: str, is_one: bool):
    assert shared_words.quotes(line, source) is is_one
