"""What a mail can do without a word: a link to one button, or an empty mail to an address of its own."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail as sent_mail
from django.test import Client

from byturns.conversations import actions as talk_actions
from byturns.conversations.models import Acknowledgement, Conversation, Follow, Message
from byturns.core import clock, outbox
from byturns.groups.models import Membership
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import commands, jobs, places, smtp
from byturns.mail.models import Command
from byturns.notifications import actions as choices
from byturns.notifications import resting
from byturns.notifications.deeds import PACES
from byturns.notifications.models import Choice
from tests import world as scene
from tests.mail.by_mail import address_of, link_to, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]
AMINA = "amina@example.org"


@pytest.fixture
def notice(world: World, run_jobs, time_machine):
    """A mail to Amina about what Brian wrote, at this level; gives its text."""

    def go(shows: str = "whole") -> str:
        with in_group(world.group):
            choices.choose(member=world.amina, pace="each", shows=shows)
            talk_actions.open_conversation(member=world.brian, title="CANARYTITLE", words="CANARYWORDS")
        run_jobs()
        time_machine.move_to(clock.now() + timedelta(minutes=3))
        run_jobs()
        return sent_to(AMINA)[-1].body

    return go


def acks() -> list[tuple[str, str]]:
    with everywhere("a test looks"):
        return list(Acknowledgement.objects.order_by("pk").values_list("by__display_name", "kind"))


def wishes() -> list[tuple[str, str]]:
    with everywhere("a test looks"):
        return list(Follow.objects.values_list("membership__display_name", "wish"))


@pytest.mark.parametrize(("label", "kind"), [("I hear you", "hear")])
def test_a_quiet_answer_by_a_link(world: World, notice, label, kind):
    path = link_to(notice("whole"), label)
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(path)
    assert page.status_code == 200
    assert page.text.count('<button class="button"') == 1
    assert f">{label}</button>" in page.text
    for private in ("CANARY", "Brian", "Amina", "Tuesday Carers"):
        assert private not in page.text
    assert stranger.head(path).status_code == 200
    assert acks() == []
    plain = Client()
    assert "It is said." in plain.post(path).text
    assert acks() == [("Amina", kind)]
    assert "It is said." in plain.post(path).text  # used up: the second press takes nothing back
    assert acks() == [("Amina", kind)]
    assert plain.get(path).text.count('<button class="button"') == 0


def test_a_quiet_answer_by_an_empty_mail(world: World, notice, bring):
    to = address_of(notice(), "I hear you")
    before = len(sent_mail.outbox)
    kept = bring(written("\n\n"), to)
    assert (kept.state, kept.why) == ("done", "well")
    assert acks() == [("Amina", "hear")]
    assert bring(written(" \n"), to).state == "dropped"
    assert acks() == [("Amina", "hear")]
    assert len(sent_mail.outbox) == before


def test_following_and_muting(world: World, notice, bring):
    body = notice()
    assert bring(written(), address_of(body, "Mute this conversation")).state == "done"
    assert wishes() == [("Amina", "mute")]
    more = link_to(body, "More you can do")
    assert "everything new" in Client().post(more, {"deed": "follow"}).text
    assert wishes() == [("Amina", "follow")]


@pytest.mark.parametrize(
    ("change", "state", "why"),
    [
        ({"sender": "brian@example.org"}, "held", "another"),
        ({"sender": '"amina@example.org" <thief@elsewhere.example>'}, "held", "another"),
        ({"proven": "dmarc=fail"}, "held", "forged"),
        ({"proven": ""}, "asked", "unproven"),
    ],
)
def test_without_proof_nothing_is_done(world: World, notice, bring, change, state, why):
    kept = bring(written(**change), address_of(notice(), "I hear you"))
    assert (kept.state, kept.why) == (state, why)
    assert acks() == []


def test_what_nothing_proves_is_asked_about_and_done_with_one_button(world: World, notice, bring):
    kept = bring(written(proven=""), address_of(notice(), "I hear you"))
    assert kept.state == "asked"
    path = sent_to(AMINA)[-1].body.split("localhost:8000", 1)[1].split()[0]
    page = Client().get(path).text
    assert "It was to do one thing: <b>I hear you</b>" in page
    assert "CANARY" not in page
    assert acks() == []
    assert "It is done." in Client().post(path, {"yes": "1"}).text
    assert acks() == [("Amina", "hear")]


def test_words_to_such_an_address_are_held_and_their_writer_told(world: World, notice, bring):
    words = "I hear you, and it was the same with us."
    kept = bring(written(words), address_of(notice(), "I hear you"))
    assert (kept.state, kept.why, bytes(kept.raw).decode().count(words)) == ("held", "words", 1)
    assert acks() == []
    with everywhere("a test looks"):
        assert Message.objects.count() == 1
    told = sent_to(AMINA)[-1]
    assert told.body.startswith("We have not done this, because there were words in your mail: “I hear you”.")
    assert words in told.body  # they go back to her, at an address that is proven
    [there] = re.findall(r"^Write to the group: (r-\S+@carers\.example)$", told.body, re.MULTILINE)
    assert "It is said." in Client().post(link_to(told.body, "I hear you")).text
    assert bring(written(words), there).state == "posted"  # and it says where they belong


def test_when_nothing_proves_it_no_word_goes_back(world: World, notice, bring):
    words = "CANARYWORDS of somebody"
    kept = bring(written(words, proven=""), address_of(notice(), "I hear you"))
    assert (kept.state, kept.why) == ("held", "words")
    told = sent_to(AMINA)[-1]
    assert "there were words in it: nothing was done" in told.body
    assert "CANARY" not in told.body


def test_who_keeps_apart_by_a_pin_is_asked_for_it(world: World, notice, bring):
    body = notice()
    pat = scene.join(world.group, "Pat", email=AMINA)
    path = link_to(body, "I hear you")
    world.amina.person.pin = make_password("2468")
    world.amina.person.save(update_fields=["pin"])
    assert bring(written(), address_of(body, "Mute this conversation")).why == "shared"
    assert acks() == []
    assert "PIN" in Client().get(path).text
    assert Client().post(path).status_code == 200
    assert Client().post(path, {"pin": "1111"}).status_code == 422
    assert acks() == []
    assert "It is said." in Client().post(path, {"pin": "2468"}).text
    assert acks() == [("Amina", "hear")]
    assert pat.person.account == world.amina.person.account


@pytest.mark.parametrize("words", ["Amina", "-- \nAmina Okoro\n01632 960 123", "\n\nSent from my iPhone"])
def test_a_name_at_the_foot_is_no_words(world: World, notice, bring, words):
    sender = "Amina Okoro <amina@example.org>"
    assert bring(written(words, sender=sender), address_of(notice(), "I hear you")).state == "done"


def test_it_dies_after_thirty_days_and_with_membership(world: World, notice, bring, time_machine):
    body = notice()
    path, to = link_to(body, "I hear you"), address_of(body, "I hear you")
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(status="left")
    assert Client().post(path).status_code == 404
    assert places.found(to) == places.NOWHERE
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(status="here")
    time_machine.move_to(clock.now() + timedelta(days=31))
    assert "This link no longer works" in Client().get(path).text
    assert Client().post(path).status_code == 404
    assert bring(written(), to).why == "dead"
    assert acks() == []
    jobs.tidy()
    with everywhere("a test looks"):
        assert Command.objects.count() == 0


def test_what_was_made_up_leads_nowhere(world: World, notice, bring):
    path = link_to(notice(), "I hear you")
    made_up = path[:-2] + ("b" if path[-2] != "b" else "c") + "/"
    assert Client().post(made_up).status_code == 404
    assert smtp._leads_nowhere("c-" + "b" * 24 + "@carers.example")
    assert acks() == []


def test_what_is_gone_or_closed_to_her_meanwhile_is_refused_with_a_sentence(world: World, notice, bring):
    body = notice()
    with everywhere("a test sets the scene"):
        Conversation.objects.update(hidden_at=clock.now())
    answer = Client().post(link_to(body, "I hear you"))
    assert answer.status_code == 403
    assert "These words are not open to you." in answer.text
    kept = bring(written(), address_of(body, "Mute this conversation"))
    assert (kept.state, kept.why) == ("held", "closed")
    assert "did not go through. The place it was for is closed" in sent_to(AMINA)[-1].body
    assert (acks(), wishes()) == ([], [])


def test_a_quiet_mail_offers_nothing_that_tells(world: World, notice):
    body = notice("quiet")
    assert "/mail/do/" not in body
    assert "c-" not in body.split("-- ")[0]
    with everywhere("a test looks"):
        assert Command.objects.count() == 0


def test_where_no_mail_comes_in_there_are_links_only(world: World, notice, settings):
    settings.MAIL_IN = ""
    body = notice()
    assert link_to(body, "I hear you")
    assert "@carers.example" not in body


def test_the_rest_stands_behind_one_link_each_once(world: World, notice):
    body = notice()
    assert [body.count(f"\n{label}: http") for label in ("I hear you", "Me too", "More you can do")] == [
        1,
        0,
        1,
    ]
    path = link_to(body, "More you can do")
    page = Client().get(path).text
    names = ["hear", "too", "helped", "follow", "mute"]
    assert re.findall(r'name="deed" value="(\w+)"', page) == names
    Client().post(path)  # nothing chosen, nothing done
    Client().post(path, {"deed": "take_down"})  # not among what is offered
    assert (acks(), wishes()) == ([], [])
    assert "It is said." in Client().post(path, {"deed": "too"}).text
    assert "everything new" in Client().post(path, {"deed": "follow"}).text
    assert (acks(), wishes()) == ([("Amina", "too")], [("Amina", "follow")])
    assert re.findall(r'name="deed" value="(\w+)"', Client().get(path).text) == ["hear", "helped", "mute"]


def test_the_rest_is_asked_for_by_mail_alone(world: World, notice, bring):
    to = address_of(notice(), "More you can do")
    assert bring(written(), to).state == "done"
    told = sent_to(AMINA)[-1].body
    assert "CANARY" not in told
    assert bring(written(), address_of(told, "This helped me")).state == "done"
    assert acks() == [("Amina", "helped")]
    with everywhere("a test sets the scene"):
        Command.objects.all().delete()
        with in_group(world.group):
            assert (
                outbox.write("notifications.can_do", {"membership_id": world.amina.pk, "command_id": 1})
                is None
            )


# --- A break, and what comes ---


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("break 3 weeks", 21),
        ("Three weeks, please", 21),
        ("I need a break for a month.", 30),
        ("a fortnight", 14),
        ("10 days", 10),
        ("break until 3 January", 40),
        ("until Sunday, 3rd of January 2027", 40),
        ("January 3", 40),
        ("till 3/1", 40),
        ("2027-01-03", 40),
        ("today is bad, 3 weeks", None),
        ("until 30 February", None),
        ("0 days", None),
        ("3 January 2026", None),
        ("60 weeks", None),
        ("I hear you", None),
        ("", None),
    ],
)
def test_until_when_her_words_say(words: str, days: int | None):
    today = date(2026, 11, 24)
    assert resting.until(words, today) == (None if days is None else today + timedelta(days=days))


def test_a_break_as_long_as_she_says(world: World, notice, bring, time_machine):
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)
    to = address_of(notice(), "Take a break for two weeks")
    kept = bring(written("Maybe until spring?"), to)
    assert (kept.state, kept.why) == ("held", "words")
    assert (
        bring(written("break until 3 January\n\nAmina", sender="Amina <amina@example.org>"), to).state
        == "done"
    )
    told = sent_to(AMINA)[-1].body
    assert "Your break lasts until Sunday 3 January" in told
    [other] = re.findall(r"^For another length: (c-\S+)$", told, re.MULTILINE)
    assert bring(written("", subject="1 week"), other).state == "done"
    with everywhere("a test looks"):
        assert Membership.objects.get(pk=world.amina.pk).on_break_until == date(2026, 12, 1)


def test_a_break_by_mail_and_back(world: World, notice, bring):
    assert bring(written(), address_of(notice(), "Take a break for two weeks")).state == "done"
    member = Membership.objects
    with everywhere("a test looks"):
        until = member.get(pk=world.amina.pk).on_break_until
    assert until == clock.today(world.group.zone) + timedelta(days=14)
    told = sent_to(AMINA)[-1].body
    assert "No mail comes until then" in told
    assert bring(written(), address_of(told, "I am back")).state == "done"
    with everywhere("a test looks"):
        assert member.get(pk=world.amina.pk).on_break_until is None


def test_a_break_never_ends_sooner_than_she_had_said(world: World, notice):
    path = link_to(notice(), "Take a break for two weeks")
    later = clock.today(world.group.zone) + timedelta(days=40)
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(on_break_until=later)
    Client().post(path)
    with everywhere("a test looks"):
        assert Membership.objects.get(pk=world.amina.pk).on_break_until == later


def test_what_comes_is_changed_on_a_page_without_signing_in(world: World, notice):
    path = link_to(notice(), "Change what comes")
    page = Client().get(path).text
    assert page.count('name="deed"') == 6
    Client().post(path)  # nothing chosen, nothing changed
    Client().post(path, {"deed": "take_down"})  # not among what is offered
    with everywhere("a test looks"):
        assert Choice.objects.get().pace == "each"
    assert "It is kept" in Client().post(path, {"deed": "mail_weekly"}).text
    with everywhere("a test looks"):
        assert (Choice.objects.get().pace, Choice.objects.get().shows) == ("weekly", "whole")


def test_what_comes_is_changed_by_mail_alone(world: World, notice, bring):
    assert bring(written(), address_of(notice(), "Change what comes")).state == "done"
    offered = sent_to(AMINA)[-1].body
    assert "What shall come by mail?" in offered
    assert bring(written(), address_of(offered, "A letter a day")).state == "done"
    with everywhere("a test looks"):
        assert Choice.objects.get().pace == "daily"


def test_who_wants_nothing_and_then_something_is_not_left_with_only_quiet_days(world: World):
    with in_group(world.group):
        choices.choose(member=world.amina, pace="none", shows="plain", quiet_days=list(range(7)))
        choices.choose_pace(member=world.amina, pace="each")
        made = Choice.objects.get()
    assert (made.pace, made.quiet_days, made.shows) == ("each", "", "plain")


def test_a_token_says_nothing_of_what_it_does(world: World):
    with in_group(world.group):
        row = Command.objects.create(group=world.group, membership=world.amina)
    made = {name: commands.token(row, name) for name in commands.DEEDS}
    assert len(set(made.values())) == len(commands.DEEDS)
    assert {len(one) for one in made.values()} == {24}
    for name, one in made.items():
        found = commands.given(one)
        assert found is not None
        assert found.deed.name == name


def test_two_members_of_two_groups_never_meet(world: World, notice):
    """A link of one member acts as her alone, also when somebody of another group presses it."""
    path = link_to(notice(), "I hear you")
    assert scene.sign_in(Client(), world.farid).post(path).status_code == 200
    assert acks() == [("Amina", "hear")]


@pytest.mark.parametrize("name", sorted({*commands.DEEDS} - {"rest", "back", "change", "more", *PACES}))
def test_what_names_no_place_is_refused_and_not_used_up(world: World, name):
    with in_group(world.group):
        row = Command.objects.create(group=world.group, membership=world.amina)
        given = commands.given(commands.token(row, name))
        assert given is not None
        with pytest.raises(NotAllowed, match="no longer there"):
            commands.carry_out(given)
        row.refresh_from_db()
    assert row.done == ""


def test_said_on_the_page_already_it_stays_said(world: World, notice):
    path = link_to(notice(), "I hear you")
    with in_group(world.group):
        message = Message.objects.get()
        talk_actions.acknowledge(member=world.amina, message=message, kind="hear")
    Client().post(path)
    assert acks() == [("Amina", "hear")]


def test_what_would_be_answered_is_looked_at_again_when_the_mail_goes(world: World):
    """Taken down, back from the break, gone from the group: then there is nothing to say."""
    talk = scene.conversation(world.amina, "CANARYWORDS", asked_after_at=clock.now())
    about = {"membership_id": world.amina.pk}
    here = {**about, "conversation_id": talk.pk}

    def says(kind: str, refs: dict) -> object:
        with in_group(world.group):
            return outbox.write(f"notifications.{kind}", refs)

    assert isinstance(says("it_is_up", {**here, "how": "named"}), outbox.Letter)
    assert isinstance(says("did_it_help", here), outbox.Letter)
    assert says("resting", about) is None
    with in_group(world.group):
        choices.choose(member=world.amina, pace="daily", shows="plain", quiet_days=[0, 1, 2, 3, 4, 5])
        later = says("did_it_help", here)
        choices.choose(member=world.amina, pace="none", shows="plain")
    assert isinstance(later, outbox.Later) or clock.now().weekday() == 6
    assert says("did_it_help", here) is None
    with in_group(world.group):
        talk_actions.take_down(member=world.amina, message=talk.messages.get())
    assert says("it_is_up", {**here, "how": "named"}) is None
    assert says("did_it_help", here) is None
    with everywhere("a test sets the scene"):
        Membership.objects.filter(pk=world.amina.pk).update(status="left")
    assert says("to_choose", about) is None


def test_a_page_of_one_button_says_which_conversation_and_leads_there_afterwards(world: World, notice):
    path = link_to(notice(), "Mute this conversation")
    with in_group(world.group):
        talk = Conversation.objects.get()
    before = Client().get(path).text
    assert f"in Talk, under “{talk.get_kind_display()}”, begun" in before
    assert f'href="/g/tuesday/c/{talk.public_id}/"' not in before
    assert f'href="/g/tuesday/c/{talk.public_id}/"' in Client().post(path).text
