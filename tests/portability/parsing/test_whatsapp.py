from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from byturns.portability.importing.parsing import chat_unpacking, report, whatsapp
from byturns.portability.importing.parsing.report import NotThisKind
from tests.portability.parsing import chats
from tests.portability.parsing.chats import LONDON, read, shown


def test_an_iphone_export():
    parsed = read(chats.IPHONE)
    assert shown(parsed) == [
        ("Sheila B", "2026-03-03 19:05", "Has anyone used the\n\nsitting service: the one in Walden?"),
        ("Pat", "2026-03-03 19:06", "Yes! Ring and ask for Jo: she is kind"),
        ("Alan", "2026-03-04 07:01", "image omitted"),
        ("Pat", "2026-03-04 07:02", "leaflet.pdf • 3 pages document omitted"),
        ("Pat", "2026-03-04 07:03", "Meant Thursday"),
        ("Pat", "2026-03-04 07:04", "This message was deleted."),
        ("", "2026-03-14 21:00", "<attached: 00000012-PHOTO-2026-03-14.jpg>"),
        ("Pat", "2026-03-14 21:01", "POLL:\nWhich day?\nOPTION: Tuesday (3 votes)"),
    ]
    assert [message.medium for message in parsed.messages] == [
        "", "", "picture", "document", "", "", "picture", "",
    ]  # fmt: skip
    assert [message.was_edited for message in parsed.messages].index(True) == 4
    assert [message.was_deleted for message in parsed.messages].index(True) == 5
    assert parsed.messages[6].sender_number == "+447700900123"
    assert parsed.messages[6].attachments == ("00000012-PHOTO-2026-03-14.jpg",)
    assert [line.line for line in parsed.system_lines] == [1, 2, 15]
    assert parsed.skipped == []
    assert (parsed.messages[0].raw_from_line, parsed.messages[0].to_line) == (3, 5)
    assert parsed.conversations == [[0, 1], [2, 3, 4, 5], [6, 7]]
    assert (parsed.date_order, parsed.order_was_sure) == ("dmy", True)


def test_an_android_export():
    parsed = read(chats.ANDROID)
    assert [message.words for message in parsed.messages] == [
        "Has anyone used the\nsitting service?",
        "Yes, ask @someone (number not shown)",
        "<Media omitted>",
        "This message was deleted",
        "You deleted this message",
        "IMG-20260313-WA0001.jpg (file attached)\nThe view from the ward",
        "ok",
        "ok",
    ]
    assert [message.missing_media for message in parsed.messages] == [
        False, False, True, False, False, True, False, False,
    ]  # fmt: skip
    assert [message.was_deleted for message in parsed.messages] == [
        False, False, False, True, True, False, False, False,
    ]  # fmt: skip
    assert [message.nth for message in parsed.messages] == [1, 1, 1, 1, 1, 1, 1, 2]
    assert [line.line for line in parsed.system_lines] == [1, 2, 3, 15, 16]
    assert parsed.blank_lines == [6]
    assert parsed.skipped == []
    people = [(person.name, person.numbers, person.messages) for person in parsed.people]
    assert people == [("Pat", (), 6), ("Sheila B", (), 1), ("", ("+447700900123",), 1)]
    assert parsed.first == datetime(2026, 3, 13, 19, 5, tzinfo=LONDON)
    assert parsed.last == datetime(2026, 3, 13, 19, 10, tzinfo=LONDON)


@pytest.mark.parametrize(("manner", "text", "order"), chats.MANNERS, ids=[row[0] for row in chats.MANNERS])
def test_each_telephone_s_manner(manner, text, order):
    parsed = read(text.format(a="Sheila: hello", b="Pat: hi: all"))
    assert shown(parsed) == [("Sheila", "2026-03-13 19:05", "hello"), ("Pat", "2026-03-14 07:06", "hi: all")]
    assert (parsed.date_order, parsed.order_was_sure) == (order, True)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_charset_a_computer_saved_it_in(charset):
    text = "13/03/2026, 19:05 - Siân: Café’s open, £2\r\n"
    parsed = whatsapp.parse(text.encode(charset), tz=LONDON)
    assert shown(parsed) == [("Siân", "2026-03-13 19:05", "Café’s open, £2")]


