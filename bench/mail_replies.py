"""`./byturns bench mail-replies --data DIR`: of real replies, how many come out as a careful reader would cut them.

What is right stands in tests/mail/expected_replies.tsv (path, TAB, line ranges), in another such table, or in files
NAME.expected beside NAME.eml or NAME.txt. Lines are those of the text that `mail/reading` makes of the mail; an
answer between the lines is right with or without the quoted lines that it answers. docs/mail-replies.md has the rest.
"""

from __future__ import annotations

import difflib
import os
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from byturns.core import plain
from byturns.mail.reading import letter, pages, ranges, reply
from byturns.mail.reading.reply import Kind

MAILS = {".txt", ".eml", ".html", ".htm"}
LEAST = 97.0  # per cent, exact but for white space
_SHOWN = 40  # lines of one difference


@dataclass(frozen=True)
class Mail:
    path: str
    text: str
    cut: reply.Cut
    client: str


@dataclass(frozen=True)
class Right:
    """What should come out: words, or lines of the mail."""

    words: str | None = None
    places: tuple[int, ...] = ()

    def of(self, text: str) -> str:
        if self.words is not None:
            return self.words
        lines = text.split("\n")
        return "\n".join(lines[place - 1] for place in self.places if place <= len(lines))


def run(*, quick: bool = False, data: Path | None = None, expected: Path | None = None) -> dict[str, Any]:
    """Read every mail of `data` for which something is expected, cut it, and compare."""
    folder = data or Path(os.environ.get("BYTURNS_DATA", settings.ROOT.parent / "shared" / "data")) / "mail"
    if not folder.is_dir():
        return invalid(f"There is no folder {folder}. Name it: --data DIR")
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in MAILS and path.is_file())
    try:
        wanted, astray = rights(folder, files, expected)
    except (ValueError, OSError) as fault:
        return invalid(f"What is expected could not be read: {fault}")
    if not wanted:
        return invalid("Nothing is expected of any mail in this folder.")
    begin = time.process_time()
    mails = {path: understood(folder / path, path) for path in list(wanted)[: 20 if quick else None]}
    seconds = time.process_time() - begin
    return told(mails, wanted, astray, len(mails) / max(seconds, 0.001))


def invalid(fault: str) -> dict[str, Any]:
    return {"rows": [], "targets": [], "valid": False, "faults": [fault]}


def rights(folder: Path, files: list[Path], expected: Path | None) -> tuple[dict[str, Right], list[str]]:
    """What is expected of which mail, by its path inside the folder; and rows of a table without a mail."""
    known = {path.relative_to(folder).as_posix() for path in files}
    found: dict[str, Right] = {}
    astray: list[str] = []
    if expected is None or expected.is_dir():
        for path in known:
            for place in {folder, expected or folder}:
                beside = place / path
                for one in (beside.with_suffix(".expected"), beside.with_name(f"{beside.name}.expected")):
                    if one.is_file():
                        found[path] = Right(words=plain.decoded(one.read_bytes()))
    tables = (
        sorted(expected.rglob("*.tsv")) if expected and expected.is_dir() else [expected] if expected else []
    )
    if not tables and not found:
        tables = [Path(settings.ROOT) / "tests" / "mail" / "expected_replies.tsv"]
    for table in tables:
        for row in table.read_text(encoding="utf-8").splitlines():
            if not row.strip() or row.startswith("#"):
                continue
            named, _, lines = row.partition("\t")
            path = meant(named.strip(), known)
            if path is None:
                astray.append(named)
            else:
                found.setdefault(path, Right(places=tuple(ranges.read(lines))))
    return dict(sorted(found.items())), astray


def meant(named: str, known: set[str]) -> str | None:
    """The mail that a row means, though the folder be one higher or lower than its writer's."""
    if named in known:
        return named
    near = [path for path in known if path.endswith(f"/{named}") or named.endswith(f"/{path}")]
    return near[0] if len(near) == 1 else None


def understood(file: Path, path: str) -> Mail:
    raw = file.read_bytes()
    if file.suffix.lower() == ".eml":
        made = letter.read(raw)
        text, marks = (made.text, made.marks) if isinstance(made, letter.Letter) else ("", {})
    elif file.suffix.lower() == ".txt":
        text, marks = "\n".join(plain.lines_of(plain.decoded(raw))), {}
    else:
        page = pages.read(plain.decoded(raw))
        text, marks = page.text, page.marks
    cut = reply.cut(text, marks)
    return Mail(path, text, cut, client(file, cut))


