"""A conversation begun by mail: its kind stands at the start of the subject, or is asked for afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass

from byturns.conversations import actions as talk
from byturns.conversations.kinds import Kind
from byturns.conversations.models import Message
from byturns.core.events import emit
from byturns.groups.models import Membership
from byturns.mail.events import BegunByMail

# Words that name a kind, for docs/mail.md: "Listen: the nights".
WORDS = {
    "listen": Kind.LISTEN,
    "feel": Kind.NORMAL,
    "manage": Kind.MANAGED,
    "where": Kind.PRACTICAL,
    "else": Kind.BEYOND,
}
_ANSWERED = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|wg|sv|ateb)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)
_AROUND = "\"“”'‘’()[] "
_WORD = re.compile(
    rf"^[{re.escape(_AROUND)}]*(?P<word>{'|'.join(WORDS)})\b"
    rf"[{re.escape(_AROUND)}]*(?P<sign>[:;,.!–—-]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Start:
    """What a subject says. `kind` is None when it says nothing of it; `sure`: the word stood apart."""

    title: str
    kind: Kind | None = None
    sure: bool = False


def start_of(subject: str) -> Start:
    """The title and kind that a subject names. The word goes only where a sign parts it from the rest:

    "Where: cushions" is about cushions, "Where do I find cushions?" stays a sentence.
    """
    plain = _ANSWERED.sub("", " ".join(subject.split()))
    found = _WORD.match(plain)
    if found is None:
        return Start(plain)
    rest = plain[found.end() :].strip(_AROUND)
    parted = bool(found["sign"]) or not rest
    return Start(rest if parted else plain, WORDS[found["word"].lower()], parted)


def begin(*, member: Membership, subject: str, words: str, once: str) -> Message:
    """Open a conversation with what came by mail; gives its first message. Inside her group.

    Raises NotAllowed. Emits BegunByMail: one mail says that it is up, who reads it, and what can be changed.
    """
    start = start_of(subject)
    opened = talk.open_conversation(
        member=member, title=start.title[:120], words=words, kind=start.kind or Kind.STORY, once=once
    )
    first = opened.messages.order_by("pk")[0]
    how = "unsaid" if start.kind is None else "named" if start.sure else "guessed"
    emit(
        BegunByMail(
            group_id=member.group_id,
            by_id=member.pk,
            conversation_id=opened.pk,
            message_id=first.pk,
            how=how,
        )
    )
    return first
