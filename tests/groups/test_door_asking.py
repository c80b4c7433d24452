from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from byturns.core import clock
from byturns.core.models import EventRecord
from byturns.groups import jobs, policy, rules_door
from byturns.groups.actions import agreement, applications, asking, questions
from byturns.groups.models import (
    Application,
    ApplicationMessage,
    Invitation,
    JoinQuestion,
    Membership,
    NotWhileIAmHere,
)
from byturns.groups.scoping import everywhere, in_group
from byturns.people.models import Account, Person
from tests import world as scene
from tests.groups.factor import fresh
from tests.world import World

CODE = re.compile(r"\b(\d{6})\b")


def page(world: World, name: str, **kwargs: object) -> str:
    return reverse(f"groups:{name}", kwargs={"group_slug": world.slug, **kwargs})


def door_of(world: World, name: str = "ask") -> str:
    return reverse(f"groups:{name}", kwargs={"token": world.group.join_token})


def filled(**changes: str) -> dict[str, str]:
    return {"name": "Hana", "says_carer": "on", "question_0": "My aunt.", "question_1": "", **changes}


def newcomer(email: str = "hana@example.org") -> Client:
    """A browser of somebody who typed the right code and is nobody in particular yet."""
    browser = Client()
    browser.force_login(Account.objects.create_user(email))
    return browser


@pytest.fixture
def asked(world: World) -> Application:
    """Hana has asked to join, two questions answered or left."""
    with in_group(world.group):
        questions.put(member=world.celia, asked=["Who do you look after?", "What do you hope for?"])
    return asking.ask(
        group=world.group,
        account=Account.objects.create_user("hana@example.org"),
        person=None,
        name="Hana",
        answers=[("Who do you look after?", "My aunt.")],
        says_carer_over_18=True,
    )


def hana(application: Application) -> Client:
    browser = Client()
    assert application.person is not None
    assert application.person.account is not None
    browser.force_login(application.person.account)
    return browser


def own_page(application: Application) -> str:
    return reverse("groups:asked", kwargs={"public_id": application.public_id})


def members_page(world: World, application: Application, name: str = "application") -> str:
    return page(world, name, public_id=application.public_id)


def later(**by: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(**by))