LANGUAGES = {
    "Welsh": r"ysgrifennodd|Oddi wrth|Anfonwyd|Neges",
    "German": r"schrieb|Von:|Gesendet|Nachricht",
    "French": r"a écrit|Envoyé|Objet|Message d.origine",
    "Italian": r"ha scritto|Inviato|Oggetto",
    "Spanish": r"escribió|Enviado|Asunto",
    "Portuguese": r"escreveu|Assunto",
    "Dutch": r"schreef|Verzonden|Onderwerp",
    "Polish": r"napisał|Wysłano|Temat",
    "Danish or Norwegian": r"skrev|Oprindelig|Emne",
    "Finnish": r"kirjoitti|Lähetetty",
    "Hungarian": r"írta|Küldve",
    "Russian": r"[а-я]{2,}",
}


def client(file: Path, cut: reply.Cut) -> str:
    """What kind of program wrote it, by how it repeats the mail that is answered, and in which language."""
    if file.suffix.lower() != ".txt":
        return f"{file.stem.replace('_', ' ')} ({file.suffix[1:]})"
    heads = "\n".join(cut.lines[place - 1] for place in cut.places(Kind.HEAD, Kind.FOOT))
    quotes = bool(cut.places(Kind.QUOTE, Kind.ANSWERED))
    spoken = next((name for name, words in LANGUAGES.items() if re.search(words, heads)), "English")
    if not heads.strip() and not quotes:
        return "nothing repeated"
    if cut.places(Kind.ANSWERED):
        return "answers between the lines"
    if re.search(r"^\W*(?:\w+ ?:.*\n?){2}|^[-_ ]{3,}", heads, re.MULTILINE):
        return f"block of heads, {spoken}"
    if cut.places(Kind.HEAD):
        return f"“Jane wrote:”, {spoken}"
    return "other marks, or a telephone's line"


def same(one: str, other: str) -> bool:
    return one.split() == other.split()


def lost(mail: Mail, right: str) -> list[str]:
    """Words of the writer that "show the whole mail" would not show."""
    return list((Counter(right.split()) - Counter(mail.cut.whole.split())).elements())


def told(
    mails: dict[str, Mail], wanted: dict[str, Right], astray: list[str], a_second: float
) -> dict[str, Any]:
    rows: dict[str, dict[str, Any]] = {}
    misses: list[dict[str, Any]] = []
    exact = gone = 0
    for path, mail in mails.items():
        right = wanted[path].of(mail.text)
        row = rows.setdefault(mail.client, {"program": mail.client, "mails": 0, "exact": 0, "lost": 0})
        row["mails"] += 1
        words = lost(mail, right)
        if words:
            row["lost"] += 1
            gone += 1
        if same(mail.cut.own, right) or same(mail.cut.words, right):
            row["exact"] += 1
            exact += 1
        else:
            misses.append({"what": path, "lost": words, "difference": difference(right, mail.cut.own)})
    ordered = [rows[name] for name in sorted(rows)]
    ordered.append({"program": "all", "mails": len(mails), "exact": exact, "lost": gone})
    share = 100 * exact / len(mails)
    return {
        "rows": ordered,
        "targets": [
            {
                "name": "exact but for white space, per cent",
                "value": round(share, 1),
                "limit": LEAST,
                "met": share >= LEAST,
            },
            {"name": "mails that lose words of their writer", "value": gone, "limit": 0},
            {
                "name": "read and cut, mails a CPU second",
                "value": round(a_second),
                "limit": 100,
                "met": a_second >= 100,
            },
        ],
        "samples": len(mails),
        "misses": misses,
        "faults": [f"{len(astray)} rows name mails that are not there: {', '.join(astray[:3])}"]
        if astray
        else [],
    }


def difference(right: str, came: str) -> list[str]:
    lines = difflib.unified_diff(
        [line.rstrip() for line in right.strip("\n").split("\n")],
        [line.rstrip() for line in came.strip("\n").split("\n")],
        "expected", "came out", n=1, lineterm="",
    )  # fmt: skip
    return list(lines)[:_SHOWN]
