"""Names in a group: may be made up, but no two people have the same one."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from byturns.groups.models import Membership


def folded(name: str) -> str:
    """A name as the eye compares it: without accents of writing such as capitals and double spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_taken(name: str, *, besides: Membership | None = None) -> bool:
    """Whether somebody in this group has the name, or left and kept it on her words.

    Names that the pages use for somebody unnamed are taken too: nobody may pass for "a steward".
    """
    wanted = folded(name)
    if wanted in {folded(word) for word in (*spoken_for(), nameless())}:
        return True
    others = Membership.objects.all()
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    return any(folded(other) == wanted for other in others.values_list("display_name", flat=True))


def nameless() -> str:
    """What stands for somebody who left and took her name along."""
    return _("Someone who has left")


def spoken_for() -> tuple[str, ...]:
    return (
        _("A member of the group"),
        _("A member, without a name"),
        _("A member who has left"),
        _("A member"),
        _("A steward"),
        _("A guest"),
        _("Someone"),
        "Byturns",
    )