def test_from_the_poster_to_a_member(world: World, run_jobs: Callable[[], None]):
    with in_group(world.group):
        questions.put(member=world.celia, asked=["Who do you look after?", "What do you hope for?"])
        agreement.publish(member=world.celia, words="A rule.", limits="It stays here.", based_on=0)
    world.group.welcome = "Come in."
    world.group.save()

    browser = Client()
    shown = browser.get(door_of(world, "join")).content.decode()
    assert "Come in." in shown
    assert "It stays here." in shown
    assert "A rule." not in shown
    assert "<title>Asking to join</title>" in shown
    assert browser.get(door_of(world, "join_privacy")).status_code == 200

    sign_in = browser.post(door_of(world, "join"))["Location"]
    code_page = browser.post(sign_in, {"email": "hana@example.org"})["Location"]
    run_jobs()
    found = CODE.search(str(mail.outbox[-1].body))
    assert found is not None
    assert browser.post(code_page, {"code": found.group(1)})["Location"] == door_of(world)

    form = browser.get(door_of(world)).content.decode()
    assert "Who do you look after?" in form
    answer = browser.post(door_of(world), filled())
    assert answer.status_code == 303
    with in_group(world.group):
        application = Application.objects.get()
        assert application.answers == [{"question": "Who do you look after?", "answer": "My aunt."}]
    assert answer["Location"] == own_page(application)
    assert browser.get(own_page(application)).status_code == 200
    assert browser.get(door_of(world))["Location"] == own_page(application)  # asking twice leads here

    before = len(mail.outbox)
    run_jobs()
    told = mail.outbox[before:]
    present = ["amina", "brian", "celia"]  # Dev rests, Erin is a guest, Joan has no mailbox, Gwen left
    assert sorted(letter.to[0] for letter in told) == [f"{name}@example.org" for name in present]
    assert {letter.subject for letter in told} == {"A message from your group"}
    for letter in told:
        for secret in ("Hana", "aunt", "hana@"):
            assert secret not in str(letter.body)

    steward = fresh(world.celia)
    with later(hours=25):
        for factor_page in ("let_in", "refuse"):
            assert steward.get(members_page(world, application, factor_page)).status_code == 303
    with later(hours=24, minutes=1):
        steward = fresh(world.celia)
        browser.force_login(Account.objects.get(email="hana@example.org"))
        answer = steward.post(members_page(world, application, "let_in"))
        assert (answer.status_code, answer["Location"]) == (303, page(world, "applications"))
        run_jobs()
        assert mail.outbox[-1].to == ["hana@example.org"]
        assert world.group.name not in f"{mail.outbox[-1].subject}{mail.outbox[-1].body}"
        inside = browser.get(page(world, "why"))
        assert (inside.status_code, inside["Location"]) == (302, page(world, "agreement"))
        said = browser.post(page(world, "agreement"), {"version": "1", "yes": "on"})
        assert said["Location"] == page(world, "why")
    with in_group(world.group):
        member = Membership.objects.get(display_name="Hana")
        row = Application.objects.get()
        assert (member.role, row.state, row.name, row.answers, row.person) == (
            "member",
            "let_in",
            "",
            [],
            None,
        )
    kinds = list(EventRecord.objects.order_by("pk").values_list("kind", flat=True))
    assert "groups.AskedToJoin" in kinds
    assert kinds[-3:] == ["groups.MemberJoined", "groups.ApplicationLetIn", "groups.AgreementAgreed"]


def test_nothing_members_write_reaches_the_applicant_before_the_quiet_time_is_over(
    world: World, asked: Application, run_jobs: Callable[[], None]
):
    run_jobs()
    mail.outbox.clear()
    brian = scene.sign_in(Client(), world.brian)
    brian.post(members_page(world, asked), {"words": "Hello there", "shows_name": "on"})
    scene.sign_in(Client(), world.amina).post(members_page(world, asked), {"words": "Welcome"})
    run_jobs()
    browser = hana(asked)
    early = browser.get(own_page(asked)).content.decode()
    assert "Hello there" not in early
    assert "Brian" not in early
    assert mail.outbox == []
    assert (
        "Hello there" in scene.sign_in(Client(), world.amina).get(members_page(world, asked)).content.decode()
    )

    with later(hours=24, minutes=1):
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [["hana@example.org"]]  # one mail, not one a word
        assert "Hello there" not in str(mail.outbox[0].body)
        shown = browser.get(own_page(asked)).content.decode()
        assert "Hello there" in shown
        assert "Brian" in shown
        assert "Welcome" in shown
        assert "Amina" not in shown
        assert "A member of the group" in shown


def test_what_the_applicant_writes_is_told_to_who_talked_with_her(
    world: World, asked: Application, run_jobs: Callable[[], None]
):
    run_jobs()
    mail.outbox.clear()
    browser = hana(asked)
    assert browser.post(own_page(asked), {"words": "Is it far?"}).status_code == 303
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["celia@example.org"]]  # nobody talked yet
    mail.outbox.clear()
    scene.sign_in(Client(), world.brian).post(members_page(world, asked), {"words": "No."})
    browser.post(own_page(asked), {"words": "Thank you"})
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["brian@example.org"]]


