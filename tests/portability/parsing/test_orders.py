"""One day, read in each order that its figures allow."""

from __future__ import annotations

from datetime import date

from byturns.portability.importing.parsing.orders import each_way


def test_day_and_month_change_places():
    assert each_way(date(2024, 5, 3), "dmy") == {"dmy": date(2024, 5, 3), "mdy": date(2024, 3, 5)}
    assert each_way(date(2024, 5, 3), "mdy") == {"dmy": date(2024, 3, 5), "mdy": date(2024, 5, 3)}


def test_year_first_is_read_in_all_three_ways():
    assert each_way(date(2003, 4, 5), "ymd") == {
        "dmy": date(2005, 4, 3),
        "mdy": date(2005, 3, 4),
        "ymd": date(2003, 4, 5),
    }


def test_what_cannot_be_a_day_is_left_out():
    assert each_way(date(2024, 5, 31), "dmy") == {"dmy": date(2024, 5, 31)}
    assert each_way(date(2024, 5, 31), "") == {}
