"""What whoever wrote hears of a mail that was not taken: words go back only to a proven member, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from hypothesis import given
from hypothesis import strategies as st

from byturns.conversations.models import Conversation
from byturns.core import clock
from byturns.groups.models import CircleMember
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import letters, places, refusing
from byturns.mail.kinds import State, Verdict, Why
from byturns.mail.refusing import Back, owed
from byturns.notifications import actions as choices
from tests import world as scene
from tests.groups.factor import fresh
from tests.mail.mails import PLAIN, link_in, sent_to, written
from tests.world import World

TABLE = [
    # state, why, verdict, may be answered, one member: what goes back
    ("held", "closed", "pass", True, True, Back.WORDS),
    ("held", "long", "pass", True, True, Back.WORDS),
    ("held", "another", "pass", True, True, Back.WORDS),
    ("held", "closed", "none", True, True, Back.NOTHING),
    ("held", "forged", "fail", True, True, Back.NOTHING),
    ("held", "closed", "pass", False, True, Back.NOTHING),
    ("held", "not_hers", "pass", True, True, Back.NOTHING),
    ("held", "stranger", "pass", True, False, Back.NOTICE),
    ("held", "either", "pass", True, False, Back.NOTICE),
    ("held", "stranger", "none", True, False, Back.NOTHING),
    ("asked", "too", "pass", True, False, Back.NOTICE),
    ("asked", "too", "none", True, False, Back.NOTHING),
    ("asked", "plain", "pass", True, True, Back.NOTHING),
    ("dropped", "automatic", "pass", True, True, Back.NOTHING),
    ("posted", "well", "pass", True, True, Back.NOTHING),
]


@pytest.mark.parametrize(("state", "why", "verdict", "may", "one", "back"), TABLE)
def test_the_table(state, why, verdict, may, one, back):
    assert owed(state=state, why=why, verdict=verdict, may_answer=may, is_one_member=one) == back


@given(
    st.sampled_from(State.values),
    st.sampled_from(Why.values),
    st.sampled_from(Verdict.values),
    st.booleans(),
    st.booleans(),
)
def test_nothing_ever_goes_to_who_is_not_proven_or_is_a_program(state, why, verdict, may, one):
    back = owed(state=state, why=why, verdict=verdict, may_answer=may, is_one_member=one)
    if back != Back.NOTHING:
        assert (verdict, may) == ("pass", True)
    if back == Back.WORDS:
        assert (state, one) == ("held", True)


database = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]


def close(talk: Conversation) -> None:
    with everywhere("a test sets the scene"):
        Conversation.objects.filter(pk=talk.pk).update(closed_at=clock.now())


def shows(member, level: str) -> None:
    with in_group(member.group_id):
        choices.choose(member=member, pace="none", shows=level)


class TestComingBack:
    pytestmark = database

    def test_her_words_come_back_with_the_reason_once(self, world: World, bring, nights, to_amina):
        shows(world.amina, "whole")
        close(nights)
        for _ in range(3):
            bring(written("My own CANARYWORDS"), to_amina)
        [back] = sent_to("amina@example.org")
        assert "My own CANARYWORDS" in back
        assert "The place it was for is closed, or no longer open to you." in back

    @pytest.mark.parametrize("level", ["quiet", "plain"])
    def test_at_a_quieter_level_a_link_comes_instead(self, world: World, as_, bring, nights, to_amina, level):
        shows(world.amina, level)
        close(nights)
        bring(written("My own CANARYWORDS, ring 01632 960 123"), to_amina)
        [back] = sent_to("amina@example.org")
        assert "CANARY" not in back
        assert back.startswith("There is something new in your group.\n")
        page = as_(world.amina).get(link_in(back)).text
        assert "My own CANARYWORDS, ring 01632 960 123" in page
        assert "The place it was for is closed" in page
        listed = as_(world.amina).get("/g/tuesday/me/mail/returned/").text
        assert link_in(back) in listed
        for other in (world.brian, world.celia):
            assert as_(other).get(link_in(back)).status_code == 404
            assert "All your mails went through." in as_(other).get("/g/tuesday/me/mail/returned/").text

    def test_who_answers_anothers_mail_gets_only_their_own_words(self, world, bring, to_amina):
        shows(world.brian, "whole")
        bring(written("Brian's words", sender="brian@example.org"), to_amina)
        [back] = sent_to("brian@example.org")
        assert "Brian's words" in back
        assert "It answered a mail that went to somebody else." in back
        assert sent_to("amina@example.org") == []

    def test_what_was_held_in_a_circle_goes_back_to_its_writer_alone(self, world: World, as_, bring):
        shows(world.amina, "whole")
        inside = scene.circle(world.amina, world.brian)
        talk = scene.conversation(world.brian, "Here inside", circle=inside)
        with in_group(world.group):
            key = places.make_key(world.amina, talk, "<c@carers.example>")
        close(talk)
        kept = bring(written("CANARYWORDS for the circle"), places.reply_address(key))
        assert "CANARYWORDS" in sent_to("amina@example.org")[0]
        page = as_(world.celia).get("/g/tuesday/people/looking-after/mail/held/").text
        assert "The place it was for is closed" in page
        assert kept.public_id not in page
        one = f"/g/tuesday/people/looking-after/mail/held/{kept.public_id}/"
        assert fresh(world.celia).get(one).status_code == 404

    def test_a_stranger_who_is_proven_gets_one_short_notice_a_week(self, world, bring, time_machine):
        for number in range(3):
            bring(written("CANARYWORDS", sender="x@elsewhere.example", number=number), PLAIN)
        [notice] = sent_to("x@elsewhere.example")
        assert "CANARY" not in notice
        assert "Tuesday" not in notice
        time_machine.move_to(clock.now() + timedelta(days=8))
        bring(written(sender="x@elsewhere.example", number=9), PLAIN)
        assert len(sent_to("x@elsewhere.example")) == 2

    @pytest.mark.parametrize(
        "change",
        [
            {"proven": ""},
            {"proven": "dmarc=fail"},
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"sender": "r-abc@carers.example"},
        ],
    )
    def test_everybody_else_gets_nothing(self, world: World, bring, nights, to_amina, change):
        close(nights)
        bring(written(**{"sender": "x@elsewhere.example", **change}), PLAIN)
        if "sender" not in change and change.get("proven") != "":
            bring(written(**change, number=2), to_amina)
        assert sent_mail.outbox == []

    @pytest.mark.parametrize("null", ["", "<>"])
    def test_what_has_no_return_address_is_not_answered(self, world: World, bring, nights, to_amina, null):
        close(nights)
        bring(written(), to_amina, mail_from=null)
        bring(written(sender="x@elsewhere.example", number=2), PLAIN, mail_from=null)
        assert sent_mail.outbox == []

    def test_ten_a_day_at_most_go_back(self, world: World, bring, nights, to_amina):
        close(nights)
        for number in range(refusing.MOST_WORDS_A_DAY + 2):
            bring(written(number=number), to_amina)
        assert len(sent_to("amina@example.org")) == refusing.MOST_WORDS_A_DAY

    def test_what_is_too_long_comes_back_whole(self, world: World, bring, nights, to_amina):
        shows(world.amina, "whole")
        kept = bring(written("badly " * 5_000), to_amina)
        assert (kept.state, kept.why) == ("held", "long")
        [back] = sent_to("amina@example.org")
        assert "Send it in two parts, please." in back
        assert back.count("badly") == 5_000

    def test_who_is_in_a_circle_no_longer_writes_there_no_longer(self, world: World, bring):
        shows(world.amina, "whole")
        inside = scene.circle(world.amina, world.brian)
        talk = scene.conversation(world.brian, "Here inside", circle=inside)
        with in_group(world.group):
            key = places.make_key(world.amina, talk, "<c@carers.example>")
        with everywhere("a test sets the scene"):
            CircleMember.objects.filter(membership=world.amina).delete()
        kept = bring(written("Still there?"), places.reply_address(key))
        assert (kept.state, kept.why) == ("held", "closed")
        assert "Still there?" in sent_to("amina@example.org")[0]

    def test_who_has_left_meanwhile_gets_nothing(self, world: World, bring, nights, to_amina):
        close(nights)
        kept = bring(written(), to_amina)
        with everywhere("a test sets the scene"):
            type(world.amina).objects.filter(pk=world.amina.pk).update(status="left")
        with in_group(world.group):
            assert letters.back(kept.pk) is None


class TestKindWords:
    pytestmark = database

    def test_an_empty_mail_is_said_to_be_empty(self, world: World, bring, nights, to_amina):
        shows(world.amina, "whole")
        bring(written(""), to_amina)
        [back] = sent_to("amina@example.org")
        assert "came, but it was empty.\n\nIf you meant to say something, please send it again." in back
        assert "so that they are not lost" not in back

    def test_what_answers_a_mail_that_wants_no_answer_is_asked_about(self, world: World, bring, settings):
        settings.DEFAULT_FROM_EMAIL = f"Byturns <house@{settings.MAIL_DOMAIN}>"
        assert places.found(f"house@{settings.MAIL_DOMAIN}") == places.NOWHERE  # it could be either group
        with everywhere("a test sets the scene"):
            world.other_group.delete()
        kept = bring(written("An answer"), f"house@{settings.MAIL_DOMAIN}")
        assert (kept.state, kept.why, kept.group_id) == ("asked", "plain", world.group.pk)