def packed(**files: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return kept.getvalue()


def test_the_zip_that_an_iphone_makes():
    chat = packed(**{"notes.txt": b"not it", "../../_chat.txt": chats.IPHONE.encode(), "a.jpg": b"\xff\xd8"})
    assert len(whatsapp.parse(chat, tz=LONDON).messages) == 8


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \r\n ",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"%PDF-1.7\n1 0 obj",
        b"Dear all,\nthe minutes of Tuesday.\n",
        b"\x00" * 5000,
        b"PK\x03\x04 damaged",
        packed(picture=b"\xff\xd8"),
        packed(**{"_chat.txt": b" "}),
        b"13/03/2026, 19:04 - Messages and calls are end-to-end encrypted.\n",
        b"31/02/2026, 19:04 - Pat: never\n",
    ],
    ids=[
        "empty",
        "blank",
        "png",
        "pdf",
        "letter",
        "nul",
        "zip",
        "no chat",
        "empty chat",
        "notices",
        "no day",
    ],
)
def test_what_is_no_chat_is_refused_with_a_sentence(data):
    with pytest.raises(NotThisKind) as refused:
        whatsapp.parse(data, tz=LONDON)
    assert str(refused.value)[0].isupper()
    assert str(refused.value).endswith(".")


def test_a_zip_that_swells_is_refused():
    swelling = packed(**{"_chat.txt": b"0" * 50_000_000})
    assert len(swelling) < 100_000
    with pytest.raises(NotThisKind, match="too large"):
        chat_unpacking.text_of(swelling, largest=1_000_000)


def test_a_day_that_cannot_be_is_listed_with_what_follows_it():
    parsed = read(
        "13/03/2026, 19:05 - Pat: a\n31/02/2026, 10:00 - Pat: never\nnor this\n\n14/03/2026, 24:61 - Pat: b\n"
    )
    assert [(line.line, line.text) for line in parsed.skipped] == [
        (2, "31/02/2026, 10:00 - Pat: never"),
        (3, "nor this"),
        (5, "14/03/2026, 24:61 - Pat: b"),
    ]
    assert parsed.skipped[1].why == "It belongs to line 2, which was not understood."
    assert parsed.blank_lines == [4]


def test_lines_before_the_first_message_and_after_a_notice_are_listed():
    parsed = read("Our chat\n13/03/2026, 19:05 - Pat: a\n13/03/2026, 19:06 - Sue joined\nand more\n")
    assert [(line.line, line.text) for line in parsed.skipped] == [(1, "Our chat"), (4, "and more")]


def test_a_date_inside_somebody_s_words_starts_no_message():
    text = "".join(f"13/03/2026, 19:{minute:02} - Pat: a\n" for minute in range(8))
    parsed = read(text + "13/03/2026, 19:10 - Sue: my list\n12/06/2026 10:30 - Dentist: bring card\n")
    assert parsed.messages[-1].words == "my list\n12/06/2026 10:30 - Dentist: bring card"
    assert {message.said_by for message in parsed.messages} == {"Pat", "Sue"}


def test_a_second_shorter_export_put_below_the_first():
    text = "".join(f"13/03/2026, 19:{minute:02} - Pat: a\n" for minute in range(20))
    text += "[14/03/2026, 07:00:00] Pat: b\n[14/03/2026, 07:01:00] Pat: c\n[14/03/2026, 07:02:00] Pat: d\n"
    parsed = read(text + "[14/03/2026, 07:03:00] New Friend: hello\n[14/03/2026, 07:04:00] Pat left\n")
    assert [message.said_by for message in parsed.messages][-2:] == ["Pat", "New Friend"]
    assert [line.line for line in parsed.system_lines] == [25]


