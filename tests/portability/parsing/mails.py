"""Mails of a list as it might be, in words of our own."""

from __future__ import annotations


def mail(
    words: bytes | str = "Hello all.",
    *,
    who: str = "Jane Hill <jane@example.org>",
    subject: str = "Tuesday",
    date: str = "Mon, 02 Mar 2026 10:00:00 +0000",
    id: str = "",
    kind: str = "text/plain; charset=utf-8",
    more: str = "",
    separator: str = "From jane@example.org Mon Mar  2 10:00:00 2026",
) -> bytes:
    """One message of an mbox. A header given as '' is left out."""
    heads = [
        ("From", who),
        ("Subject", subject),
        ("Date", date),
        ("Message-ID", id and f"<{id}@example.org>"),
    ]
    head = "".join(f"{name}: {value}\n" for name, value in heads if value)
    head += f"MIME-Version: 1.0\nContent-Type: {kind}\n{more}\n"
    body = words if isinstance(words, bytes) else words.encode()
    return f"{separator}\n".encode() + head.encode() + body + b"\n\n"


FOOTER = (
    "_______________________________________________\n"
    "carers mailing list\n"
    "carers@lists.example\n"
    "https://lists.example/mailman/listinfo/carers"
)
