"""“This is me too”: other mailboxes of a member, which nobody else ever sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from django.db import transaction
from django.test import Client

from byturns.core import clock
from byturns.core.events import emit
from byturns.groups import events as group_events
from byturns.groups.policy import NotAllowed
from byturns.groups.scoping import everywhere, in_group
from byturns.mail import intake, jobs, places, portability, second
from byturns.mail.letters import TOO, YES
from byturns.mail.models import Inbound, Mark, SecondAddress
from tests.mail.mails import PLAIN, link_in, said, sent_to, written
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("border")]

WORK = "a.khan@work.example"
PAGE = "/g/tuesday/me/mail/addresses/"


def confirmed(member, address: str = WORK) -> SecondAddress:
    with in_group(member.group_id):
        row = SecondAddress.objects.create(group_id=member.group_id, membership=member, address=address)
        second.confirm(row=row)
    return row


def addresses() -> list[tuple[str, bool]]:
    with everywhere("a test looks"):
        return [(row.address, row.confirmed_at is not None) for row in SecondAddress.objects.order_by("pk")]


def test_an_address_is_added_confirmed_where_it_is_read_and_taken_away(world: World, as_, run_jobs):
    hers = as_(world.amina)
    assert hers.post(PAGE, {"address": " A.Khan@Work.example "}).status_code == 303
    run_jobs()
    assert addresses() == [(WORK, False)]
    [body] = sent_to(WORK)
    assert "Tuesday" not in body
    assert "Amina" not in body
    path, browser = link_in(body), Client()
    assert "Is this your address?" in browser.get(path).text
    assert addresses() == [(WORK, False)]
    assert "This address is known now" in browser.post(path).text
    assert addresses() == [(WORK, True)]
    assert "This address is known now" in browser.post(path).text
    page = hers.get(PAGE).text
    assert "Mail from here is taken as yours." in page
    with everywhere("a test looks"):
        [public_id] = SecondAddress.objects.values_list("public_id", flat=True)
    as_(world.brian).post(PAGE, {"away": public_id})
    assert addresses() == [(WORK, True)]
    as_(world.amina).post(PAGE, {"away": public_id})
    assert addresses() == []
    assert browser.get(path).status_code == 404
    assert browser.get("/mail/address/made:up/").status_code == 404


def test_a_confirmed_address_is_hers_with_the_same_rule_of_proof(world: World, bring, nights, to_amina):
    confirmed(world.amina)
    assert bring(written("From work", sender=WORK), to_amina).state == "posted"
    assert said(nights) == [("Amina", "From work")]
    kept = bring(written("Unsure", sender=WORK, proven="", number=2), to_amina)
    assert (kept.state, kept.why) == ("asked", "unproven")
    kept = bring(written("False", sender=WORK, proven="dmarc=fail", number=3), to_amina)
    assert (kept.state, kept.why) == ("held", "forged")
    kept = bring(written("Plain", sender=WORK, number=4), PLAIN)
    assert (kept.state, kept.why, kept.membership_id) == ("asked", "plain", world.amina.pk)
    assert len(sent_to("amina@example.org")) == 2  # she is asked where she signs in
    assert sent_to(WORK) == []


def test_an_unconfirmed_address_counts_for_nothing(world: World, bring, nights, to_amina):
    with in_group(world.group):
        second.add(member=world.amina, address=WORK)
    kept = bring(written(sender=WORK), to_amina)
    assert (kept.state, kept.why) == ("asked", "too")
    assert said(nights) == []


def test_mail_from_an_unknown_address_posts_when_she_and_the_address_have_said_yes(
    world: World, bring, run_jobs, nights, to_amina
):
    kept = bring(written("CANARYWORDS from work", sender=WORK), to_amina)
    assert (kept.state, kept.why) == ("asked", "too")
    [asked] = sent_to("amina@example.org")
    assert "CANARY" not in asked
    assert WORK not in asked
    browser, path = Client(), link_in(asked)
    page = browser.get(path).text
    assert "Is this you too?" in page
    assert "CANARY" not in page
    assert WORK not in page
    assert addresses() == []
    assert "One more step" in browser.post(path, {"yes": "1"}).text
    run_jobs()
    assert said(nights) == []
    confirm = link_in(sent_to(WORK)[-1])
    browser.get(confirm)
    assert said(nights) == []
    assert "What you had written has gone to the group." in browser.post(confirm).text
    assert said(nights) == [("Amina", "CANARYWORDS from work")]
    assert "It is with the group now" in browser.get(path).text
    kept = bring(written("Again", sender=WORK, number=2), to_amina)
    assert kept.state == "posted"


def test_her_yes_is_enough_when_the_address_was_confirmed_meanwhile(world: World, bring, nights, to_amina):
    bring(written("Early", sender=WORK), to_amina)
    path = link_in(sent_to("amina@example.org")[0])
    confirmed(world.amina)
    assert said(nights) == []  # the address alone does not say that this mail was hers
    assert "It is with the group now" in Client().post(path, {"yes": "1"}).text
    assert said(nights) == [("Amina", "Early")]


def test_a_no_holds_it_for_good(world: World, bring, nights, to_amina):
    bring(written("Not hers", sender="sister@elsewhere.example"), to_amina)
    path = link_in(sent_to("amina@example.org")[0])
    assert "It was not taken" in Client().post(path, {"no": "1"}).text
    assert "It was not taken" in Client().post(path, {"yes": "1"}).text
    assert [(one.state, one.why) for one in Inbound.objects.all()] == [("held", "not_hers")]
    assert addresses() == []
    assert said(nights) == []


def test_the_page_that_posts_at_once_is_no_way_round_the_confirming(world: World, bring, nights, to_amina):
    kept = bring(written("Not hers", sender="x@elsewhere.example"), to_amina)
    Client().post(f"/mail/yours/{YES.sign(kept.public_id)}/", {"yes": "1"})
    assert said(nights) == []
    unproven = bring(written("Hers?", proven="", number=2), to_amina)
    Client().post(f"/mail/yours-too/{TOO.sign(unproven.public_id)}/", {"yes": "1"})
    assert said(nights) == []
    assert addresses() == []


def test_another_member_who_answers_a_mail_to_her_is_not_taken_for_her(world, bring, nights, to_amina):
    kept = bring(written("Brian here", sender="brian@example.org"), to_amina)
    assert (kept.state, kept.why) == ("held", "another")
    assert sent_to("amina@example.org") == []
    assert said(nights) == []


def test_she_is_asked_three_times_a_day_at_most(world: World, bring, to_amina):
    for number in range(5):
        kept = bring(written(sender=f"x{number}@elsewhere.example", number=number), to_amina)
    assert (kept.state, kept.why) == ("held", "another")
    assert len(sent_to("amina@example.org")) == 3


def test_two_members_may_have_the_same_one(world: World, bring, nights, to_amina):
    confirmed(world.amina, "kitchen@home.example")
    confirmed(world.brian, "kitchen@home.example")
    assert bring(written("By key", sender="kitchen@home.example"), to_amina).state == "posted"
    assert said(nights) == [("Amina", "By key")]
    kept = bring(written("Who?", sender="kitchen@home.example", number=2), PLAIN)
    assert (kept.state, kept.why) == ("held", "either")


def test_whoever_signs_in_with_an_address_goes_before_who_only_writes_from_it(world: World, bring):
    confirmed(world.amina, "brian@example.org")
    kept = bring(written("Plain", sender="brian@example.org"), PLAIN)
    assert (kept.why, kept.membership_id) == ("plain", world.brian.pk)


def test_they_die_with_membership(world: World, bring, to_amina):
    confirmed(world.amina)
    with in_group(world.group):
        second.mark(member=world.amina, letters="AK")
    with transaction.atomic(), in_group(world.group):
        left = group_events.MemberLeft(group_id=world.group.pk, membership_id=world.amina.pk, words="stay")
        emit(left)
    assert addresses() == []
    with everywhere("a test looks"):
        assert not Mark.objects.exists()


def test_nobody_else_sees_one_but_she_can_take_it_away_with_her(world: World, as_, bring, to_amina):
    confirmed(world.amina, "canary@secret.example")
    bring(written("False", sender="canary@secret.example", proven="dmarc=fail"), to_amina)
    bring(written("Plain", sender="canary@secret.example", number=2), PLAIN)
    looked = [
        "/g/tuesday/people/looking-after/mail/held/",
        PAGE,
        f"/g/tuesday/people/{world.amina.public_id}/",
    ]
    for path in looked:
        assert "secret.example" not in as_(world.celia).get(path).text
    assert "canary@secret.example" in as_(world.amina).get(PAGE).text
    with in_group(world.group):
        assert "canary@secret.example" in str(portability.gather(world.amina))
        assert "secret.example" not in str(portability.gather(world.celia))


def test_what_cannot_be_added_is_said(world: World, as_):
    hers = as_(world.amina)
    assert "known already" in hers.post(PAGE, {"address": "Amina@example.org"}).text
    assert hers.post(PAGE, {"address": "not one"}).status_code == 422
    for number in range(second.MOST):
        hers.post(PAGE, {"address": f"a{number}@example.net"})
    assert "Five addresses are the most." in hers.post(PAGE, {"address": "one@more.example"}).text
    for _ in range(second.MAILS_A_DAY):
        answer = hers.post(PAGE, {"address": "a0@example.net"})
    assert "Several mails went there today." in answer.text
    with in_group(world.group), pytest.raises(NotAllowed):
        second.add(member=world.erin, address=WORK)


def test_nobody_can_have_us_write_to_many_strangers(world: World, as_, run_jobs):
    for number in range(second.MAILS_OF_ONE + 2):
        answer = as_(world.amina).post(PAGE, {"address": f"s{number}@elsewhere.example"})
        run_jobs()
        with in_group(world.group):
            for row in second.of(world.amina):
                second.take_away(member=world.amina, row=row)
    assert "That is enough new addresses for one day." in answer.text
    sent = [one.to[0] for one in sent_mail.outbox if one.to[0].endswith("@elsewhere.example")]
    assert sent == [f"s{number}@elsewhere.example" for number in range(second.MAILS_OF_ONE)]


def test_one_that_was_confirmed_is_not_asked_again(world: World):
    row = confirmed(world.amina)
    with in_group(world.group):
        assert second.add(member=world.amina, address=WORK) == row


def test_too_many_addresses_are_said_on_the_page_too(world: World, bring, to_amina):
    bring(written(sender=WORK), to_amina)
    with everywhere("a test sets the scene"):
        for number in range(second.MOST):
            SecondAddress.objects.create(
                group=world.group, membership=world.amina, address=f"a{number}@example.net"
            )
    answer = Client().post(link_in(sent_to("amina@example.org")[0]), {"yes": "1"})
    assert answer.status_code == 422
    assert "Five addresses are the most." in answer.text


def test_what_nobody_confirmed_is_forgotten(world: World, time_machine):
    confirmed(world.amina)
    with in_group(world.group):
        second.add(member=world.amina, address="typo@example.net")
    time_machine.move_to(clock.now() + timedelta(days=31), tick=False)
    jobs.tidy()
    assert addresses() == [(WORK, True)]


def test_a_link_of_somebody_who_has_left_is_dead(world: World, run_jobs):
    with in_group(world.group):
        second.add(member=world.amina, address=WORK)
    run_jobs()
    path = link_in(sent_to(WORK)[0])
    with everywhere("a test sets the scene"):
        type(world.amina).objects.filter(pk=world.amina.pk).update(status="left")
    assert Client().post(path).status_code == 404
    assert addresses() == [(WORK, False)]


def test_a_mail_that_names_no_sender_or_two_is_held_and_nobody_is_asked(world: World, bring, to_amina):
    nameless = written().replace(b"From: amina@example.org\n", b"")
    two = written(sender=f"{WORK}, x@elsewhere.example", number=2)
    endless = written(sender=f"{'x' * 300}@elsewhere.example", number=3)
    for raw in (nameless, two, endless):
        kept = bring(raw, to_amina)
        assert (kept.state, kept.why, kept.sender) == ("held", "another", "")
        assert bring(raw, PLAIN).why == "stranger"
    assert sent_mail.outbox == []


def test_who_has_no_mailbox_to_ask_at_is_not_asked(world: World, bring, nights):
    confirmed(world.joan)
    with in_group(world.group):
        key = places.make_key(world.joan, nights, "<j@carers.example>")
    kept = bring(written(sender=WORK, proven=""), places.reply_address(key))
    assert (kept.state, kept.why) == ("held", "unproven")
    assert bring(written(sender=WORK, number=2), places.reply_address(key)).state == "posted"


def test_what_was_settled_is_not_settled_again(world: World, bring, nights, to_amina):
    kept = bring(written(sender=WORK), to_amina)
    row = confirmed(world.amina)
    with in_group(world.group):
        assert second.confirm(row=row) == 0
        second.say_this_is_me(member=world.amina, kept=kept)
        second.say_this_is_me(member=world.amina, kept=kept)
        assert intake.say_yes(kept, world.amina) == ("posted", "well")
        assert intake.say_which(kept, world.amina) == ("posted", "well")
    intake.say_no(kept)
    assert len(said(nights)) == 1
    page = Client().post(f"/mail/yours-too/{TOO.sign(kept.public_id)}/", {"no": "1"})
    assert "It is with the group now" in page.text


def test_a_mail_whose_bytes_have_gone_cannot_be_posted(world: World, bring, nights, to_amina):
    kept = bring(written(proven=""), to_amina)
    Inbound.objects.update(raw=b"")
    Client().post(f"/mail/yours/{YES.sign(kept.public_id)}/", {"yes": "1"})
    kept.refresh_from_db()
    assert (kept.state, kept.why) == ("held", "unreadable")


def test_links_to_what_is_no_longer_there_are_dead(world: World, bring, nights, to_amina):
    kept = bring(written(proven=""), to_amina)
    paths = [f"/mail/yours/{YES.sign(kept.public_id)}/", f"/mail/yours-too/{TOO.sign(kept.public_id)}/"]
    assert [Client().get(path).status_code for path in paths] == [200, 200]
    with everywhere("a test sets the scene"):
        type(world.amina).objects.filter(pk=world.amina.pk).update(status="left")
    assert [Client().get(path).status_code for path in paths] == [404, 404]
    Inbound.objects.all().delete()
    assert [Client().get(path).status_code for path in paths] == [404, 404]