def test_not_while_i_am_here_is_seen_by_stewards_only(
    world: World, asked: Application, run_jobs: Callable[[], None]
):
    run_jobs()
    mail.outbox.clear()
    amina = scene.sign_in(Client(), world.amina)
    mind = members_page(world, asked, "not_while")
    assert amina.post(mind).status_code == 303
    assert amina.post(mind).status_code == 303
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["celia@example.org"]]
    assert "Amina" not in str(mail.outbox[0].body)

    marker = "These members said in private"
    assert marker in scene.sign_in(Client(), world.celia).get(members_page(world, asked)).content.decode()
    for other in (world.brian, world.amina):
        assert marker not in scene.sign_in(Client(), other).get(members_page(world, asked)).content.decode()
    assert "You have told the stewards" in amina.get(members_page(world, asked)).content.decode()
    assert "Not while" not in hana(asked).get(own_page(asked)).content.decode()

    with later(hours=25):
        steward = fresh(world.celia)
        answer = steward.post(members_page(world, asked, "let_in"), {})
        assert answer.status_code == 422
        assert "Amina" in answer.content.decode()
        with in_group(world.group), pytest.raises(Exception, match="Talk with them first"):
            applications.let_in(member=world.celia, application=asked)
        assert amina.post(mind, {"back": "1"}).status_code == 303
        assert steward.post(members_page(world, asked, "let_in"), {}).status_code == 303
    said = EventRecord.objects.filter(kind="groups.NotWhileIAmHereSaid").values_list("facts", flat=True)
    assert [fact["how"] for fact in said] == ["said", "taken_back"]


def test_nobody_is_let_in_or_refused_before_the_quiet_time_is_over(world: World, asked: Application):
    steward = fresh(world.celia)
    assert steward.post(members_page(world, asked, "let_in")).status_code == 422
    sent = {"reason": "Full", "kind_words": "Sorry"}
    answer = steward.post(members_page(world, asked, "refuse"), sent)
    assert answer.status_code == 422
    assert "Sorry" in answer.content.decode()
    with in_group(world.group):
        assert Application.objects.get().state == "open"


def test_a_group_may_choose_its_quiet_time_for_the_next_who_asks(world: World):
    steward = fresh(world.celia)
    form = {
        "name": "Tuesday Carers",
        "slug": world.slug,
        "time_zone": "Europe/London",
        "waking_from": "8",
        "waking_to": "21",
        "quiet_hours": "0",
    }
    assert steward.post(page(world, "settings"), form).status_code == 303
    world.group.refresh_from_db()
    application = asking.ask(
        group=world.group,
        account=Account.objects.create_user("hana@example.org"),
        person=None,
        name="Hana",
        answers=[],
        says_carer_over_18=True,
    )
    assert steward.post(members_page(world, application, "let_in")).status_code == 303


def test_refused_kindly_and_forgotten_but_for_the_reason(
    world: World, asked: Application, run_jobs: Callable[[], None]
):
    browser = hana(asked)
    browser.post(own_page(asked), {"words": "my canary words"})
    person = asked.person
    with later(hours=25):
        sent = {"reason": "Lives with a member", "kind_words": "We are sorry. Try the library group."}
        assert fresh(world.celia).post(members_page(world, asked, "refuse"), sent).status_code == 303
        mail.outbox.clear()
        run_jobs()
        assert mail.outbox[-1].to == ["hana@example.org"]
        assert "sorry" not in str(mail.outbox[-1].body)
        browser = hana(asked)
        shown = browser.get(own_page(asked)).content.decode()
        assert "Try the library group." in shown
        assert "Lives with a member" not in shown
        answer = browser.post(own_page(asked), {"words": "But why?"})
        assert answer.status_code == 422
        assert "But why?" in answer.content.decode()  # what was typed comes back
        steward_list = scene.sign_in(Client(), world.celia).get(page(world, "applications"))
        assert "Lives with a member" in steward_list.content.decode()
        brian_list = scene.sign_in(Client(), world.brian).get(page(world, "applications"))
        assert "Lives with a member" not in brian_list.content.decode()

    with later(days=30):
        jobs.forget_at_the_door()
        with in_group(world.group):
            assert Application.objects.get().name == "Hana"
    with later(days=31, hours=2):
        jobs.forget_at_the_door()
        jobs.forget_at_the_door()
        with in_group(world.group):
            row = Application.objects.get()
            assert (row.name, row.answers, row.kind_words, row.person) == ("", [], "", None)
            assert (row.state, row.reason, row.decided_by) == ("refused", "Lives with a member", world.celia)
            assert not ApplicationMessage.objects.exists()
        assert not Account.objects.filter(email="hana@example.org").exists()
        steward_list = scene.sign_in(Client(), world.celia).get(page(world, "applications"))
        assert "Lives with a member" not in steward_list.content.decode()
        assert "Decided in the last 30 days" not in steward_list.content.decode()
        assert person is not None
        assert Person.objects.get(pk=person.pk).name == ""


