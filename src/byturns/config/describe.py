"""The generated pages of the documentation: rights, settings, facts. `make docs` renews them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from byturns.config import env
from byturns.core import events
from byturns.groups import policy

MADE = "<!-- made by `make docs`; do not change by hand -->\n"


def permissions() -> str:
    """Every rule: who passes its door, what it is about, and the pages it opens."""
    opened: dict[str, list[str]] = {}
    for where, view in pages():
        if rule := getattr(view, "rule", ""):
            marks = " (second factor)" if getattr(view, "needs_factor", False) else ""
            opened.setdefault(rule, []).append(f"`{where}`{marks}")
    rows = [
        "# Who may do what\n",
        MADE,
        "Rules are for full members unless the table says otherwise. Nobody who left passes any of them. "
        "The judge of a rule may still say no about one thing, with a sentence the member can read.\n",
        "| rule | steward | member | guest | what | pages |",
        "|---|---|---|---|---|---|",
    ]
    for name, rule in sorted(policy.RULES.items()):
        member = "" if rule.stewards_only else "yes"
        guest = "yes" if rule.guests else ""
        listed = "<br>".join(sorted(opened.get(name, [])))
        rows.append(f"| `{name}` | yes | {member} | {guest} | {rule.says} | {listed} |")
    return "\n".join(rows) + "\n"


def configuration() -> str:
    """Every setting an operator may give, from the readers in config/env.py."""
    rows = [
        "# Settings\n",
        MADE,
        "Given in the environment. Each can also be read from a file: "
        "`BYTURNS_MAIL_PASSWORD_FILE=/run/secrets/mail`. A value that does not fit stops the start with a "
        "sentence. With none of them, Byturns listens on this machine only.\n",
        "| name | unless given | what it is |",
        "|---|---|---|",
    ]
    root = str(settings.ROOT)
    for name, setting in sorted(env.KNOWN.items()):
        default = setting.default.replace(root, ".") if setting.default else ""
        rows.append(f"| `{name}` | {f'`{default}`' if default else ''} | {setting.says} |")
    return "\n".join(rows) + "\n"


def facts() -> str:
    """Every fact, who hears it, and whether members read of it in the log."""
    rows = [
        "# Facts\n",
        MADE,
        "What happened is stored with the change, in ids and never in words "
        "([decision 2](decisions/0002-facts-with-two-hooks.md)).\n",
        "| fact | in the group's log as | who hears it |",
        "|---|---|---|",
    ]
    for name, kind in sorted(events.KINDS.items()):
        if not kind.__module__.startswith("byturns."):
            continue
        hearers = "<br>".join(f"`{one.removeprefix('byturns.')}`" for one in events.subscribers_of(kind))
        rows.append(f"| `{name}` | {kind.log_line or ''} | {hearers or 'nobody'} |")
    return "\n".join(rows) + "\n"


def pages() -> list[tuple[str, Callable[..., object]]]:
    """Every address of the product with its view."""
    found: list[tuple[str, Callable[..., object]]] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            where = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, where)
            elif pattern.callback is not None:
                found.append((where, pattern.callback))

    walk(get_resolver().url_patterns, "/")
    return found


PAGES: dict[str, Callable[[], str]] = {
    "permissions.md": permissions,
    "configuration.md": configuration,
    "facts.md": facts,
}


def folder() -> Path:
    return Path(settings.ROOT) / "docs"
