"""Small histories for tests, and ways to bring them in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import time_machine

from byturns.core import clock
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from byturns.portability.actions import bringing, deciding, opening, reading_in
from byturns.portability.kinds import Choice
from byturns.portability.models import Batch, StagedName

# Two evenings; Pat is known by a number alone.
CHAT = """03/03/2024, 19:05 - Messages and calls are end-to-end encrypted. Learn more.
03/03/2024, 19:05 - Brian: Has anyone used the sitting service?
They come on Tuesdays
03/03/2024, 19:07 - Sheila B: We did, apricot-canary
03/03/2024, 19:08 - +44 7700 900123: me too
25/03/2024, 10:00 - Brian: Good morning all
25/03/2024, 10:01 - Sheila B: morning
"""
LONGER = (
    CHAT
    + """25/03/2024, 10:05 - Brian: one more thing
28/03/2024, 09:00 - Amina: hello, plum-canary
"""
)

MBOX = """From brian@example.org Sun Mar  3 19:05:00 2024
From: Brian Old <brian@example.org>
To: list@carers.example
Subject: [carers] sitting service
Message-ID: <1@x>
Date: Sun, 03 Mar 2024 19:05:00 +0000

Has anyone used it?

From sheila@old.example Sun Mar  3 20:05:00 2024
From: Sheila B <sheila@old.example>
Subject: Re: [carers] sitting service
Message-ID: <2@x>
In-Reply-To: <1@x>
References: <1@x>
Date: Sun, 03 Mar 2024 20:05:00 +0000

We did, apricot-canary.

On 3 Mar 2024 Brian wrote:
> Has anyone used it?

From noreply@lists.example Mon Mar  4 20:05:00 2024
From: List <noreply@lists.example>
Subject: Digest
Message-ID: <3@x>
Date: Mon, 04 Mar 2024 20:05:00 +0000

Nothing new.
"""


def staged(steward: Membership, text: str = CHAT, kind: str = "whatsapp", order: str = "") -> Batch:
    """A file brought by a steward and read."""
    with in_group(steward.group_id):
        batch = bringing.start(
            member=steward,
            kind=kind,
            file_name="chat.txt",
            chunks=[text.encode() if isinstance(text, str) else text],
            order=order,
        )
        reading_in.read(batch=batch)
        batch.refresh_from_db()
        return batch


def name(batch: Batch, called: str) -> StagedName:
    """The name of that writing in a batch."""
    with everywhere("a test looks"):
        return StagedName.objects.select_related("batch", "membership", "imported").get(
            batch=batch, name=called
        )


def match(batch: Batch, called: str, member: Membership | None, choice: str = Choice.MEMBER) -> None:
    """Say whose a name is, without asking a rule."""
    with everywhere("a test sets the scene"):
        StagedName.objects.filter(batch=batch, name=called).update(choice=choice, membership=member)


def decided(steward: Membership, batch: Batch) -> Batch:
    with in_group(steward.group_id):
        deciding.decide(member=steward, batch=batch)
        batch.refresh_from_db()
    return batch


def opened(steward: Membership, text: str = CHAT, kind: str = "whatsapp", **names: Membership) -> Batch:
    """A history that is open: decided, and the 14 days over. `names`: whose name each is, spaces as _."""
    batch = staged(steward, text, kind)
    for called, member in names.items():
        match(batch, called.replace("_", " "), member)
    decided(steward, batch)
    return open_now(batch)


def open_now(batch: Batch) -> Batch:
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)), in_group(batch.group_id):
        opening.open_batch(batch=Batch.objects.select_related("group").get(pk=batch.pk))
        batch.refresh_from_db()
    return batch


def written(folder: Path, text: str, called: str = "chat.txt") -> Path:
    path = folder / called
    path.write_text(text, encoding="utf-8")
    return path
