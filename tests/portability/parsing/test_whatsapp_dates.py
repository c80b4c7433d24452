from __future__ import annotations

from datetime import UTC, date

import pytest

from byturns.portability.importing.parsing.report import NotThisKind
from tests.portability.parsing import chats
from tests.portability.parsing.chats import read, shown


class TestTheOrderOfDates:
    def test_a_number_over_twelve_decides_for_the_whole_file(self):
        parsed = read("03/04/2026, 19:05 - Pat: a\n04/13/2026, 19:05 - Pat: b\n")
        assert (parsed.date_order, parsed.order_was_sure) == ("mdy", True)
        assert shown(parsed)[0][1] == "2026-03-04 19:05"

    def test_time_only_goes_forward(self):
        days = ["02/03", "11/03", "01/04", "09/04"]  # month first, the second and third would step back
        parsed = read("".join(f"{day}/2026, 19:05 - Pat: a\n" for day in days))
        assert (parsed.date_order, parsed.order_was_sure) == ("dmy", True)

    def test_what_nothing_settles_is_day_first_and_asked(self):
        parsed = read("03/04/2026, 19:05 - Pat: a\n05/04/2026, 19:05 - Pat: b\n")
        assert (parsed.date_order, parsed.order_was_sure) == ("dmy", False)
        told = read("03/04/2026, 19:05 - Pat: a\n05/04/2026, 19:05 - Pat: b\n", order="mdy")
        assert (told.date_order, told.order_was_sure) == ("mdy", True)
        assert shown(told)[0][1] == "2026-03-04 19:05"

    def test_no_message_comes_from_the_future(self):
        text = "05/11/2026, 19:05 - Pat: a\n06/11/2026, 19:05 - Pat: b\n06/12/2026, 19:05 - Pat: c\n"
        parsed = read(text, today=date(2026, 11, 24))
        assert (parsed.date_order, parsed.order_was_sure) == ("mdy", True)

    def test_an_order_that_the_file_contradicts_is_refused(self):
        with pytest.raises(NotThisKind, match=r"cannot be read month first: line 1 begins with 13/03/2026\."):
            read(chats.ANDROID, order="mdy")

    def test_one_slip_does_not_turn_the_whole_file(self):
        parsed = read("13/03/2026, 19:05 - Pat: a\n14/03/2026, 19:05 - Pat: b\n03/31/2026, 19:05 - Pat: c\n")
        assert parsed.date_order == "dmy"
        assert [line.line for line in parsed.skipped] == [3]


class TestTheChangeOfTheClocks:
    def test_the_hour_that_comes_twice(self):
        parsed = read(
            "[25/10/2026, 01:50:00] Pat: first\n[25/10/2026, 01:10:00] Sue: second\n"
            "[25/10/2026, 01:55:00] Pat: still\n[25/10/2026, 02:05:00] Pat: after\n"
        )
        assert [message.sent_at.astimezone(UTC).strftime("%H:%M") for message in parsed.messages] == [
            "00:50", "01:10", "01:55", "02:05",
        ]  # fmt: skip

    def test_the_hour_that_never_was(self):
        parsed = read("[29/03/2026, 01:30:00] Pat: awake\n")
        assert parsed.messages[0].sent_at.strftime("%H:%M %Z") == "02:30 BST"
