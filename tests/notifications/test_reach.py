"""How many words will reach, told before they are sent; and a steward's notice to everyone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from byturns.conversations import actions as talk_actions
from byturns.conversations.models import Follow
from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups import policy
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.notifications import actions, jobs, reach
from byturns.notifications.models import Choice, ToEveryone
from byturns.notifications.reach import Reach
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
TEN = "2026-11-24T10:00:00+00:00"


@pytest.fixture
def ten(world: World, time_machine) -> World:
    """Ten in the morning. Six others read what Celia writes; Dev rests, Joan has no mailbox."""
    time_machine.move_to(TEN, tick=False)
    with everywhere("a test sets the scene"):
        Membership.objects.filter(on_break_until__isnull=False).update(
            on_break_until=clock.now().date() + timedelta(days=9)
        )
    world.extra["dora"] = scene.join(world.group, "Dora")
    world.extra["eve"] = scene.join(world.group, "Eve")
    for member, fields in (
        (world.amina, {"pace": "each"}),
        (world.brian, {"pace": "daily", "hour": 18}),
        (world.extra["dora"], {"pace": "daily", "hour": 9}),
        (world.extra["eve"], {"pace": "none"}),
        (world.dev, {"pace": "each"}),
    ):
        with everywhere("a test sets the scene"):
            Choice.objects.create(group=world.group, membership=member, **fields)
    return world


def of_new(world: World, circle=None, **fields) -> Reach:
    with in_group(world.group):
        return reach.of_new(world.celia, circle, **fields)


def test_the_number_is_what_the_mails_will_do(ten: World):
    assert of_new(ten) == Reach(readers=6, today=2, later=1)
    assert of_new(ten, to_everyone=True) == Reach(readers=6, today=3, later=0)


def test_whom_she_follows_and_where_she_wrote_counts_for_an_answer(ten: World):
    talk = scene.conversation(ten.brian)
    scene.say(ten.extra["dora"], talk, "Me too")
    with everywhere("a test sets the scene"):
        Follow.objects.create(
            group=ten.group, membership=ten.extra["eve"], conversation=talk, wish=Follow.Wish.FOLLOW
        )
        Choice.objects.filter(membership=ten.extra["dora"]).update(pace="mine")
    with in_group(ten.group):
        assert reach.of_answer(ten.celia, talk) == Reach(readers=6, today=4, later=0)


def test_the_number_gives_no_block_and_no_mute_away(ten: World):
    talk = scene.conversation(ten.brian)
    with in_group(ten.group):
        before = of_new(ten), reach.of_answer(ten.celia, talk)
    with everywhere("a test sets the scene"):
        for kind, member in (("block", ten.amina), ("mute", ten.brian)):
            Distance.objects.create(group=ten.group, by=member, whom=ten.celia, kind=kind)
        Follow.objects.create(group=ten.group, membership=ten.amina, conversation=talk, wish=Follow.Wish.MUTE)
    with in_group(ten.group):
        assert (of_new(ten), reach.of_answer(ten.celia, talk)) == before


def test_a_circle_is_its_members_and_of_few_no_number_is_said(ten: World, as_):
    circle = scene.circle(ten.celia, ten.amina, ten.brian)
    assert of_new(ten, circle) == Reach(readers=2, today=2, later=0)
    page = as_(ten.celia).get("/g/tuesday/me/mail/reach/", {"circle": circle.public_id})
    assert "2 other members can read it." in page.text
    assert "You are few here" in page.text
    assert "by e-mail today" not in page.text
    assert as_(ten.extra["dora"]).get(page.wsgi_request.get_full_path()).status_code == 404


def test_the_line_beside_the_button_is_the_part_that_htmx_asks_for(ten: World, as_, time_machine):
    celia = as_(ten.celia)
    asks = {"HX-Request": "true", "HX-Target": "reach"}
    part = celia.get("/g/tuesday/me/mail/reach/", headers=asks)
    assert part.text.strip() == "2 get it by e-mail today. 1 more gets it on a later day."
    time_machine.move_to("2026-11-24T17:30:00+00:00", tick=False)
    assert "2 get it by e-mail tonight." in celia.get("/g/tuesday/me/mail/reach/", headers=asks).text
    time_machine.move_to("2026-11-24T23:30:00+00:00", tick=False)
    with everywhere("a test sets the scene"):
        Choice.objects.filter(pace="each").update(pace="daily")
    late = celia.get("/g/tuesday/me/mail/reach/", headers=asks).text
    assert "Nobody gets it by e-mail tonight. 3 get it on a later day." in late
    time_machine.move_to("2026-11-24T17:30:00+00:00", tick=False)
    talk = scene.conversation(ten.brian)
    answer = celia.get("/g/tuesday/me/mail/reach/", {"c": talk.public_id}, headers=asks)
    assert "by e-mail tonight" in answer.text
    assert as_(ten.farid).get("/g/harbour/me/mail/reach/", {"c": talk.public_id}).status_code == 404
    assert 'data-hx-get="/g/tuesday/me/mail/reach/"' in celia.get("/g/tuesday/ask/").text
    read = celia.get(f"/g/tuesday/c/{talk.public_id}/").text
    assert f'href="/g/tuesday/me/mail/reach/?c={talk.public_id}"' in read


def test_the_line_costs_as_much_for_many_as_for_few(ten: World, as_, django_assert_num_queries):
    celia = as_(ten.celia)
    celia.get("/g/tuesday/me/mail/reach/")
    for _ in range(2):
        with django_assert_num_queries(7):
            celia.get("/g/tuesday/me/mail/reach/")
        for name in "klmnop":
            scene.join(ten.group, f"{name}-{_}")


# --- To everyone ----------------------------------------------------------------------------------


def open_talk(by: Membership, **fields):
    with in_group(by.group_id):
        return talk_actions.open_conversation(
            member=by, **{"title": "Tonight", "words": "CANARYNOTICE falls through", **fields}
        )


@pytest.fixture
def pass_time(run_jobs, time_machine):
    def go(**by) -> list:
        before = len(mail.outbox)
        run_jobs()
        time_machine.move_to(clock.now() + timedelta(**by), tick=False)
        run_jobs()
        return mail.outbox[before:]

    return go


def test_a_notice_reaches_everyone_but_who_rests_or_wants_none(ten: World, pass_time):
    with everywhere("a test sets the scene"):
        Choice.objects.filter(membership=ten.brian).update(shows="whole")
    talk = open_talk(ten.celia)
    celia = fresh(ten.celia)
    page = f"/g/tuesday/c/{talk.public_id}/to-everyone/"
    assert "Send this to everyone at once" in celia.get(f"/g/tuesday/c/{talk.public_id}/").text
    assert "3 get it by e-mail today." in celia.get(page).text
    assert celia.post(page).status_code == 303
    sent = pass_time(minutes=3)
    assert sorted(one.to[0] for one in sent) == [
        "amina@example.org",
        "brian@example.org",
        "dora@example.org",
    ]
    bodies = {one.to[0]: one.body for one in sent}
    assert "You get this because a steward sent it to everyone at once." in bodies["brian@example.org"]
    assert "CANARYNOTICE" in bodies["brian@example.org"]
    assert "CANARYNOTICE" not in bodies["dora@example.org"]
    assert EventRecord.objects.filter(kind="notifications.SentToEveryone").count() == 1
    jobs.letters()
    assert pass_time(hours=24) == []  # nobody hears of it twice


def test_one_notice_a_week_and_the_page_says_so(ten: World, time_machine):
    first, second = open_talk(ten.celia), open_talk(ten.celia)
    with in_group(ten.group):
        actions.send_to_everyone(member=ten.celia, conversation=first)
        with pytest.raises(policy.NotAllowed, match="sent to everyone already"):
            actions.send_to_everyone(member=ten.celia, conversation=first)
        with pytest.raises(policy.NotAllowed, match="the next one can go from Tuesday 1 December, 10:00"):
            actions.send_to_everyone(member=ten.celia, conversation=second)
    page = f"/g/tuesday/c/{second.public_id}/to-everyone/"
    assert "less than a week ago" in fresh(ten.celia).get(page).text
    time_machine.move_to(clock.now() + timedelta(days=7, minutes=1), tick=False)
    with in_group(ten.group):
        actions.send_to_everyone(member=ten.celia, conversation=second)


def test_what_cannot_go_to_everyone(ten: World):
    circle = scene.circle(ten.celia, ten.amina)
    cases = {
        "began yourself": [open_talk(ten.brian), open_talk(ten.celia, unnamed=True)],
        "stays in the circle": [open_talk(ten.celia, circle=circle)],
        "taken down": [open_talk(ten.celia)],
    }
    with in_group(ten.group):
        [talk] = cases["taken down"]
        talk_actions.take_down(member=ten.celia, message=talk.messages.get())
        for says, talks in cases.items():
            for talk in talks:
                with pytest.raises(policy.NotAllowed, match=says):
                    actions.send_to_everyone(member=ten.celia, conversation=talk)
        with pytest.raises(policy.NotAllowed, match="Only a steward"):
            actions.send_to_everyone(member=ten.brian, conversation=open_talk(ten.brian))


def test_quiet_hours_hold_and_words_taken_down_in_time_go_to_nobody(ten: World, pass_time):
    with everywhere("a test sets the scene"):
        Choice.objects.filter(membership=ten.amina).update(quiet_from=9, quiet_to=14)
        Choice.objects.exclude(membership=ten.amina).update(pace="none")
    talk = open_talk(ten.celia)
    with in_group(ten.group):
        actions.send_to_everyone(member=ten.celia, conversation=talk)
    assert pass_time(hours=3) == []
    [sent] = pass_time(hours=2)
    assert sent.to == ["amina@example.org"]
    with everywhere("a test sets the scene"):
        ToEveryone.objects.update(at=clock.now() - timedelta(days=8))
    second = open_talk(ten.celia)
    with in_group(ten.group):
        actions.send_to_everyone(member=ten.celia, conversation=second)
        talk_actions.take_down(member=ten.celia, message=second.messages.get())
    assert pass_time(hours=1) == []


def test_what_changed_after_it_was_decided_holds_when_it_goes(ten: World, pass_time):
    with everywhere("a test sets the scene"):
        Choice.objects.exclude(membership__in=[ten.amina.pk, ten.brian.pk]).update(pace="none")
    talk = open_talk(ten.celia)
    with in_group(ten.group):
        actions.send_to_everyone(member=ten.celia, conversation=talk)
    assert pass_time(seconds=30) == []
    with everywhere("a test sets the scene"):
        Choice.objects.filter(membership=ten.amina).update(pace="none")
        Choice.objects.filter(membership=ten.brian).update(quiet_from=9, quiet_to=14)
    assert pass_time(minutes=5) == []
    [sent] = pass_time(hours=5)
    assert sent.to == ["brian@example.org"]
