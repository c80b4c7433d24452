"""Exports of other people's telephones, each line accounted for."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from byturns.portability.importing.parsing import report, whatsapp

ORDERS = {
    "test_[mmddyy]_24hrs.txt": "mdy",
    "test_ddmmyy_24hrs.txt": "dmy",
    "test_mmddyy_24hrs.txt": "mdy",
    "test_mmddyyyy_12hrs.txt": "mdy",
    "test_yyyymmdd_24hrs.txt": "ymd",
}


@pytest.mark.parametrize("name", ORDERS)
def test_a_sample_holds_what_it_is_known_to_hold(data_dir, name):
    where = data_dir / "whatsapp/chatminer"
    parsed = whatsapp.parse((where / name).read_bytes(), tz=ZoneInfo("Europe/London"))
    known = json.loads((where / "target.json").read_text())
    assert sorted(
        (message.sent_at.strftime("%Y-%m-%dT%H:%M:%S"), message.said_by, message.words.replace("\n", " "))
        for message in parsed.messages
    ) == sorted((row["timestamp"], row["author"], row["message"]) for row in known)
    assert (parsed.date_order, parsed.order_was_sure) == (ORDERS[name], True)
    counted = report.accounting(parsed)
    assert counted.adds_up
    assert (counted.total, counted.in_messages, counted.system) == (11, 8, 2)
    assert (counted.skipped, counted.blank) == (1, 0)
    assert [line.line for line in parsed.skipped] == [2]


def test_every_sample_is_in_the_list(data_dir):
    where = data_dir / "whatsapp/chatminer"
    assert {path.name for path in where.glob("*.txt")} == set(ORDERS)
