"""A member who never opens a page: reads, answers, begins, nods, mutes, rests, comes back, and is heard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from byturns.conversations import actions as talk_actions
from byturns.conversations.models import Acknowledgement, Conversation, Follow
from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import places
from byturns.notifications import actions as choices
from byturns.notifications import jobs as timed
from tests.mail.by_mail import address_of, sent_to, written
from tests.mail.mails import said
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]
AMINA = "amina@example.org"


def test_a_week_without_a_page(world: World, bring, run_jobs, time_machine):
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)

    def later(**by) -> None:
        run_jobs()
        time_machine.move_to(clock.now() + timedelta(**by), tick=False)
        run_jobs()

    def her_mail():
        return sent_to(AMINA)[-1]

    for member, pace in ((world.amina, "each"), (world.brian, "each"), (world.celia, "none")):
        with in_group(world.group):
            choices.choose(member=member, pace=pace, shows="whole")

    # Monday: she reads, answers, and hears what Brian says to it.
    with in_group(world.group):
        nights = talk_actions.open_conversation(member=world.brian, title="Nights", words="Who is awake too?")
    later(minutes=3)
    assert "Who is awake too?" in her_mail().body
    assert bring(written("I am, most nights."), her_mail().message()["Reply-To"]).state == "posted"
    assert said(nights) == [("Amina", "I am, most nights.")]
    with in_group(world.group):
        talk_actions.reply(member=world.brian, conversation=nights, words="That helps to know.")
    later(minutes=3)
    answer = her_mail().body
    assert "That helps to know." in answer

    # Tuesday: a nod, and enough of it.
    assert bring(written(), address_of(answer, "I hear you")).state == "done"
    assert bring(written(), address_of(answer, "Mute this conversation")).state == "done"
    with everywhere("a test looks"):
        assert list(Acknowledgement.objects.values_list("by__display_name", "kind")) == [("Amina", "hear")]
        assert Follow.objects.get().wish == "mute"
    got = len(sent_to(AMINA))
    with in_group(world.group):
        talk_actions.reply(member=world.celia, conversation=nights, words="Me too")
    later(minutes=3)
    assert len(sent_to(AMINA)) == got

    # Wednesday: she begins something, and is answered.
    with in_group(world.group):
        address = places.own_address(world.amina)
    begun = bring(written("Mine is worn out.", subject="Where: a good cushion"), address)
    assert begun.state == "posted"
    assert "It stands as “Where, what or how?”." in her_mail().body
    with everywhere("a test looks"):
        cushion = Conversation.objects.get(title="a good cushion")
    later(minutes=3)
    to_brian = sent_to("brian@example.org")[-1]
    assert "Mine is worn out." in to_brian.body
    answer_of_brian = written("The shop in Hill Street.", sender="brian@example.org")
    assert bring(answer_of_brian, to_brian.message()["Reply-To"]).state == "posted"
    later(minutes=3)
    assert "The shop in Hill Street." in her_mail().body

    # Thursday: a break, in which nothing comes; and back by an empty mail.
    assert bring(written(), address_of(her_mail().body, "Take a break for two weeks")).state == "done"
    resting = her_mail().body
    got = len(sent_to(AMINA))
    with in_group(world.group):
        talk_actions.open_conversation(member=world.brian, title="Tea", words="While she rests")
    later(days=1)
    timed.letters()
    run_jobs()
    assert len(sent_to(AMINA)) == got
    assert bring(written(), address_of(resting, "I am back")).state == "done"
    later(days=1)
    assert "While she rests" in her_mail().body  # one letter holds what came meanwhile

    # A week after the last words she alone is asked, and says that it helped.
    later(days=6)
    timed.did_it_help()
    run_jobs()
    asked = her_mail()
    assert "Did it help?" in asked.body
    assert bring(written(), address_of(asked.body, "That helped, thank you")).state == "done"
    with everywhere("a test looks"):
        cushion.refresh_from_db()
        assert (cushion.answered_after_at is not None, cushion.again_at) == (True, None)
        assert Membership.objects.get(pk=world.amina.pk).on_break_until is None
