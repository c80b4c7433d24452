"""What every template of the house keeps to, so that the content security policy can be strict."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import byturns

HOUSE = Path(byturns.__file__).parent
TEMPLATES = sorted(path for path in HOUSE.rglob("templates/**/*") if path.suffix in {".html", ".svg"})
NAMES = [str(path.relative_to(HOUSE)) for path in TEMPLATES]

FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script inside the page": r"<script(?![^>]*\ssrc=)[^>]*>",
    "an on… attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:",
    "htmx that needs eval": r"(?:data-)?hx-(?:on|vals=[\"']js|headers=[\"']js)",
    "bare hx- attributes (write data-hx-)": r"<[^>]*\shx-[a-z]",
    "something from another host": r"<(?:script|link|img)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
    "a straight apostrophe in a word": r"\{% (?:translate|blocktranslate) \"[^\"]*[a-z]'[a-z]",
    "words switched off from escaping": r"\{% autoescape off",
}


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_keeps_the_rules(path: Path) -> None:
    text = path.read_text("utf-8")
    found = [rule for rule, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]
    if "emails" in path.parts or "mail" in path.stem:
        found = [rule for rule in found if "style" not in rule]  # mail has no stylesheet
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_form_that_posts_has_a_token_and_sends_nothing_by_get(path: Path) -> None:
    text = path.read_text("utf-8")
    forms = re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", text, re.IGNORECASE | re.DOTALL)
    assert [form[:80] for form in forms if "csrf_token" not in form] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_an_htmx_step_sits_on_a_form_a_link_or_a_part_that_looks_again(path: Path) -> None:
    text = path.read_text("utf-8")
    tags = re.findall(r"<([a-z-]+)\b[^>]*\sdata-hx-(post|get)=", text, re.IGNORECASE)
    for tag, verb in tags:
        allowed = {"form"} if verb.lower() == "post" else {"form", "a", "div"}
        assert tag.lower() in allowed
