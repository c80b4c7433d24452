"""The font holds the letters of our neighbours' names, and fits the budget of the first page."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import byturns.ui

STATIC = Path(byturns.ui.__file__).parent / "static" / "ui"
FONT = STATIC / "hyperlegible.woff2"


@pytest.mark.parametrize(
    "letters",
    [
        "âêîôûŵŷäëïöẅÿàèìòùẁỳáéíóúẃýÂÊÎÔÛŴŶ",  # Welsh
        "éèêëàâùûüôœçîïÉÈÊËÀÂÙÛÜÔŒÇÎÏ",  # French
        "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",  # Polish
        "čďěňřšťůžČĎĚŇŘŠŤŮŽőűŐŰ",  # Czech, Slovak, Hungarian
        "ABCabc0123456789‘’“”–—…·£€½?!&@",
    ],
)
def test_letters_are_in_the_font(letters: str) -> None:
    missing = [sign for sign in letters if ord(sign) not in TTFont(FONT).getBestCmap()]
    assert missing == []


def test_the_letters_with_marks_have_a_shape_and_grow_bolder() -> None:
    font = TTFont(FONT)
    name = font.getBestCmap()[ord("ŵ")]
    assert font["glyf"][name].numberOfContours != 0
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("wght", 400, 700)
    ]
    assert font["gvar"].variations[name] != []


def test_the_font_is_small_and_its_licence_lies_beside_it() -> None:
    assert FONT.stat().st_size < 26_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "hyperlegible-LICENSE.txt").read_text()
