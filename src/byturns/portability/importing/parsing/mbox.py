"""A mailing list's archive: one mbox file, of any program and any year."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from byturns.core import plain
from byturns.mail.reading import bodies, opening
from byturns.mail.reading import headers as heads
from byturns.mail.reading.charsets import text_in

from . import mail_quotes, mail_splitting, report, threading
from .mail_splitting import Astray, RawMail
from .report import NotThisKind, Parsed, ParsedMessage, Skipped

_MOST_SHOWN = 20_000  # characters of a mail that could not be read, for the list


def parse(source: BinaryIO | Path | bytes, *, tz: tzinfo, keep_original: bool = False) -> Parsed:
    """Read a whole archive. `tz` is for dates that name no zone, and the zone of all that come back.

    `keep_original` keeps the bytes of each mail beside it. Raises `NotThisKind` when it is no archive.
    """
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return _parsed(opened, tz, keep_original)
    return _parsed(io.BytesIO(source) if isinstance(source, bytes) else source, tz, keep_original)


def _parsed(source: BinaryIO, tz: tzinfo, keep_original: bool) -> Parsed:
    messages: list[ParsedMessage] = []
    skipped: list[Skipped] = []
    blank: list[int] = []
    first_place: dict[str, int] = {}
    total = 0
    begins = b""
    for raw in mail_splitting.split(source):
        if isinstance(raw, Astray):
            total = raw.line
            begins = begins or raw.text[:64]
            if raw.text.strip():
                shown = plain.decoded(raw.text).rstrip("\r\n")[:_MOST_SHOWN]
                skipped.append(Skipped(raw.line, shown, _("It stands before the first mail.")))
            else:
                blank.append(raw.line)
            continue
        total = raw.to_line
        made = _understood(raw, tz, keep_original)
        if isinstance(made, Skipped):
            skipped.append(made)
            continue
        twin = first_place.get(made.message_id) if made.message_id else None
        if twin is not None and messages[twin].words == made.words:
            why = _("The same mail is in the file already, at line %(line)d.")
            skipped.append(_left_out(raw, why % {"line": messages[twin].raw_from_line}))
            continue
        if made.message_id and twin is None:
            first_place[made.message_id] = len(messages)
        messages.append(made)
    if not messages:
        raise NotThisKind(_what_it_is_instead(begins, bool(skipped)))
    messages = report.numbered(_with_names(messages))
    first, last = report.span(messages)
    return Parsed(
        source_kind="mbox",
        messages=messages,
        conversations=threading.conversations(messages),
        people=report.people_of(messages),
        first=first,
        last=last,
        skipped=skipped,
        system_lines=[],
        blank_lines=blank,
        date_order="dmy",
        order_was_sure=True,
        total_lines=total,
    )


def _understood(raw: RawMail, tz: tzinfo, keep_original: bool) -> ParsedMessage | Skipped:
    """One mail, or the reason why it could not be read: one bad mail never stops the others."""
    try:
        made = _message(raw, tz)
    except Exception:  # whatever a hostile mail finds in the standard library
        return _left_out(raw, _("This mail is damaged and could not be read."))
    if not made.words:
        return _left_out(raw, _("There are no words in this mail."))
    return replace(made, original=raw.data) if keep_original else made


def _left_out(raw: RawMail, why: str) -> Skipped:
    shown = plain.decoded(raw.separator + raw.data[: _MOST_SHOWN * 4])[:_MOST_SHOWN].strip("\r\n")
    return Skipped(raw.from_line, shown, why, raw.to_line)


def _message(raw: RawMail, tz: tzinfo) -> ParsedMessage:
    mail, whole = opening.opened(raw.data)
    headers = heads.Headers(mail)
    body = bodies.read(mail)
    parts = mail_quotes.split(plain.clean(body.text))
    subject = headers.text("subject")
    attachments = tuple(name for name in body.attachments if name)
    who = heads.writer(headers)
    if who.address is None and not who.name and raw.separator:
        who = heads.mailbox(text_in(raw.separator[5:], "").split(" ")[0])
    answered = heads.ids(headers.raw("in-reply-to"))
    return ParsedMessage(
        said_by=who.name,
        sender_address=who.address,
        sent_at=heads.sent_at(headers, raw.separator, tz),
        # Some write all they have to say in the subject, or only send a picture.
        words=parts.words or subject or "\n".join(attachments),
        raw_from_line=raw.from_line,
        to_line=raw.to_line,
        missing_media=bool(attachments),
        medium="document" if attachments else "",
        attachments=attachments,
        message_id=next(iter(heads.ids(headers.raw("message-id"))), ""),
        in_reply_to=answered[0] if answered else "",
        references=heads.ids(headers.raw("references")),
        quoted=parts.quoted,
        footer=parts.footer,
        subject=subject,
        automatic=heads.is_automatic(headers, mail.get_content_type()),
        cut_short=raw.cut_short or not whole,
    )


def _with_names(messages: list[ParsedMessage]) -> list[ParsedMessage]:
    """A mail that gives only an address gets the name that the same address gives elsewhere."""
    names = heads.known_names((message.sender_address, message.said_by) for message in messages)
    return [
        replace(message, said_by=names[message.sender_address])
        if not message.said_by and message.sender_address in names
        else message
        for message in messages
    ]


def _what_it_is_instead(begins: bytes, has_lines: bool) -> str:
    if not has_lines:
        return _("This file is empty. Nothing was brought in. Please export the archive again.")
    if begins.startswith(b"\x1f\x8b") or plain.looks_like(begins) == "zip":
        return _("This file is packed. Please unpack it first, and bring the .mbox file that is inside.")
    if plain.looks_like(begins) == "picture":
        seen = _("This is a picture, not an archive of mail.")
    elif plain.looks_like(begins) == "pdf":
        seen = _("This is a PDF, not an archive of mail.")
    else:
        seen = _("This file does not look like an archive of mail: no mail could be found in it.")
    return f"{seen} " + _("Nothing was brought in. Please ask for the archive as an “mbox” file.")
