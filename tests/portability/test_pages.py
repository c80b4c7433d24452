"""The pages of bringing in, as a steward walks through them, and who is kept out."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from byturns.conversations.models import Conversation
from byturns.groups.models import Invitation, Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.portability.kinds import Choice, State
from byturns.portability.models import Batch, StagedMember, StagedName, WasThere
from tests.groups import factor
from tests.portability import histories
from tests.world import World

BRING = "/g/tuesday/history/bring/"


def bring(
    client: Client, text: str | bytes, *, kind: str = "whatsapp", called: str = "chat.txt", order: str = ""
):
    data = text.encode() if isinstance(text, str) else text
    return client.post(BRING, {"kind": kind, "file": SimpleUploadedFile(called, data), "order": order})


def the_batch() -> Batch:
    with everywhere("a test looks"):
        return Batch.objects.select_related("group").latest("pk")


@pytest.fixture
def steward(world: World) -> Client:
    return factor.fresh(world.celia)


def test_from_the_upload_to_the_decision(world, steward, run_jobs, django_assert_max_num_queries):
    answer = bring(steward, histories.CHAT)
    batch = the_batch()
    page = f"{BRING}{batch.public_id}/"
    assert (answer.status_code, answer["Location"]) == (303, page)
    waiting = steward.get(page).content.decode()
    assert "The file is being read" in waiting
    part = steward.get(page, headers={"HX-Request": "true", "HX-Target": "progress"}).content.decode()
    assert "<html" not in part
    assert 'data-hx-get="' in part
    run_jobs()
    on = steward.get(page, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert (on["HX-Redirect"], on.content) == (page, b"")  # the waiting page goes on by itself
    with django_assert_max_num_queries(22):
        report = steward.get(page).content.decode()
    assert "3 March 2024" in report
    assert "Sheila B" in report
    assert "900123" not in report
    assert "canary" not in report  # the dry run shows no words that were understood
    with in_group(world.group):
        names = {row.name: row.public_id for row in StagedName.objects.all()}
    steward.post(
        f"{page}choices/?page=1",
        {
            f"n-{names['Brian']}": world.brian.public_id,
            f"n-{names['Sheila B']}": world.amina.public_id,
            f"d-{names['Sheila B']}": "2024-03-20",
            f"n-{names['']}": "out",
            # Whoever has a name in it is not also kept as one who wrote nothing.
            "others": [world.dev.public_id, world.amina.public_id],
            "silence_hours": "12",
        },
    )
    with in_group(world.group):
        rows = {row.name: (row.choice, row.membership_id) for row in StagedName.objects.all()}
        assert rows == {
            "Brian": (Choice.MEMBER, world.brian.pk),
            "Sheila B": (Choice.MEMBER, world.amina.pk),
            "": (Choice.OUT, None),
        }
        assert [row.membership_id for row in WasThere.objects.all()] == [world.dev.pk]
        assert Batch.objects.get().silence_hours == 12
    assert steward.post(f"{page}decide/").status_code == 303
    assert "Nothing shows before" in steward.get("/g/tuesday/history/").content.decode()
    histories.open_now(the_batch())
    with in_group(world.group):
        assert sorted(c.messages.count() for c in Conversation.objects.all()) == [2, 2]
    assert steward.get(page).status_code == 200
    assert steward.get(f"{page}take-back/").status_code == 200
    assert steward.post(f"{page}take-back/").status_code == 303
    assert the_batch().state == State.WITHDRAWN
    assert steward.get(page).status_code == 200


def test_what_does_not_fit_comes_back_with_a_sentence(world, steward, run_jobs):
    bring(steward, histories.CHAT)
    run_jobs()
    page = f"{BRING}{the_batch().public_id}/"
    with in_group(world.group):
        name = StagedName.objects.get(name="Brian").public_id
    # A fault in one part loses nothing of what was chosen in another.
    sent = {"silence_hours": "lots", "others": [world.dev.public_id], f"n-{name}": world.brian.public_id}
    answer = steward.post(f"{page}choices/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "That is not a whole number." in text
    assert f'value="{world.brian.public_id}" selected' in text
    assert re.search(rf'value="{world.dev.public_id}"[^>]* checked', text)
    sent = {"silence_hours": "6", f"n-{name}": "nobody-of-that-name"}
    answer = steward.post(f"{page}choices/", sent)
    assert (answer.status_code, "Choose one of these." in answer.content.decode()) == (422, True)
    assert steward.post(f"{page}order/", {"order": "xyz"}).status_code == 422
    sent = {"silence_hours": "6", "others": [world.farid.public_id]}
    assert steward.post(f"{page}choices/", sent).status_code == 422


def test_going_on_keeps_what_was_chosen_and_says_who_will_be_told_before_anybody_is(
    world, steward, run_jobs, mailoutbox, django_assert_max_num_queries
):
    bring(steward, histories.CHAT)
    run_jobs()
    page = f"{BRING}{the_batch().public_id}/"
    mailoutbox.clear()
    with in_group(world.group):
        names = {row.name: row.public_id for row in StagedName.objects.all()}
    chosen = {
        f"n-{names['Brian']}": world.brian.public_id,
        f"n-{names['Sheila B']}": world.joan.public_id,
        "silence_hours": "6",
        "go_on": "1",
    }
    answer = steward.post(f"{page}choices/", chosen)
    assert (answer.status_code, answer["Location"]) == (303, f"{page}decide/")
    with django_assert_max_num_queries(12):
        asked = steward.get(f"{page}decide/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", asked).split())
    assert "1 member whose words are in it: Brian." in words
    assert "3 other members." in words  # Amina, Celia and Dev; no guest, nobody who left
    assert "their words are in it: Joan." in words
    assert "1 name is nobody’s yet. A chat holds names and numbers" in words
    assert "address" not in words
    assert "900123" not in asked
    run_jobs()
    assert (mailoutbox, the_batch().state) == ([], State.STAGED)
    steward.post(f"{page}decide/")
    run_jobs()
    to = sorted(address for letter in mailoutbox for address in letter.to)
    assert to == ["amina@example.org", "brian@example.org", "celia@example.org", "dev@example.org"]


def test_a_list_of_addresses_says_addresses(world, steward, run_jobs):
    bring(steward, histories.MBOX, kind="mbox", called="list.mbox")
    run_jobs()
    asked = steward.get(f"{BRING}{the_batch().public_id}/decide/").content.decode()
    assert "1 other address in the file." in asked
    assert "sheila@old.example" not in asked


def test_as_long_as_the_dates_are_not_sure_nothing_else_is_asked(world, steward, run_jobs):
    bring(steward, "03/03/2024, 19:05 - Brian: one\n03/05/2024, 19:06 - B: heron-canary\n")
    run_jobs()
    page = f"{BRING}{the_batch().public_id}/"
    report = steward.get(page).content.decode()
    assert ('id="order"' in report, 'id="choices"' in report) == (True, False)
    # One real line, read each way: the first whose day would be another. Its words stay unread.
    assert "Then B wrote at 19:06 on 3 May 2024." in report
    assert "Then B wrote at 19:06 on 5 March 2024." in report
    assert "heron-canary" not in report
    assert steward.get(f"{page}decide/").status_code == 403


def test_a_form_from_a_page_opened_before_the_decision_changes_nothing(world, steward, run_jobs):
    bring(steward, histories.CHAT)
    run_jobs()
    page = f"{BRING}{the_batch().public_id}/"
    steward.post(f"{page}decide/")
    for late in ("decide/", "choices/"):
        answer = steward.post(f"{page}{late}", {"silence_hours": "3"})
        assert answer.status_code == 403
        assert "decided already" in answer.content.decode()


PAGES = [
    "",
    "mine/",
    "claims/",
    "bring/",
    "bring/{batch}/",
    "bring/{batch}/lines/",
    "bring/{batch}/decide/",
    "bring/{batch}/take-back/",
]
POSTS = [
    "mine/claim/",
    "mine/witness/nothing/",
    "claims/nothing/",
    "bring/",
    "bring/{batch}/choices/",
    "bring/{batch}/order/",
    "bring/{batch}/decide/",
    "bring/{batch}/list/",
    "bring/{batch}/take-back/",
]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_kept_out(world, as_, method):
    batch = histories.staged(world.celia)
    for path in PAGES if method == "get" else POSTS:
        page = f"/g/tuesday/history/{path.format(batch=batch.public_id)}"
        answers = {
            who: getattr(as_(who), method)(page)
            for who in (world.farid, world.erin, world.amina, world.celia)
        }
        assert answers[world.farid].status_code == 404, page
        assert answers[world.erin].status_code == 403, page
        anonymous = getattr(Client(), method)(page)
        assert anonymous.status_code == 302, page
        if "bring" in path or "claims" in path:
            assert answers[world.amina].status_code == 403, page
            answer = answers[world.celia]  # a steward, but without a fresh second factor
            assert answer.status_code == 303, page
            assert "/history/" not in answer["Location"].split("?")[0], page
    with in_group(world.group):
        assert Batch.objects.get().state == State.STAGED


def test_a_batch_of_another_group_is_not_there(world, steward):
    with everywhere("a test sets the scene"):
        boss = Membership.objects.get(pk=world.farid.pk)
        boss.role = Membership.Role.STEWARD
        boss.save()
    theirs = histories.staged(boss)
    for path in ("", "lines/", "take-back/"):
        assert steward.get(f"{BRING}{theirs.public_id}/{path}").status_code == 404
    assert steward.post(f"{BRING}{theirs.public_id}/decide/").status_code == 404


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "whatsapp", "This is a picture, not a chat."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "mbox", "This is a picture, not an archive of mail."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "members", "This is a picture, not a list."),
        (b"Dear all, this is a letter.\n", "whatsapp", "does not look like a WhatsApp chat"),
        (b"Dear all, this is a letter.\n", "mbox", "does not look like an archive of mail"),
        (b"colour,size\nred,9\n", "members", "one column must be called"),
        (b"\x00\x00\x00\x00", "whatsapp", "not look like a WhatsApp chat"),
        (histories.MBOX.encode(), "whatsapp", "not look like a WhatsApp chat"),
        (b"PK\x03\x04 broken", "whatsapp", "This zip file cannot be opened"),
    ],
)
def test_a_file_that_is_something_else_gets_a_sentence(world, steward, run_jobs, data, kind, says):
    bring(steward, data, kind=kind)
    run_jobs()
    batch = the_batch()
    page = steward.get(f"{BRING}{batch.public_id}/").content.decode()
    assert batch.state == State.REFUSED
    assert says in page
    assert batch.kept_as == ""


def test_an_empty_file_and_a_huge_one_are_refused_at_once(world, steward, monkeypatch):
    answer = bring(steward, b"")
    assert (answer.status_code, "There is nothing in that file." in answer.content.decode()) == (422, True)
    monkeypatch.setattr("byturns.portability.importing.reading.LARGEST_FILE", 1000)
    answer = bring(steward, b"x" * 2000)
    assert (answer.status_code, "This file is too large" in answer.content.decode()) == (422, True)
    with in_group(world.group):
        assert not Batch.objects.exists()


def test_a_zip_that_unpacks_to_far_too_much_is_refused(world, steward, run_jobs):
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open("_chat.txt", "w") as inside:
        for _ in range(210):
            inside.write(bytes(1024 * 1024))
    bring(steward, packed.getvalue(), called="chat.zip")
    run_jobs()
    assert "too large" in steward.get(f"{BRING}{the_batch().public_id}/").content.decode()


def test_long_odd_and_right_to_left_words_are_kept_whole(world):
    long = "ö" * 200_000
    odd = "שלום 👩‍👩‍👧 مرحبا"
    text = f"03/03/2024, 19:05 - Brian: {long}\n13/03/2024, 19:06 - Brian: {odd}\n"
    histories.opened(world.celia, text)
    with in_group(world.group):
        from byturns.conversations.models import Message

        assert list(Message.objects.order_by("sent_at").values_list("words", flat=True)) == [long, odd]


# --- A list of members ---------------------------------------------------------------------------

LIST = """Name,E-mail,Phone,Shoe size,Notes
Olwen,olwen@example.org,,5,sings
Pat,,01792 555000,6,
Brian,,01792 555111,7,
Pat,pat@example.org,,8,
,nobody@example.org,,,
"""


def test_a_list_is_a_dry_run_first_and_then_row_by_row(world, steward, run_jobs):
    bring(steward, LIST, kind="members", called="list.csv")
    run_jobs()
    batch = the_batch()
    page = f"{BRING}{batch.public_id}/"
    seen = steward.get(page).content.decode()
    assert "Shoe size" in seen
    assert "The same name is also at line 3" in seen
    with in_group(world.group):
        rows = {(row.display_name, row.email): row.public_id for row in StagedMember.objects.all()}
        members = Membership.objects.count()
    steward.post(
        f"{page}list/",
        {
            f"w-{rows['Olwen', 'olwen@example.org']}": "invite",
            f"w-{rows['Pat', '']}": "record",
            f"w-{rows['Brian', '']}": "record",
            f"w-{rows['Pat', 'pat@example.org']}": "",
        },
    )
    with in_group(world.group):
        assert Membership.objects.count() == members + 1
        assert Membership.objects.get(display_name="Pat").person.account is None
        assert [row.email for row in Invitation.objects.all()] == ["olwen@example.org"]
        left = StagedMember.objects.filter(done="")
        assert {row.display_name: bool(row.fault) for row in left} == {"Brian": True, "Pat": False}
    assert "Somebody here goes by this name already" in steward.get(page).content.decode()
    steward.post(f"{page}list/", {f"w-{row}": "leave" for row in rows.values()})
    with in_group(world.group):
        assert StagedMember.objects.count() == 0
    assert the_batch().numbers["invited"] == 1
    assert steward.get(page).status_code == 200


# --- Refused because it was decided meanwhile -----------------------------------------------------


def test_a_refused_cut_comes_back_with_what_was_typed_and_why(world, steward):
    batch = histories.staged(world.celia)
    sheila = histories.name(batch, "Sheila B")
    histories.decided(world.celia, batch)
    typed = {
        "silence_hours": "37",
        f"n-{sheila.public_id}": world.dev.public_id,
        f"d-{sheila.public_id}": "2019-05-06",
        "others": world.joan.public_id,
    }
    answer = steward.post(f"{BRING}{batch.public_id}/choices/", typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This has been decided already. Nothing was changed." in page
    assert "Nothing is decided yet" not in page
    assert 'value="37"' in page
    assert 'value="2019-05-06"' in page
    assert re.search(rf'value="{world.dev.public_id}"\s+selected', page)
    assert re.search(rf'value="{world.joan.public_id}"[^>]*checked', page)
    with in_group(world.group):
        assert Batch.objects.get(pk=batch.pk).silence_hours != 37
        assert not WasThere.objects.exists()


def test_a_refused_order_comes_back_with_what_was_chosen_and_why(world, steward):
    batch = histories.staged(world.celia)
    histories.decided(world.celia, batch)
    answer = steward.post(f"{BRING}{batch.public_id}/order/", {"order": "mdy"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This has been decided already. Nothing was changed." in page
    assert re.search(r'value="mdy"[^>]*checked', page)
    with in_group(world.group):
        assert Batch.objects.get(pk=batch.pk).order != "mdy"


def test_not_yet_and_leaving_it_lead_back_to_the_report(world, steward, run_jobs):
    bring(steward, histories.CHAT)
    run_jobs()
    page = f"{BRING}{the_batch().public_id}/"
    for asked, button in (("decide/", "Not yet"), ("take-back/", "Leave it as it is")):
        shown = steward.get(page + asked).content.decode()
        assert re.findall(rf'<a class="button button--quiet"\s+href="([^"]*)">\s*{button}', shown) == [page]


def test_members_who_are_told_can_say_that_they_were_there_or_would_rather_not(world, steward, as_, run_jobs):
    bring(steward, histories.CHAT)
    run_jobs()
    assert "I would rather not" not in as_(world.dev).get("/g/tuesday/history/").content.decode()
    steward.post(f"{BRING}{the_batch().public_id}/decide/")
    told = as_(world.dev).get("/g/tuesday/history/").content.decode()
    assert 'href="/g/tuesday/history/mine/#there">I was there</a>' in told
    assert "I would rather not" in told
    assert 'href="/contact/tuesday/"' in told
    assert 'id="there"' in as_(world.dev).get("/g/tuesday/history/mine/").content.decode()
