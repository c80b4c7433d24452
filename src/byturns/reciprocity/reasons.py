"""The sentences that tell a member why she is asked: friendly, about her own words, never about others."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byturns.reciprocity.matching import Because, Reason

SENTENCES: dict[Reason, Promise] = {
    Reason.EXPERIENCE: _("You said that you know this: {about}."),
    Reason.OFFERED: _("You said you can help with this: {about}."),
    Reason.NEVER_ASKED: _("You have not been asked yet."),
    Reason.NOT_ASKED_SINCE: _("Nobody has asked you since {when}."),
    Reason.FREE_THEN: _("You said you are often free then."),
    Reason.NEAR: _("It is not far from you: {about}."),
    Reason.SMALL: _("It is a small thing."),
}


def sentences(because: tuple[Because, ...], names: Mapping[str, str | Promise]) -> list[str]:
    """In the reader's language. `names` has what a kind, a tag or a place is called on the page."""
    return [
        str(SENTENCES[one.reason]).format(
            about=names.get(one.about, one.about),
            when=date_format(one.when, "F") if one.when is not None else "",
        )
        for one in because
    ]