def test_taking_it_back_deletes_all_at_once(world: World, asked: Application):
    browser = hana(asked)
    browser.post(own_page(asked), {"words": "my canary words"})
    assert browser.post(own_page(asked) + "back/").status_code == 303
    with in_group(world.group):
        row = Application.objects.get()
        assert (row.state, row.name, row.answers) == ("withdrawn", "", [])
        assert not ApplicationMessage.objects.exists()
    assert not Account.objects.filter(email="hana@example.org").exists()
    assert scene.sign_in(Client(), world.brian).get(members_page(world, asked)).status_code == 404
    assert browser.get(own_page(asked)).status_code == 302


def test_asking_again_after_a_refusal_or_a_removal_looks_the_same(world: World):
    def walk(browser: Client) -> list[object]:
        seen: list[object] = []
        for answer in (browser.get(door_of(world)), browser.post(door_of(world), filled(name="Gw"))):
            where = re.sub(r"[a-z0-9]{12}", "ID", answer.get("Location", ""))
            seen.append((answer.status_code, where))
        with in_group(world.group):
            application = Application.objects.order_by("-pk").first()
        assert application is not None
        body = browser.get(own_page(application)).content.decode()
        body = re.sub(r'value="[\w-]{40,}"|data-owner="\w+"|[a-z0-9]{12}', "", body)
        return [*seen, body]

    with in_group(world.group):
        Membership.objects.filter(pk=world.gwen.pk).update(status="removed")
    removed = scene.sign_in(Client(), world.gwen)
    assert walk(newcomer()) == walk(removed)
    with in_group(world.group):
        hers = Application.objects.get(person=world.gwen.person)
    told = "was a member before"
    assert told in scene.sign_in(Client(), world.celia).get(members_page(world, hers)).content.decode()
    assert told not in scene.sign_in(Client(), world.brian).get(members_page(world, hers)).content.decode()
    with later(hours=25):
        assert fresh(world.celia).post(members_page(world, hers, "let_in")).status_code == 303
    with in_group(world.group):
        assert Membership.objects.get(pk=world.gwen.pk).status == "here"


def test_an_applicant_sees_nothing_of_the_group(world: World, asked: Application):
    scene.conversation(world.brian, "a canary in a conversation", title="canary title")
    with in_group(world.group):
        agreement.publish(member=world.celia, words="A canary rule", limits="It stays here.", based_on=0)
        applications.say_not_while_i_am_here(member=world.amina, application=asked)
        applications.write(member=world.brian, application=asked, words="A quiet word")
    browser = hana(asked)
    inside = [
        "",
        "agreement/",
        "privacy/",
        "health/",
        "why/",
        "invite/",
        "invite/poster/",
        "invite/link/",
        "asking/",
        f"asking/{asked.public_id}/",
        f"asking/{asked.public_id}/let-in/",
        f"asking/{asked.public_id}/refuse/",
        "questions/",
        "settings/",
        "begin/",
        "people/",
    ]
    for rest in inside:
        for answer in (browser.get(f"/g/{world.slug}/{rest}"), browser.post(f"/g/{world.slug}/{rest}", {})):
            assert answer.status_code == 404, rest
            assert world.group.name.encode() not in answer.content
    with later(hours=30):
        browser = hana(asked)
        for path in (own_page(asked), "/", door_of(world, "join")):
            shown = browser.get(path, follow=True).content.decode()
            for secret in ("canary", "Brian", "Amina", "Celia", "brian@", "Not while", world.slug):
                assert secret not in shown, path
        assert "A quiet word" in browser.get(own_page(asked)).content.decode()
        assert world.group.name not in browser.get(own_page(asked)).content.decode()


