"""A list of members, as a spreadsheet saves it: one row a person, with a name at the least."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from byturns.core import plain

from .report import NotThisKind, Skipped

LARGEST = 5 * 1024 * 1024
_MOST_LINES_IN_A_ROW = 10

# What a column may be called; compared without case, spaces and dots.
_COLUMNS = {
    "display_name": "name displayname fullname member membername person nickname knownas enw"
    " enwllawn wholename",
    "first_name": "firstname forename givenname christianname first enwcyntaf",
    "last_name": "lastname surname familyname last cyfenw",
    "email": "email emailaddress mail mailaddress emails ebost cyfeiriadebost emailaddress1",
    "phone": "phone telephone tel phonenumber telephonenumber mobile mobilephone mobilenumber landline"
    " homephone phoneno telephoneno mobileno cell ffon rhifffon",
    "contact_by": "contactby howtocontact howtoreach preferredcontact contactpreference bestcontact"
    " reachby contactmethod cysylltudrwy",
    "notes": "notes note comments comment remarks remark nodiadau",
}
_CALLED = {called: column for column, names in _COLUMNS.items() for called in names.split()}
_WAYS = {
    "email": "email e-mail mail ebost online",
    "phone": "phone telephone tel mobile text sms call ring ffon landline",
    "post": "post letter paper print llythyr",
    "in_person": "inperson person visit meeting facetoface",
}
_WAY_OF = {word.replace("-", ""): way for way, words in _WAYS.items() for word in words.split()}
_EMAIL = re.compile(r"[^\s@<>\"',;:()]{1,64}@[^\s@<>\"',;:()]{1,190}\.[^\s@<>\"',;:().]{2,63}")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person. `contact_by` is 'email', 'phone', 'post' or 'in_person', or '' where nothing says."""

    line: int
    display_name: str
    email: str | None
    phone: str | None
    contact_by: str
    notes: str
    to_line: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at before the row is used; the row is kept."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ParsedMembers:
    """The list, understood. `columns` says which of ours each column was taken for, '' for none."""

    rows: list[MemberRow]
    skipped: list[Skipped]
    remarks: list[Remark]
    columns: dict[str, str]
    blank_lines: list[int]
    header_line: int
    total_lines: int

    @property
    def adds_up(self) -> bool:
        """Whether every line is the heading, in a row, among the lines not understood, or blank."""
        ranges = [(row.line, row.to_line) for row in self.rows]
        ranges += [(line.line, line.last_line) for line in self.skipped]
        ranges += [(number, number) for number in (*self.blank_lines, self.header_line)]
        numbers = [number for first, last in ranges for number in range(first, last + 1)]
        return sorted(numbers) == list(range(1, self.total_lines + 1))


@dataclass(frozen=True, slots=True)
class _Row:
    first: int
    last: int
    cells: list[str]
    written: str


def parse(data: bytes) -> ParsedMembers:
    """Read a list of members: columns by their names in any order, parted by comma, semicolon or TAB.

    Raises `NotThisKind` for an empty file, one that is no list, and one without a column of names.
    """
    if not data.strip():
        raise NotThisKind(_("This file is empty. Nothing was brought in. Please save the list again as CSV."))
    if len(data) > LARGEST:
        raise NotThisKind(_("This file is too large for a list of members. Nothing was brought in."))
    _refuse_other_kinds(data)
    lines = plain.lines_of(plain.decoded(data).replace("\x00", ""))
    blank: list[_Row] = []
    filled: list[_Row] = []
    for row in _rows(lines):
        (blank if all(map(plain.is_blank, row.cells)) else filled).append(row)
    if not filled:
        raise NotThisKind(_("There is nothing to read in this file. Please save the list again as CSV."))
    head = filled[0]
    places = _places(head.cells)
    reader = _Reader(places)
    for row in filled[1:]:
        reader.take(row)
    return ParsedMembers(
        rows=reader.rows,
        skipped=reader.skipped,
        remarks=reader.remarks,
        columns={
            plain.one_line(cell, 60): next((ours for ours, at in places.items() if at == place), "")
            for place, cell in enumerate(head.cells)
        },
        blank_lines=[number for row in blank for number in range(row.first, row.last + 1)],
        header_line=head.first,
        total_lines=len(lines),
    )


def _refuse_other_kinds(data: bytes) -> None:
    seen = {
        "picture": _("This is a picture, not a list."),
        "pdf": _("This is a PDF, not a list."),
        "zip": _("This is a spreadsheet or a zip file, not a CSV list."),
    }.get(plain.looks_like(data))
    if seen:
        what_to_do = _("Nothing was brought in. In your spreadsheet choose “Save as” and then “CSV”.")
        raise NotThisKind(f"{seen} {what_to_do}")


