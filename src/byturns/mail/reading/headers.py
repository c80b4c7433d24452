"""What stands at the head of a mail, read so that nothing in it can make us fall."""

from __future__ import annotations

import binascii
import email.utils
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.message import Message

from byturns.core import plain

from . import charsets

_LONGEST = 20_000  # characters of one header that are looked at
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ID = re.compile(r"<([^<>\s]{1,400})>")
_ADDRESS = r"[^\s<>()\"',;:]{1,120}@[^\s<>()\"',;:]{1,120}"
_ANGLED = re.compile(rf"(?P<name>[^<>]*)<\s*(?:mailto:)?(?P<address>{_ADDRESS})\s*>")
_COMMENTED = re.compile(rf"\s*(?P<address>{_ADDRESS})\s*\((?P<name>[^()]*)\)")
_ARCHIVED = re.compile(
    r"\s*(?P<box>[^\s<>()\"]{1,120}) at (?P<host>[^\s<>()\"]{1,120})(?:\s*\((?P<name>[^()]*)\))?\s*$"
)
_BARE = re.compile(_ADDRESS)
_BY_WAY_OF = re.compile(r"(?P<name>.+?)\s+(?:via|par|über|trwy)\s+.+")
_FIRST_YEAR = 1970
_OF_LISTS = {"mailing-list", "x-been-there", "x-beenthere", "x-mailman-version", "x-loop"}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody's name, as they write it, and their address."""

    name: str
    address: str | None


class Headers:
    """The headers of one message by their names, as text, decoded only when asked for."""

    def __init__(self, message: Message) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._values.setdefault(str(name).lower(), []).append(str(value)[:_LONGEST])

    def raw(self, name: str) -> str:
        """The first header of this name, unfolded, not decoded; '' if there is none."""
        return unfolded(self._values.get(name, [""])[0])

    def every(self, name: str) -> list[str]:
        return [unfolded(value) for value in self._values.get(name, [])]

    def names_of_lists(self) -> tuple[str, ...]:
        """The headers by which a mailing list, or a program like ours, makes itself known."""
        return tuple(name for name in self._values if name.startswith("list-") or name in _OF_LISTS)

    def text(self, name: str, longest: int = 300) -> str:
        """The header as a reader would see it: decoded, clean, on one line."""
        return plain.one_line(decoded(self.raw(name)), longest)


def unfolded(value: str) -> str:
    """One line, with bytes that no charset was given for read as best they can be."""
    value = _CONTROL.sub("", re.sub(r"\r?\n[ \t]*", " ", value))
    if value.isascii():
        return value
    return charsets.text_in(value.encode("utf-8", "surrogateescape"), "")


def decoded(value: str) -> str:
    """A header with its encoded words (=?utf-8?q?...?=) read; a broken one stays as it stands."""
    if "=?" not in value:
        return value
    made: list[str] = []
    waiting, charset, place = b"", "", 0
    value = _BETWEEN.sub(r"\1", value)
    for found in _ENCODED.finditer(value):
        data = _bytes_of(found[3], found[2].lower())
        same = found[1].lower() == charset and found.start() == place
        if waiting and not same:
            made.append(charsets.text_in(waiting, charset))
            waiting = b""
        made.append(value[place : found.start()])
        place = found.end()
        if data is None:
            made.append(found[0])
        else:
            # A letter may be parted between two encoded words: their bytes are put together first.
            waiting, charset = waiting + data, found[1].lower()
    made.append(charsets.text_in(waiting, charset))
    made.append(value[place:])
    return "".join(made)


def _bytes_of(written: str, encoding: str) -> bytes | None:
    raw = written.encode("utf-8", "surrogateescape")
    if encoding == "q":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return None


def mailbox(value: str) -> Mailbox:
    """The first name and address in a From or Reply-To, in whatever way they stand there."""
    value = value[:1000]
    found = _ANGLED.search(value) or _COMMENTED.match(value)
    if found:
        return Mailbox(_name(found["name"]), found["address"].lower())
    archived = _ARCHIVED.match(value)
    if archived:
        return Mailbox(_name(archived["name"] or ""), f"{archived['box']}@{archived['host']}".lower())
    bare = _BARE.search(value)
    if bare:
        return Mailbox("", bare[0].lower())
    return Mailbox(_name(value), None)


def _name(written: str) -> str:
    name = decoded(re.sub(r"\\(.)", r"\1", written).strip().strip('"'))
    name = plain.one_line(name, 120).strip("\"', ;")
    # An address in the place of a name is no name, and is not to be shown.
    return "" if _BARE.search(name) else name


def writer(headers: Headers) -> Mailbox:
    """Who wrote it. Lists that write "Jane via Carers <list@...>" keep Jane's own address elsewhere."""
    shown = mailbox(headers.raw("from"))
    if not shown.name and shown.address is None:
        shown = mailbox(headers.raw("sender"))
    by_way_of = _BY_WAY_OF.fullmatch(shown.name)
    if not by_way_of or not any(
        headers.raw(name) for name in ("list-id", "list-post", "x-original-from", "mailing-list")
    ):
        return shown
    own = (
        mailbox(headers.raw(name)).address for name in ("x-original-from", "x-original-sender", "reply-to")
    )
    lists = " ".join(headers.raw(name).lower() for name in ("to", "list-post", "list-id"))
    address = next((found for found in own if found and found != shown.address and found not in lists), None)
    return Mailbox(by_way_of["name"].strip("'\" "), address)


def ids(value: str) -> tuple[str, ...]:
    """The message ids in a header, in their order, each once."""
    found = _ID.findall(value) or [word for word in value.split() if "@" in word and "<" not in word][:1]
    return tuple(dict.fromkeys(word[:400] for word in found))[-200:]


def sent_at(headers: Headers, separator: bytes, tz: tzinfo) -> datetime | None:
    """When it was sent: by its Date, else when it was received, else by the archive's own line."""
    tried: list[str] = [*headers.every("date"), *headers.every("resent-date")]
    tried += [value.rpartition(";")[2] for value in headers.every("received")]
    tried += headers.every("delivery-date")
    line = separator.decode("latin-1").strip()
    tried += [re.sub(r"^From \S+\s+(?:at \S+\s+)?", "", line)] if line else []
    return next((moment for value in tried if (moment := _moment(value, tz))), None)


def _moment(written: str, tz: tzinfo) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(written[:100])
        if moment.tzinfo is None:
            # "-0000" is UTC by a machine that does not know where it stands.
            moment = moment.replace(tzinfo=UTC if "-0000" in written else tz)
        moment = moment.astimezone(tz)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
    return moment if _FIRST_YEAR <= moment.year <= 2099 else None


def is_automatic(headers: Headers, content_type: str) -> bool:
    """Whether a machine wrote it: an out-of-office answer, a bounce."""
    told = headers.raw("auto-submitted").strip().lower()
    sender = mailbox(headers.raw("from")).address or ""
    return (
        (bool(told) and not told.startswith("no"))
        or any(headers.raw(name) for name in ("x-autoreply", "x-autorespond", "x-failed-recipients"))
        or headers.raw("return-path").strip() == "<>"
        or content_type == "multipart/report"
        or sender.partition("@")[0] in ("mailer-daemon", "postmaster")
    )


def known_names(senders: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """For each address the name most often written beside it."""
    counts: dict[str, dict[str, int]] = {}
    for address, name in senders:
        if address and name:
            names = counts.setdefault(address, {})
            names[name] = names.get(name, 0) + 1
    return {address: max(names, key=lambda name: names[name]) for address, names in counts.items()}