def test_a_name_with_a_colon():
    text = "".join(
        f"13/03/2026, 19:0{minute} - Carers: {name}: hello: {minute}\n"
        for minute, name in enumerate(["Pat", "Sue", "Pat", "Sue"])
    )
    parsed = read(text + "13/03/2026, 19:09 - Alan: note: bring cake\n")
    assert [message.said_by for message in parsed.messages] == [
        "Carers: Pat", "Carers: Sue", "Carers: Pat", "Carers: Sue", "Alan",
    ]  # fmt: skip
    assert parsed.messages[0].words == "hello: 0"
    assert parsed.messages[4].words == "note: bring cake"


def test_words_that_sound_like_a_notice_stay_somebody_s():
    words = ["Sue left", 'He changed the subject to "cake: lemon"', "missed call at 7: sorry"]
    parsed = read("".join(f"13/03/2026, 19:05 - Pat: {said}\n" for said in words))
    assert [message.words for message in parsed.messages] == words


def test_welsh_notices_and_marks():
    parsed = read(
        "13/03/2026, 19:04 - Mae negeseuon a galwadau wedi'u hamgryptio o'r dechrau i'r diwedd.\n"
        "13/03/2026, 19:05 - Siân: Bore da <Golygwyd y neges hon>\n"
        "13/03/2026, 19:06 - Dŵr Ŷd: Hepgorwyd y ddelwedd\n"
        "13/03/2026, 19:07 - Siân: Dilëwyd y neges hon\n"
        "13/03/2026, 19:08 - Gadawodd Siân\n"
    )
    assert [(message.said_by, message.words) for message in parsed.messages] == [
        ("Siân", "Bore da"),
        ("Dŵr Ŷd", "Hepgorwyd y ddelwedd"),
        ("Siân", "Dilëwyd y neges hon"),
    ]
    assert [message.was_edited for message in parsed.messages] == [True, False, False]
    assert [message.missing_media for message in parsed.messages] == [False, True, False]
    assert [message.was_deleted for message in parsed.messages] == [False, False, True]
    assert [line.line for line in parsed.system_lines] == [1, 5]


@pytest.mark.parametrize(
    "written",
    ["+44 7700 900123 ~ Alan", "Alan +44 7700 900123", "Alan (+44 7700-900123)", "~+447700900123 Alan"],
)
def test_a_number_beside_a_name_does_not_show_with_it(written):
    parsed = read(f"13/03/2026, 19:05 - {written}: hello\n")
    assert (parsed.messages[0].said_by, parsed.messages[0].sender_number) == ("Alan", "+447700900123")


def test_emoji_right_to_left_nul_and_a_very_long_message():
    long = "word " * 40_000
    parsed = read(f"13/03/2026, 19:05 - 🤓👩‍👧: שלום 👍🏽\x00 \u202eabc\n13/03/2026, 19:06 - Pat: {long}\n")
    assert [(message.said_by, message.words) for message in parsed.messages] == [
        ("🤓👩‍👧", "שלום 👍🏽 abc"),
        ("Pat", long.strip()),
    ]


def test_conversations_are_cut_where_the_steward_says():
    assert len(read(chats.ANDROID, silence=timedelta(minutes=2)).conversations) == 1
    assert len(read(chats.IPHONE, silence=timedelta(days=30)).conversations) == 1
    assert len(read(chats.IPHONE, silence=timedelta(seconds=30)).conversations) == 8


def test_the_same_file_again_gives_the_same_keys():
    once, again = read(chats.ANDROID), read(chats.ANDROID)
    keys = [message.again_key for message in once.messages]
    assert keys == [message.again_key for message in again.messages]
    assert len(set(keys)) == len(keys)


def test_the_proof_finds_a_lost_and_a_doubled_line():
    parsed = read(chats.ANDROID)
    lost = report.accounting(replace(parsed, system_lines=parsed.system_lines[1:]))
    assert (lost.adds_up, lost.lost, lost.twice) == (False, [1], [])
    doubled = report.accounting(replace(parsed, blank_lines=[6, 6]))
    assert (doubled.adds_up, doubled.lost, doubled.twice) == (False, [], [6])


def test_numbers_are_taken_out_of_a_line_that_is_shown():
    line = "31/02/2026, 10:00 - +44 7700 900123: ring 01799 500 123"
    assert report.without_numbers(line) == "31/02/2026, 10:00 - …: ring …"
