"""Lines of a mail that were cut, put back into the message by its writer (settled point 20)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byturns.conversations import actions as talk
from byturns.conversations.models import Message
from byturns.core import text
from byturns.groups import policy
from byturns.groups.models import Membership
from byturns.mail.models import Original
from byturns.mail.reading import ranges


@transaction.atomic
def put_back(*, member: Membership, message: Message, places: Iterable[int]) -> Message:
    """Put these lines (numbers from 1) back where they stood; an edit, so others see that there was one.

    When she has changed the words since, they come at the end. What repeats a message of ours is not hers to
    put in. Raises NotAllowed, also for everybody but the writer, and ValidationError for too much. Nothing
    happens without a new line.
    """
    policy.require(member, "conversations.edit", message)
    original = Original.objects.select_for_update().get(message=message)
    lines = original.text.split("\n")
    there, ours = ranges.read(original.kept), set(ranges.read(original.ours))
    fresh = {one for one in places if 0 < one <= len(lines)} - set(there) - ours
    if not any(lines[one - 1].strip() for one in fresh):
        return message
    if text.tidy(joined(lines, there)) == message.words:
        words = joined(lines, {*there, *fresh})
    else:
        words = f"{message.words}\n\n{joined(lines, fresh)}"
    if len(words) > text.LONGEST:
        raise ValidationError(_("With these lines the message would be too long. Choose fewer."))
    changed = talk.edit_message(member=member, message=message, words=words)
    original.kept = ranges.told({*there, *fresh})
    original.save(update_fields=["kept"])
    return changed


def joined(lines: list[str], places: Iterable[int]) -> str:
    """The text of these lines, pieces apart by a blank line. As `reply.Cut.words` of the same lines."""
    made: list[str] = []
    before: int | None = None
    for place in sorted(places):
        line = lines[place - 1]
        quoted = line.lstrip().startswith(">")
        apart = before is not None and (
            before != place - 1 or quoted != lines[before - 1].lstrip().startswith(">")
        )
        if apart and made and made[-1].strip() and line.strip():
            made.append("")
        made.append(line)
        before = place
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in made)).strip("\n")
