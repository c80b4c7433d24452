"""What of a mail its writer wrote, what it repeats of others, and what every mail carries at its foot."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTE = re.compile(r"\s?>")
_VERB = (
    r"wrote|writes|said|schrieb|schreibt|a écrit|écrit|escribió|escribe|ha scritto|scrive|schreef|geschreven"
    r"|escreveu|ysgrifennodd|skrev|skrifaði|napisał\w*|kirjoitti|написал\w*"
)
_ATTRIBUTION = re.compile(
    rf"\b(?:{_VERB})\b[^\n]{{0,120}}[:：]\s*$|^(?:Quoting|Quote from)\b.{{1,200}}:\s*$", re.IGNORECASE
)
_ATTRIBUTION_BEGINS = re.compile(
    r"(?:On|At|In|Am|Le|El|Il|Op|Em|Ar|Den|Dnia|W dniu|Quoting|\d{1,2}[./ ]|\d{4}[-/]"
    r"|[\"“']?[^\s<>]+.{0,60}<[^<>@\s]+@)\s?",
)
_ORIGINAL = re.compile(
    r"\s*(?:[-_*]{2,}\s?(?:Original Message|Original Appointment|Forwarded message|Neges Wreiddiol"
    r"|Neges a anfonwyd ymlaen|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Message d'origine"
    r"|Message transféré|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Mensagem original"
    r")\s?[-_*]{2,}|Begin forwarded message:)\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\s*(?:_{8,}|-{20,}|={20,}|\*{20,}|#{20,}|(?:-=){6,}-?|--~--.{0,80}|~-{3,}.{0,80}|-- ?)\s*$"
)
_LIST_WORDS = re.compile(
    r"unsubscribe|mailing list|mailinglist|mailman|listinfo|listserv|jiscmail|groups\.io|google groups"
    r"|googlegroups|yahoo! groups|freelists|subscribed to (?:the|this)|to leave (?:this|the) (?:list|group)"
    r"|dad-?danysgrifio|rhestr bostio",
    re.IGNORECASE,
)
_FROM_BLOCK = re.compile(r"\s*\*?(?:From|Oddi wrth|Von|De|Da|Van)\s?:\*?\s+\S.*")
_BLOCK_NEXT = re.compile(
    r"\s*\*?(?:Sent|Date|To|Subject|Cc|Anfonwyd|At|Pwnc|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para"
    r"|Asunto|Inviato|Verzonden|Aan|Onderwerp)\s?:\*?\s",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?:Sent|Anfonwyd|Gesendet|Envoyé|Enviado|Inviato|Verzonden) (?:from|o|von|depuis|de|desde|da|vanaf)"
    r" .{1,60}|Get Outlook for \w+.{0,60}",
    re.IGNORECASE,
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
        if len(after) <= 20 and _LIST_WORDS.search(next_few) and not any(map(_QUOTE.match, after)):
            return place
    return len(lines)


def _marked(lines: list[str]) -> list[bool]:
    """For each line whether it repeats somebody else."""
    marks = [bool(_QUOTE.match(line)) for line in lines]
    for place in range(len(lines)):
        if marks[place]:
            if place == 0 or not marks[place - 1]:
                _mark_attribution(lines, marks, place)
        elif _ORIGINAL.match(lines[place]) or _is_from_block(lines, place):
            marks[place:] = [True] * (len(lines) - place)
            break
    return marks


def _is_from_block(lines: list[str], place: int) -> bool:
    """Outlook repeats a mail below "From: ... Sent: ... To: ..." and marks none of its lines."""
    if not _FROM_BLOCK.fullmatch(lines[place][:300]):
        return False
    return sum(bool(_BLOCK_NEXT.match(line)) for line in lines[place + 1 : place + 5]) >= 2


def _mark_attribution(lines: list[str], marks: list[bool], quote: int) -> None:
    """Mark "On Tuesday Jane wrote:" above a quote, over up to three lines, as part of it."""
    last = quote - 1
    while last >= 0 and quote - last <= 2 and not lines[last].strip():
        last -= 1
    if last < 0 or marks[last] or len(lines[last]) > 500 or not _ATTRIBUTION.search(lines[last]):
        return
    first = last
    for place in range(last, max(-1, last - 3), -1):
        if not lines[place].strip() or marks[place]:
            break
        if _ATTRIBUTION_BEGINS.match(lines[place][:200]):
            first = place
            break
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
    return {own[-1]} if len(own) > 1 and _SENT_FROM.fullmatch(lines[own[-1]].strip()) else set()


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
