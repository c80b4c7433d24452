"""`byturns import KIND FILE --group SLUG`: stages a file for the stewards, never publishes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandParser

from byturns.groups.models import Group
from byturns.groups.scoping import in_group
from byturns.portability.actions import bringing
from byturns.portability.importing import reading
from byturns.portability.importing.parsing.members_csv import ParsedMembers
from byturns.portability.importing.parsing.report import DateOrder, NotThisKind, Parsed, Skipped
from byturns.portability.kinds import Order, Source

UNDERSTOOD, REFUSED, USAGE = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Read a chat (whatsapp), a mailing list's archive (mbox) or a list of members (members), and put it "
        "before the stewards. Nothing shows to members. Exit code 0: understood, 1: refused, 2: misused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=Source.values, metavar="KIND", help=", ".join(Source.values))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--group", required=True, metavar="SLUG", help="the group, as in its addresses")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what is understood; keep nothing"
        )
        parser.add_argument("--order", choices=Order.values, default="", help="how the file writes its dates")
        parser.add_argument("--json", action="store_true", help="one line of JSON, for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        group = Group.objects.filter(slug=options["group"]).first()
        if group is None:
            self._stop(USAGE, f"There is no group “{options['group']}” here.")
            return
        if not path.is_file():
            self._stop(USAGE, f"There is no file {path}.")
            return
        kind, order = options["kind"], options["order"]
        parsed = None
        try:
            if kind == Source.MEMBERS:
                told, more = _of_members(reading.read_members(path))
            else:
                in_order = cast("DateOrder | None", order or None)
                parsed = reading.read(kind, path, tz=group.zone, order=in_order)
                told, more = _of_history(parsed)
        except NotThisKind as refusal:
            self._stop(REFUSED, str(refusal))
            return
        except OSError as fault:
            self._stop(USAGE, f"The file cannot be read: {fault.strerror}.")
            return
        known = None
        if not options["dry_run"]:
            with in_group(group):
                batch = bringing.start_from_host(
                    group=group, kind=kind, path=path, order=order, parsed=parsed
                )
            if batch.fault:
                self._stop(REFUSED, batch.fault)
                return
            known = batch.numbers.get("known")
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._say(told, more, known, dry_run=options["dry_run"])

    def _stop(self, code: int, why: str) -> None:
        self.stderr.write(why)
        sys.exit(code)

    def _say(
        self, told: dict[str, Any], more: list[tuple[str, object]], known: int | None, *, dry_run: bool
    ) -> None:
        for name in ("messages", "conversations", "people", "first", "last"):
            self.stdout.write(f"{name + ':':15}{told[name] if told[name] is not None else '-'}")
        for label, value in more:
            self.stdout.write(f"{label + ':':15}{value}")
        if known:
            self.stdout.write(f"{'here already:':15}{known}")
        for line in told["skipped"]:
            self.stdout.write(f"line {line['line']} was not understood: {line['text']}")
        self.stdout.write(
            "A dry run: nothing was kept."
            if dry_run
            else "It waits for the stewards of the group. Nothing shows to anybody yet."
        )


def _skipped(lines: list[Skipped]) -> list[dict[str, Any]]:
    return [{"line": one.line, "text": one.text} for one in lines]


def _of_history(parsed: Parsed) -> tuple[dict[str, Any], list[tuple[str, object]]]:
    told = {
        "messages": len(parsed.messages),
        "conversations": len(parsed.conversations),
        "people": len(parsed.people),
        "first": parsed.first.isoformat() if parsed.first else None,
        "last": parsed.last.isoformat() if parsed.last else None,
        "skipped": _skipped(parsed.skipped),
    }
    dates = parsed.date_order + ("" if parsed.order_was_sure else " (not sure: a steward is asked)")
    return told, [
        ("lines", parsed.total_lines),
        ("notices", len(parsed.system_lines)),
        ("empty lines", len(parsed.blank_lines)),
        *([("dates", dates)] if parsed.source_kind == "whatsapp" else []),
    ]


def _of_members(parsed: ParsedMembers) -> tuple[dict[str, Any], list[tuple[str, object]]]:
    told = {
        "messages": 0,
        "conversations": 0,
        "people": len(parsed.rows),
        "first": None,
        "last": None,
        "skipped": _skipped(parsed.skipped),
    }
    return told, [
        ("lines", parsed.total_lines),
        *[("look at", f"line {r.line}: {r.text}") for r in parsed.remarks],
    ]
