"""The made-up years behind docs/reciprocity.md: sums add up, and nobody is ever over her pace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import reciprocity
from bench.giving import figures, page, parameters, pictures, policies, world
from bench.giving.year import Year

DOCS = Path(__file__).resolve().parents[2] / "docs"


def lived(policy: policies.Policy, *, seed: int = 5, size: int = 12, **other: float) -> Year:
    return Year(world.make(seed, size, parameters.chosen(**other)), policy).run()


@pytest.mark.parametrize("policy", policies.six(), ids=lambda policy: policy.name)
def test_what_is_given_is_received_and_no_ask_is_forgotten(policy: policies.Policy):
    year = lived(policy)
    assert any(ask.helper is not None for ask in year.asks)
    assert reciprocity.sums_add_up(year) == []


def test_nobody_is_over_her_pace_where_there_is_far_too_much_to_do():
    year = lived(policies.Ours(), asks_a_year=10, not_now=0.5, crisis_asks=6)
    assert [one.over for one in year.members] == [0] * len(year.members)
    assert 0 < sum(ask.helper is not None for ask in year.asks) < len(year.asks)


def test_the_same_seed_is_the_same_year_and_another_is_not():
    def course(seed: int) -> list[tuple[float, int | None]]:
        return [(ask.need.at, ask.helper) for ask in lived(policies.Ours(), seed=seed).asks]

    assert course(5) == course(5) != course(6)


def test_no_policy_changes_what_was_needed():
    needs = [
        [need.at for one in lived(policy).members for need in one.like.needs] for policy in policies.six()
    ]
    assert needs == [needs[0]] * 6


def test_the_optimum_is_never_below_what_came_about_nor_above_what_was_asked():
    for seed in range(3):
        year = lived(policies.Ours(), seed=seed, asks_a_year=8)
        met = sum(ask.helper is not None for ask in year.asks)
        assert met <= figures.best_possible(year) <= len(year.asks)


def test_the_optimum_moves_others_to_make_room():
    """Nobody asks anybody: then the optimum is found by augmenting alone, and some is found."""

    class Nothing(policies.Policy):
        def opened(self, year, ask, at):
            """Nobody hears of it."""

    year = lived(Nothing())
    assert {ask.helper for ask in year.asks} == {None}
    assert figures.best_possible(year) > len(year.asks) / 3


def test_the_figures_by_hand():
    assert [figures.gini(one) for one in ([2, 2, 2], [0, 0, 3], [0, 0])] == [0, pytest.approx(2 / 3), 0]
    assert figures.interval([0.5]) == (0.5, pytest.approx(float("nan"), nan_ok=True))
    assert figures.interval([1.0, 2.0, 3.0]) == (2.0, pytest.approx(4.3 / 3**0.5))


def test_every_parameter_says_where_it_comes_from_and_lies_within_its_sweep():
    assert [
        one.name for one in parameters.PARAMETERS if not (one.source and one.low <= one.value <= one.high)
    ] == []
    with pytest.raises(KeyError):
        parameters.chosen(no_such=1)


def test_a_picture_says_in_words_what_it_shows():
    drawn = pictures.rows(
        "Help", "Shares.", {"8 members": {"Byturns": (0.5, 0.1), "a & b": (1, float("nan"))}}
    )
    assert re.findall(r"<desc.*?>(.*)</desc>", drawn) == ["Shares. 8 members: Byturns 50 %, a &amp; b 100 %."]


def test_the_page_shows_each_picture_with_its_words():
    text = (DOCS / "reciprocity.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"!\[(.+?)\]\(reciprocity/(.+?)\)", text))
    assert sorted(shown.values()) == sorted(f"{key.replace(' ', '-')}.svg" for key in page.PICTURES)
    assert all((DOCS / "reciprocity" / name).exists() for name in shown.values())
    assert all(f"`{one.name}`" in text or f"| {one.name} |" in text for one in parameters.PARAMETERS)