def _rows(lines: list[str]) -> Iterator[_Row]:
    """The rows with the lines they take. A quote that is never closed would swallow the rest of the
    list; such a row is read again line by line, as if quotes meant nothing."""
    separator = _separator(lines)
    place = 0
    while place < len(lines):
        reader = csv.reader(
            (f"{line}\n" for line in lines[place : place + _MOST_LINES_IN_A_ROW + 1]), delimiter=separator
        )
        try:
            cells = next(reader, [])
            taken = reader.line_num
        except csv.Error:
            cells, taken = [], _MOST_LINES_IN_A_ROW + 1
        if taken > _MOST_LINES_IN_A_ROW or (taken > 1 and _unclosed(lines[place : place + taken])):
            cells, taken = lines[place].split(separator), 1
        taken = max(1, taken)
        yield _Row(
            place + 1,
            place + taken,
            [cell.strip() for cell in cells],
            "\n".join(lines[place : place + taken]),
        )
        place += taken


def _unclosed(lines: Sequence[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1


def _separator(lines: Sequence[str]) -> str:
    """The one that stands most often in the first line with words."""
    first = next((line for line in lines if line.strip()), "")
    return max(",;\t", key=first.count)


def _places(heading: Sequence[str]) -> dict[str, int]:
    """Which of our columns stands where. Raises `NotThisKind` when no column holds names."""
    places: dict[str, int] = {}
    for place, cell in enumerate(heading):
        called = re.sub(r"[\W_]+", "", plain.casefolded(cell))
        ours = _CALLED.get(called)
        if ours and ours not in places:
            places[ours] = place
    if "display_name" in places or "first_name" in places or "last_name" in places:
        return places
    found = ", ".join(f"“{plain.one_line(cell, 40)}”" for cell in heading[:12] if cell.strip())
    raise NotThisKind(
        _(
            "The first line of this list should say what each column holds; it says %(found)s, and one column"
            " must be called “name” (others may be “e-mail”, “phone”, “contact by” and “notes”)."
        )
        % {"found": found or _("nothing that can be read")}
    )


class _Reader:
    """Takes rows one by one and remembers whom it has seen."""

    def __init__(self, places: dict[str, int]) -> None:
        self._places = places
        self._seen: dict[tuple[str, ...], int] = {}
        self._emails: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self.rows: list[MemberRow] = []
        self.skipped: list[Skipped] = []
        self.remarks: list[Remark] = []

    def take(self, row: _Row) -> None:
        cells = {ours: row.cells[at] for ours, at in self._places.items() if at < len(row.cells)}
        halves = f"{cells.get('first_name', '')} {cells.get('last_name', '')}"
        name = plain.one_line(cells.get("display_name", "") or halves, 120)
        if not name:
            self._skip(row, _("There is no name in this row."))
            return
        known = tuple(plain.casefolded(cells.get(ours, "")) for ours in self._places)
        if known in self._seen:
            self._skip(
                row,
                _("The same row is in the list already, at line %(line)d.") % {"line": self._seen[known]},
            )
            return
        self._seen[known] = row.first
        email, phone = self._email(row.first, cells.get("email", "")), self._phone(cells.get("phone", ""))
        self._compare(row.first, name, email)
        self.rows.append(
            MemberRow(
                line=row.first,
                display_name=name,
                email=email,
                phone=phone,
                contact_by=_way(cells.get("contact_by", ""), email, phone),
                notes=plain.clean(cells.get("notes", "")),
                to_line=row.last,
            )
        )

    def _skip(self, row: _Row, why: str) -> None:
        self.skipped.append(Skipped(row.first, row.written, why, row.last))

    def _remark(self, line: int, text: str) -> None:
        self.remarks.append(Remark(line, text))

    def _email(self, line: int, written: str) -> str | None:
        written = plain.one_line(written, 300)
        if not written:
            return None
        found = _EMAIL.search(written)
        if not found:
            self._remark(
                line, _("“%(written)s” is no e-mail address, so it was left out.") % {"written": written}
            )
            return None
        if len(_EMAIL.findall(written)) > 1:
            self._remark(line, _("There is more than one e-mail address; the first was taken."))
        return found[0].casefold()

    @staticmethod
    def _phone(written: str) -> str | None:
        return plain.one_line(written, 60).lstrip("'") or None

    def _compare(self, line: int, name: str, email: str | None) -> None:
        """Two who share a mailbox are welcome; two with one name may be one person, or two."""
        other = self._emails.setdefault(email, line) if email else line
        if other != line:
            text = _("This e-mail address is also at line %(line)d. Two people may share one.")
            self._remark(line, text % {"line": other})
        other = self._names.setdefault(plain.casefolded(name), line)
        if other != line:
            text = _("The same name is also at line %(line)d. Is it one person, or two?")
            self._remark(line, text % {"line": other})


def _way(written: str, email: str | None, phone: str | None) -> str:
    """How to reach somebody: as the list says, else by what it gives."""
    words = re.findall(r"\w+", plain.casefolded(written).replace("-", ""))
    said = next((_WAY_OF[word] for word in ("".join(words), *words) if word in _WAY_OF), "")
    return said or ("email" if email else "phone" if phone else "")
