"""Writing a list of members into rows that wait, for the reading to call."""

from __future__ import annotations

from django.db import transaction

from byturns.portability.importing.parsing.members_csv import ParsedMembers
from byturns.portability.models import Batch, Line, StagedMember


def stage(batch: Batch, parsed: ParsedMembers) -> None:
    """A row for each person, and the lines that were not understood."""
    remarks: dict[int, list[str]] = {}
    for remark in parsed.remarks:
        remarks.setdefault(remark.line, []).append(remark.text)
    with transaction.atomic():
        StagedMember.objects.bulk_create(
            StagedMember(
                group_id=batch.group_id,
                batch=batch,
                line=row.line,
                display_name=row.display_name,
                email=row.email or "",
                phone=row.phone or "",
                contact_by=row.contact_by,
                notes=row.notes,
                remarks=remarks.get(row.line, []),
            )
            for row in parsed.rows
        )
        Line.objects.bulk_create(
            Line(
                group_id=batch.group_id,
                batch=batch,
                line=one.line,
                to_line=one.last_line,
                text=one.text,
                why=one.why[:300],
            )
            for one in parsed.skipped
        )
    batch.done = batch.total = len(parsed.rows)
    batch.numbers = {
        "people": len(parsed.rows),
        "lines": parsed.total_lines,
        "skipped": sum(one.last_line - one.line + 1 for one in parsed.skipped),
        "blank": len(parsed.blank_lines),
        "columns": parsed.columns,
        "adds_up": parsed.adds_up,
    }
