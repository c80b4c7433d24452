"""A member has another mailbox: whoever opens the old one can do nothing in her name any more."""

from __future__ import annotations

import pytest
from django.core import mail as sent_mail
from django.test import Client

from byturns.core import outbox
from byturns.groups.models import Application
from byturns.groups.scoping import in_group
from byturns.mail import commands, intake, places, second
from byturns.mail.models import AskingKey, Command, Inbound, ReplyKey
from byturns.notifications import composing, queries
from byturns.people import actions as people
from tests.mail.mails import PLAIN, link_in, said, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]


def moves(member, to: str = "amina.new@example.org") -> None:
    people.take_mailbox(person=member.person, new_email=to)


def test_what_the_old_mailbox_was_given_does_nothing(world: World, nights, to_amina, bring):
    with in_group(world.group):
        first = nights.messages.first()
        row = Command.objects.create(
            group_id=world.group.pk, membership=world.amina, conversation=nights, message=first
        )
        letter, each = places.make_letter_keys(world.amina, [(nights, nights.opened_at)])
        own = places.own_address(world.amina)
        brians = places.reply_address(places.make_key(world.brian, nights, "<b@carers.example>"))
        stop = composing.stop_link(world.amina, queries.choice_of(world.amina))
    link = f"/mail/do/{commands.token(row, 'mute')}/"
    assert Client().get(link).status_code == 200
    moves(world.amina)
    for address in (to_amina, letter, own, *each.values()):
        assert places.found(address) == places.NOWHERE
    assert places.found(brians).member == world.brian
    assert Client().post(link).status_code == 404
    stopped = Client().post("/" + stop.split("/", 3)[3], {"List-Unsubscribe": "One-Click"})
    assert stopped.status_code == 404
    with in_group(world.group):
        assert queries.choice_of(world.amina).pace == "daily"
    bring(written(), to_amina)
    assert said(nights) == []


@pytest.mark.parametrize("moved", ["by herself", "by recovery"])
def test_a_question_that_was_asked_there_is_over_and_the_mail_is_held(world, nights, to_amina, bring, moved):
    kept = bring(written(proven=""), to_amina)
    [asked] = sent_to("amina@example.org")
    if moved == "by herself":
        moves(world.amina)
    else:
        people.move_to_new_mailbox(person=world.amina.person, new_email="amina.new@example.org")
    kept.refresh_from_db()
    assert (kept.state, kept.why) == ("held", "unproven")
    Client().post(link_in(asked), {"yes": ""})
    kept.refresh_from_db()
    assert (kept.state, said(nights)) == ("held", [])


def test_a_question_on_its_way_does_not_go_to_the_mailbox_that_she_left(world, nights, to_amina, run_jobs):
    """Asked for before, sent after: the mail about a mail and the words that go back."""
    proven = intake.keep(written("x", proven="dmarc=fail"), rcpt_to=to_amina, came_by="smtp", mail_from="a@b")
    Inbound.objects.filter(pk=proven.pk).update(
        state="held",
        why="forged",
        group_id=world.group.pk,
        membership_id=world.amina.pk,
        back_to_id=world.amina.pk,
    )
    asked = Inbound.objects.create(
        digest="1", raw=written(), size=1, came_by="smtp", rcpt_to=to_amina, state="asked", why="too",
        group_id=world.group.pk, membership_id=world.amina.pk, way="reply", sender="other@elsewhere.example",
    )  # fmt: skip
    for kind, about in [
        ("mail.back", proven),
        ("mail.not_done", proven),
        ("mail.is_this_you_too", asked),
        ("mail.was_this_you", asked),
    ]:
        outbox.put(kind, to="amina.old@example.org", group_id=world.group.pk, inbound_id=about.pk)
    run_jobs()
    assert [one for one in sent_mail.outbox if one.to == ["amina.old@example.org"]] == []
    outbox.put("mail.not_done", to="amina@example.org", group_id=world.group.pk, inbound_id=proven.pk)
    run_jobs()
    assert len(sent_to("amina@example.org")) == 1


def test_a_mailbox_that_nobody_opens_any_more_is_not_asked_who_it_was(world, run_jobs):
    kept = Inbound.objects.create(
        digest="1", raw=written(), size=1, came_by="smtp", rcpt_to=PLAIN, state="asked", why="either",
        group_id=world.group.pk, way="group", sender="once@example.org",
    )  # fmt: skip
    outbox.put("mail.which_of_you", to="once@example.org", group_id=world.group.pk, inbound_id=kept.pk)
    run_jobs()
    assert sent_to("once@example.org") == []


def test_a_yes_counts_only_while_the_address_that_the_mail_came_from_is_hers(world, nights, to_amina, bring):
    with in_group(world.group):
        row = second.add(member=world.amina, address="work@elsewhere.example")
        second.confirm(row=row)
        given = places.reply_address(places.make_key(world.amina, nights, ""))
    kept = bring(written(sender="work@elsewhere.example", proven=""), to_amina)
    assert (kept.state, kept.why) == ("asked", "unproven")
    with in_group(world.group):
        second.take_away(member=world.amina, row=row)
    assert places.found(given) == places.NOWHERE
    assert places.found(to_amina).member == world.amina
    Client().post(link_in(sent_to("amina@example.org")[-1]), {"yes": ""})
    kept.refresh_from_db()
    assert (kept.state, said(nights)) == ("held", [])


def test_who_asks_to_join_from_another_mailbox_is_asked_there_no_more(world: World, bring, run_jobs):
    person = people.make_person(name="Nia", email="nia@example.org")
    with in_group(world.group):
        application = Application.objects.create(group=world.group, person=person, name="Nia")
        keys = [
            AskingKey.objects.create(group_id=world.group.pk, application=application, membership=one)
            for one in (None, world.celia)
        ]
        hers, celias = (places.asking_address(key) for key in keys)
    kept = bring(written("Still here", sender="nia@example.org", proven=""), hers)
    other = bring(written("And I", sender="celia@example.org", proven=""), celias)
    assert (kept.state, other.state) == ("asked", "asked")
    assert len(sent_to("nia@example.org")) == 1
    outbox.put("mail.was_this_you", to="old@example.org", group_id=world.group.pk, inbound_id=kept.pk)
    run_jobs()
    assert sent_to("old@example.org") == []
    moves_to = people.take_mailbox(person=person, new_email="nia.new@example.org")
    assert moves_to.email == "nia.new@example.org"
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.state, other.state) == ("held", "asked")
    outbox.put("mail.was_this_you", to="nia@example.org", group_id=world.group.pk, inbound_id=kept.pk)
    assert places.found(hers) == places.NOWHERE
    assert places.found(celias).member == world.celia
    with in_group(world.group):
        assert ReplyKey.objects.filter(membership=world.celia).exclude(dead_at=None).count() == 0
