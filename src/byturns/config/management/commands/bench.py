from __future__ import annotations

import importlib
import inspect
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Measure this product: `bench pages`, `bench mail-replies`. A folder of its own, loopback only."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what to measure: " + ", ".join(names()))
        parser.add_argument("--json", action="store_true", help="only the last line, for a program")
        parser.add_argument(
            "--quick", action="store_true", help="a small corpus and few rounds: does it run?"
        )

        parser.add_argument(
            "--seed", type=int, help="for a bench that draws lots: the same seed, the same lots"
        )
        parser.add_argument("--data", type=Path, help="the folder of real input, for a bench that reads some")
        parser.add_argument(
            "--expected", type=Path, help="what should come out of it: a folder or a table, see docs/bench.md"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        if name not in names():
            raise CommandError(f"There is no bench called {name}. There are: {', '.join(names())}.")
        sys.path.insert(0, str(settings.ROOT))
        from bench import report

        module = importlib.import_module(f"bench.{_module(name)}")
        result = report.complete(name, module.run(quick=options["quick"], **_asked(name, module, options)))
        if not options["json"]:
            self.stdout.write(report.table(result))
        self.stdout.write(json.dumps(result))
        if not result["valid"]:
            sys.exit(1)


def names() -> list[str]:
    """What can be measured: the files of bench/ that say so by having a run()."""
    folder = Path(settings.ROOT) / "bench"
    found = [
        path.stem for path in folder.glob("*.py") if "def run(*, quick" in path.read_text(encoding="utf-8")
    ]
    return sorted(name.removesuffix("_").replace("_", "-") for name in found)


def _module(name: str) -> str:
    return f"{name}_" if name == "import" else name.replace("-", "_")


def _asked(name: str, module: ModuleType, options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given; a bench names in run() those that it knows."""
    given = {key: options[key] for key in ("data", "expected", "seed") if options[key] is not None}
    unknown = sorted(given.keys() - inspect.signature(module.run).parameters.keys())
    if unknown:
        raise CommandError(f"bench {name} knows no --{unknown[0]}.")
    return given
