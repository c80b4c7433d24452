"""The command line: our commands by their plain names, Django's own behind them."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run `byturns COMMAND ...`. `demo` gets its mode and folder before settings are read."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words:
        words[0] = words[0].replace("-", "_") if not words[0].startswith("-") else words[0]
    if words[:1] == ["demo"]:
        from byturns.config import demo_folder

        demo_folder.choose(words[1:])
    if words[:1] == ["bench"]:
        from byturns.config import bench_folder

        bench_folder.choose()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "byturns.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["byturns", *(words or ["help"])])