def test_somebody_elses_asking_is_not_there(world: World, asked: Application):
    other = newcomer("olu@example.org")
    for browser in (
        other,
        *(scene.sign_in(Client(), one) for one in (world.brian, world.celia, world.farid)),
    ):
        assert browser.get(own_page(asked)).status_code == 404
        assert browser.post(own_page(asked), {"words": "x"}).status_code == 404
        assert browser.post(own_page(asked) + "back/").status_code == 404
    assert Client().get(own_page(asked)).status_code == 302
    assert world.brian.person is not None
    with pytest.raises(policy.NotAllowed):
        asking.write(person=world.brian.person, application=asked, words="x")
    with pytest.raises(policy.NotAllowed):
        asking.take_back(person=world.brian.person, application=asked)


def test_strangers_ex_members_and_guests_see_no_askings(world: World, asked: Application):
    paths = [page(world, "applications"), members_page(world, asked)]
    for member, status in ((world.farid, 404), (world.gwen, 404), (world.erin, 403)):
        browser = scene.sign_in(Client(), member)
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code == status
            assert b"Hana" not in answer.content
        assert browser.post(members_page(world, asked), {"words": "x"}).status_code == status
        assert browser.post(members_page(world, asked, "not_while")).status_code == status
    with everywhere("a test looks"):
        assert not ApplicationMessage.objects.exists()
        assert not NotWhileIAmHere.objects.exists()
    for path in paths:
        answer = scene.sign_in(Client(), world.amina).get(path)
        assert answer.status_code == 200
        assert b"Hana" in answer.content
    brian = fresh(world.brian)
    for name in ("let_in", "refuse"):
        assert brian.post(members_page(world, asked, name)).status_code == 403
    assert brian.get(page(world, "questions")).status_code == 403


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "\x00\u202e"},
        {"name": "x" * 61},
        {"says_carer": ""},
        {"question_0": "long " * 40_000},
    ],
)
def test_what_does_not_fit_comes_back(world: World, bad: dict[str, str]):
    with in_group(world.group):
        questions.put(member=world.celia, asked=["Who do you look after?", "What do you hope for?"])
    sent = {key: value for key, value in filled(question_1="keep this", **bad).items() if value}
    answer = newcomer().post(door_of(world), sent)
    assert answer.status_code == 422
    assert "keep this" in answer.content.decode()
    with in_group(world.group):
        assert not Application.objects.exists()


def test_odd_signs_and_tags_are_kept_as_words(world: World, asked: Application):
    words = "שלום 😀 <script>alert(1)</script> \x00 \u202e"
    assert hana(asked).post(own_page(asked), {"words": words}).status_code == 303
    shown = scene.sign_in(Client(), world.amina).get(members_page(world, asked)).content.decode()
    assert "שלום 😀" in shown
    assert "<script>alert" not in shown
    assert "\u202e" not in shown
    assert "\x00" not in shown


def test_a_changed_question_changes_no_answer(world: World, asked: Application):
    steward = fresh(world.celia)
    assert steward.post(page(world, "questions"), {"questions": "A new one?\n\n"}).status_code == 303
    with in_group(world.group):
        assert [one.words for one in JoinQuestion.objects.filter(retired_at=None)] == ["A new one?"]
    shown = scene.sign_in(Client(), world.amina).get(members_page(world, asked)).content.decode()
    assert "Who do you look after?" in shown
    form = newcomer("olu@example.org").get(door_of(world)).content.decode()
    assert "A new one?" in form
    assert "Who do you look after?" not in form
    assert steward.post(page(world, "questions"), {"questions": ""}).status_code == 303
    assert steward.post(page(world, "questions"), {"questions": "x" * 301}).status_code == 422


