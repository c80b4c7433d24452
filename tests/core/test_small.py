from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from byturns.core import clock, ids, pace


def test_today_depends_on_where_one_is(time_machine):
    time_machine.move_to("2026-06-30T23:30:00Z", tick=False)
    assert clock.today(ZoneInfo("Europe/London")) == date(2026, 7, 1)
    assert clock.today(ZoneInfo("UTC")) == date(2026, 6, 30)


def test_names_for_addresses_are_random_and_can_be_read_aloud():
    names = {ids.public_id() for _ in range(500)}
    assert len(names) == 500
    assert {len(name) for name in names} == {12}
    assert set("".join(names)) <= set(ids.ALPHABET)
    assert not set("aeiou01l") & set(ids.ALPHABET)


def test_only_the_digest_of_a_secret_is_alike():
    secret = ids.secret()
    assert ids.digest(secret) == ids.digest(secret) != ids.digest(ids.secret())
    assert secret not in ids.digest(secret)


def test_the_fourth_of_three_tries_is_too_fast_and_time_heals(time_machine):
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    assert [pace.too_fast("k", times=3, seconds=60) for _ in range(4)] == [False, False, False, True]
    assert not pace.too_fast("another", times=3, seconds=60)
    time_machine.move_to("2026-11-24T10:01:01Z", tick=False)
    assert not pace.too_fast("k", times=3, seconds=60)


def test_an_address_with_a_nul_is_not_found(client, db):
    assert client.get("/join/%00/").status_code == 404
    assert client.get("/help/?x=%00").status_code == 404
