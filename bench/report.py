"""How a measurement is told: a table for people, one line of JSON for programs."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
from itertools import groupby
from pathlib import Path
from typing import Any

import django
from django.db import connection

import byturns


def complete(name: str, measured: dict[str, Any]) -> dict[str, Any]:
    """Add what says where the figures come from, and whether each target was met."""
    targets = [
        {**target, "met": target["value"] <= target["limit"]} if "met" not in target else target
        for target in measured.get("targets", [])
    ]
    return {
        "name": name,
        "commit": commit(),
        "versions": {
            "byturns": byturns.__version__,
            "python": platform.python_version(),
            "django": django.get_version(),
            "database": f"{connection.vendor} {sqlite3.sqlite_version if connection.vendor == 'sqlite' else ''}".strip(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        },
        "samples": measured.get("samples", 0),
        "rows": measured["rows"],
        "targets": targets,
        "valid": measured.get("valid", True),
        "faults": measured.get("faults", []),
        **({"misses": measured["misses"]} if "misses" in measured else {}),
    }


def commit() -> str:
    """The commit that was measured, "-dirty" when the tree differs from it."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    here = Path(__file__).resolve().parent
    said = subprocess.run(
        [git, "describe", "--always", "--dirty"], cwd=here, capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "unknown"


def table(result: dict[str, Any]) -> str:
    """Rows and targets as plain text, columns lined up."""
    lines = [
        f"{result['name']} at {result['commit']}: "
        + ", ".join(f"{k} {v}" for k, v in result["versions"].items())
    ]
    for _heads, rows in groupby(result["rows"], key=list):
        lines += ["", *_columns(list(rows)), ""]
    if result["targets"]:
        told = [
            {
                "target": target["name"],
                "measured": target["value"],
                "limit": target["limit"],
                "": "met" if target["met"] else "MISSED",
            }
            for target in result["targets"]
        ]
        lines += [*_columns(told), ""]
    for miss in result.get("misses", []):
        lines += [f"miss: {miss['what']}", *(f"    {line}" for line in miss["difference"]), ""]
    lines += [f"fault: {fault}" for fault in result["faults"]]
    return "\n".join(lines)


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    heads = list(rows[0])
    cells = [heads, *[[_cell(row.get(head, "")) for head in heads] for row in rows]]
    wide = [max(len(row[place]) for row in cells) for place in range(len(heads))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in cells
    ]


def _cell(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