def test_a_closed_or_wrong_link_lets_nobody_ask(world: World):
    browser = newcomer()
    for path in ("/join/made-up/", "/join/made-up/ask/", "/join/made-up/privacy/"):
        assert browser.get(path).status_code == 404
    world.group.takes_askers = False
    world.group.save()
    for name in ("join", "ask"):
        assert browser.get(door_of(world, name)).status_code == 404
        assert browser.post(door_of(world, name), filled()).status_code == 404
    assert Client().get(door_of(world)).status_code == 302
    with in_group(world.group):
        assert not Application.objects.exists()


def test_members_are_led_in_and_the_impatient_asked_to_wait(world: World):
    member = scene.sign_in(Client(), world.amina)
    assert member.get(door_of(world))["Location"] == f"/g/{world.slug}/"
    assert member.post(door_of(world), filled())["Location"] == f"/g/{world.slug}/"

    farid = scene.sign_in(Client(), world.farid)
    for _ in range(asking.TIMES):
        assert farid.post(door_of(world), filled(name="F")).status_code == 303
        with in_group(world.group):
            Application.objects.filter(state="open").update(state="refused", decided_at=clock.now())
    answer = farid.post(door_of(world), filled(name="F"))
    assert answer.status_code == 422
    assert "wait some weeks" in answer.content.decode()


def test_an_applicant_writes_so_much_a_day(world: World, asked: Application):
    browser = hana(asked)
    for _ in range(rules_door.WORDS_A_DAY):
        assert browser.post(own_page(asked), {"words": "more"}).status_code == 303
    answer = browser.post(own_page(asked), {"words": "one too many"})
    assert answer.status_code == 422
    assert "one too many" in answer.content.decode()


def test_a_name_that_somebody_has_gets_a_number(world: World):
    application = asking.ask(
        group=world.group,
        account=Account.objects.create_user("other-brian@example.org"),
        person=None,
        name="brian",
        answers=[],
        says_carer_over_18=True,
    )
    with later(hours=25), in_group(world.group):
        member = applications.let_in(member=world.celia, application=application)
    assert member.display_name == "brian 2"


def test_a_decided_asking_is_decided(world: World, asked: Application):
    with later(hours=25):
        with in_group(world.group):
            applications.refuse(
                member=world.celia, application=asked, reason="Full", kind_words="We are sorry."
            )
            with pytest.raises(policy.NotAllowed):
                applications.let_in(member=world.celia, application=asked)
            with pytest.raises(policy.NotAllowed):
                applications.write(member=world.brian, application=asked, words="x")
        assert fresh(world.celia).post(members_page(world, asked, "let_in")).status_code == 422
    with in_group(world.group):
        assert not Membership.objects.filter(display_name="Hana").exists()


def test_invitations_long_over_are_dropped(world: World):
    with in_group(world.group):
        Invitation.objects.create(
            group=world.group,
            email="old@example.org",
            token_digest="x",
            expires_at=clock.now() - timedelta(days=15),
        )
        kept = Invitation.objects.create(
            group=world.group,
            email="new@example.org",
            token_digest="y",
            expires_at=clock.now() - timedelta(days=13),
        )
    jobs.forget_at_the_door()
    with in_group(world.group):
        assert list(Invitation.objects.all()) == [kept]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_ask_once():
    world = scene.build()
    farid = scene.sign_in(Client(), world.farid)
    cookies = farid.cookies
    ready = threading.Barrier(3)
    answers: list[int] = []

    def click() -> None:
        try:
            browser = Client()
            browser.cookies = cookies
            ready.wait()
            answers.append(browser.post(door_of(world), filled(name="F")).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {302, 303}
    assert len(answers) == 3
    with in_group(world.group):
        assert Application.objects.count() == 1
