"""What README.md tells people to type exists: commands and their options, targets, settings, pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from byturns.config import env

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMAND = re.compile(r"`(?:\./byturns )?([a-z][a-z-]+)((?: [^`]*)?)`")


def options_of(command: str) -> set[str]:
    """The options of our own command of that name, `-` or `_` in it."""
    name = command.replace("-", "_")
    app = get_commands()[name]
    assert isinstance(app, str)
    parser = load_command_class(app, name).create_parser("byturns", command)
    return {option for action in parser._actions for option in action.option_strings}


def told() -> list[tuple[str, str]]:
    """(command, what follows it) for each row of the table, and for each `./byturns ...` anywhere."""
    rows = [found for row in re.findall(r"^\| (`.+?`) \|", README, re.M) for found in COMMAND.findall(row)]
    return rows + re.findall(r"\./byturns ([a-z-]+)([^`#\n]*)", README)


def test_the_table_is_read() -> None:
    assert {"demo", "serve", "doctor", "import", "backup", "restore", "upgrade", "bench"} <= dict(
        told()
    ).keys()


@pytest.mark.parametrize(("command", "more"), told())
def test_each_command_exists_with_its_options(command: str, more: str) -> None:
    assert set(re.findall(r"--[a-z-]+", more)) <= options_of(command)


def test_each_target_of_make_exists() -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    found = {
        target
        for page in PAGES
        for words in re.findall(r"(?:`|^)make ([a-z -]+)(?:`|\s)", page.read_text(encoding="utf-8"), re.M)
        for target in words.split()
        if words
    }
    assert {"test", "test-fast", "check"} <= found
    assert sorted(found - known - {"every", "a"}) == []


def test_each_setting_exists() -> None:
    said = set(re.findall(r"\bBYTURNS_[A-Z_]+\b|\bDATABASE_URL\b", README))
    known = {"DATABASE_URL", *env.KNOWN, *(f"{name}_FILE" for name in env.KNOWN)}
    assert {"BYTURNS_DIR", "BYTURNS_ORIGIN"} <= said
    assert sorted(said - known) == []


def test_each_link_leads_to_a_page_that_is_here() -> None:
    lost = [
        f"{page.relative_to(ROOT)}: {where}"
        for page in PAGES
        for where in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if not where.startswith(("http", "mailto:")) and not (page.parent / where).exists()
    ]
    assert lost == []
