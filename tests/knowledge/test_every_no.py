"""The rest of the rules and of taking back: each way that the pages do not take."""

from __future__ import annotations

import pytest
from django.core import mail

from byturns.core import clock
from byturns.groups import policy
from byturns.groups.models import Distance, Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.knowledge import actions
from byturns.knowledge.models import Experience, Page, Use
from tests.knowledge.keeping import told, use_of
from tests.knowledge.test_pages_of_several import begun, on_page
from tests.world import World


def test_reading_one_follows_the_rule_of_the_list(world: World):
    """`knowledge.view` and `visible_to` agree for everybody; one's own is open also while out of sight."""
    kept = [told(world.brian, "named", named=True), told(world.amina, "unnamed"), told(world.celia, "again")]
    with everywhere("a test sets the scene"):
        Experience.objects.filter(pk=kept[2].pk).update(asks_again_at=clock.now())
        Distance.objects.create(group=world.group, by=world.amina, whom=world.brian, kind=Distance.Kind.BLOCK)
    with in_group(world.group):
        for experience in Experience.objects.all():
            for member in (world.amina, world.brian, world.celia, world.dev, world.erin, world.gwen):
                seen = Experience.objects.visible_to(member).filter(pk=experience.pk).exists()
                own = experience.teller_id == member.pk
                assert bool(policy.check(member, "knowledge.view", experience)) is (seen or own)


def test_an_own_experience_that_somebody_asks_for_is_put_there_by_its_teller(world: World):
    page, kept = begun(world.amina), told(world.brian, "mine")
    with in_group(world.group):
        asked = actions.ask_for_page(member=world.amina, page=page, experience=kept)
        same = actions.ask_for_page(member=world.brian, page=page, experience=kept)
        assert (same.pk, same.choice) == (asked.pk, "yes")
        with pytest.raises(LookupError):  # a question about keeping is no question about a page
            use = Use.objects.create(group=world.group, teller=world.brian, experience=kept, scope="public")
            actions.say_yes_to_page(member=world.brian, use=use)
        Use.objects.filter(pk=use.pk).update(choice="yes", answered_at=clock.now())
        use.refresh_from_db()
        actions.take_back(member=world.brian, use=use)
        use.refresh_from_db()
        assert use.withdrawn_at is not None
        assert Experience.objects.get().words == "mine"


def test_whom_a_teller_blocks_and_who_has_no_mail_is_asked_without_one(world: World, run_jobs):
    page = begun(world.amina)
    blocking, without = told(world.brian, "one"), told(world.joan, "two")
    with everywhere("a test sets the scene"):
        Distance.objects.create(group=world.group, by=world.brian, whom=world.amina, kind=Distance.Kind.BLOCK)
    with in_group(world.group):
        for experience in (blocking, without):
            assert actions.ask_for_page(member=world.amina, page=page, experience=experience).choice == ""
    run_jobs()
    assert mail.outbox == []


def test_a_page_that_closes_tells_those_who_have_a_mailbox_once(world: World, run_jobs):
    page = begun(world.amina)
    _amina, brian, _joan = on_page(page, world.amina, world.brian, world.joan)
    with in_group(world.group):
        assert Page.objects.get().in_list
        actions.wipe(experience=brian.experience, by=None)
        actions.wipe(experience=Experience.objects.get(pk=brian.experience_id), by=None)
        assert not Page.objects.get().in_list
    run_jobs()
    assert [letter.to for letter in mail.outbox if "out of the list" in letter.body] == [
        ["amina@example.org"]
    ]


def test_a_mail_says_nothing_once_it_is_too_late(world: World, run_jobs):
    """The page is back, or the reader is gone, before its mail goes."""
    page = begun(world.amina)
    _amina, brian, _celia = on_page(page, world.amina, world.brian, world.celia)
    asked = told(world.dev, "asked")
    with in_group(world.group):
        actions.take_back(member=world.brian, use=brian)
        actions.ask_for_page(member=world.amina, page=page, experience=asked)
        Membership.objects.filter(pk__in=[world.dev.pk, world.celia.pk]).update(status="left")
        Page.objects.update(in_list=True)
    run_jobs()
    assert mail.outbox == []


def test_who_is_gone_leaves_what_she_told_and_owes_no_answer(world: World):
    from byturns.core.events import emit
    from byturns.groups import events

    page = begun(world.amina)
    told(world.brian, "stays")
    waits = told(world.brian, "waits")
    with in_group(world.group):
        actions.ask_for_page(member=world.amina, page=page, experience=waits)
        actions.look_together(
            member=world.amina, page=page, next_look=clock.now().date(), next_by=world.brian
        )
        emit(events.MemberDied(group_id=world.group.pk, membership_id=world.brian.pk))
        assert not Use.objects.filter(choice="").exists()
        assert Page.objects.get().next_by is None
        assert Experience.objects.filter(teller=world.brian, down_at=None).count() == 2
        assert use_of(waits).choice == "yes"
