"""What of a mail its writer wrote, what it repeats of others, and what every mail carries at its foot."""

from __future__ import annotations

import re
from dataclasses import dataclass

from byturns.mail.reading import feet, phrases
from byturns.mail.reading import marks as found

_RULE = re.compile(
    r"\s*(?:_{8,}|-{20,}|={20,}|\*{20,}|#{20,}|(?:-=){6,}-?|--~--.{0,80}|~-{3,}.{0,80}|-- ?)\s*$"
)
_LONGEST_FOOT = 40
_LONGEST_SIGNATURE = 12


@dataclass(frozen=True, slots=True)
class Parts:
    """A mail's text in three; every line that shows something is in one of them."""

    words: str
    quoted: str
    footer: str


def split(text: str) -> Parts:
    """Part a mail's text. Quotes are folded away, except where the writer answers piece by piece:
    there each piece stays above its answer, for without it the answer says nothing."""
    lines = text.split("\n")
    foot = _list_footer(lines)
    lines, footer = lines[:foot], lines[foot:]
    marks = _marked(lines)
    signature = _signature(lines, marks)
    footer = [lines[place] for place in signature] + footer
    own = [place for place in range(len(lines)) if not marks[place] and place not in signature]
    spoken = [place for place in own if lines[place].strip()]
    folded = _folded(marks, spoken)
    words: list[str] = []
    before = False
    for place, line in enumerate(lines):
        if place in signature or place in folded:
            continue
        # Without a blank line between them the answer would be read as part of the quote.
        if words and before != marks[place] and words[-1].strip() and line.strip():
            words.append("")
        words.append(line)
        before = marks[place]
    quoted = [lines[place] for place in sorted(folded)]
    said = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in words)).strip("\n")
    if not said.strip():
        return Parts("\n".join(quoted).strip("\n"), "", "\n".join(footer).strip("\n"))
    return Parts(said, "\n".join(quoted).strip("\n"), "\n".join(footer).strip("\n"))


def _list_footer(lines: list[str]) -> int:
    """Where the list's own lines at the end begin; the number of lines if there are none."""
    for place in range(max(0, len(lines) - _LONGEST_FOOT), len(lines)):
        if not _RULE.match(lines[place]):
            continue
        after = [line for line in lines[place + 1 :] if line.strip()]
        next_few = " ".join(after[:4])
        if len(after) <= 20 and phrases.LISTS.search(next_few) and not any(map(found.QUOTED.match, after)):
            return place
    return len(lines)


def _marked(lines: list[str]) -> list[bool]:
    """For each line whether it repeats somebody else."""
    marks = [bool(found.QUOTED.match(line)) if line else False for line in lines]
    for place in range(len(lines)):
        if marks[place]:
            if place == 0 or not marks[place - 1]:
                _mark_attribution(lines, marks, place)
        elif lines[place] and _begins_a_repeated_mail(lines, place):
            marks[place:] = [True] * (len(lines) - place)
            break
    return marks


def _begins_a_repeated_mail(lines: list[str], place: int) -> bool:
    """Outlook repeats a mail below "From: ... Sent: ... To: ..." and marks none of its lines."""
    line = lines[place]
    # An archive has millions of lines; only those that could are looked at.
    may = line[0] in "-_* \t" or ":" in line
    return may and (found.is_separator(line) or found.head_block(lines, place) is not None)


def _mark_attribution(lines: list[str], marks: list[bool], quote: int) -> None:
    """Mark "On Tuesday Jane wrote:" above a quote as part of it."""
    last = quote - 1
    while last >= 0 and quote - last <= 2 and not lines[last].strip():
        last -= 1
    if last < 0 or marks[last]:
        return
    lowest = last
    while lowest > 0 and not marks[lowest - 1] and last - lowest < 5:
        lowest -= 1
    first = found.attribution(lines, last, lowest, before_quote=True)
    if first is not None:
        marks[first:quote] = [True] * (quote - first)


def _signature(lines: list[str], marks: list[bool]) -> set[int]:
    """The lines from "-- " to the end of the writer's own words, if they are few."""
    for place in range(len(lines) - 1, -1, -1):
        if lines[place] in ("-- ", "--") and not marks[place]:
            end = next((later for later in range(place, len(lines)) if marks[later]), len(lines))
            short = sum(bool(line.strip()) for line in lines[place:end]) <= _LONGEST_SIGNATURE
            has_words_before = any(
                line.strip() and not mark for line, mark in zip(lines[:place], marks, strict=False)
            )
            return set(range(place, end)) if short and has_words_before else set()
    own = [place for place, line in enumerate(lines) if line.strip() and not marks[place]]
    # "Sent from my iPhone": the telephone says it, not she.
    return {own[-1]} if len(own) > 1 and feet.is_device(lines[own[-1]]) else set()


def _folded(marks: list[bool], spoken: list[int]) -> set[int]:
    """Which quoted lines are folded away: all, unless two or more quotes have an answer below."""
    quoted = [place for place, mark in enumerate(marks) if mark]
    if not quoted or not spoken:
        return set(quoted)
    last_spoken = spoken[-1]
    answered = 0
    previous = -1
    for place in spoken:
        if any(marks[previous + 1 : place]):
            answered += 1
        previous = place
    if answered < 2:
        return set(quoted)
    return {place for place in quoted if place > last_spoken}
