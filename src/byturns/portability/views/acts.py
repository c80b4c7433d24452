"""What one can do with one's own words, read from a form: by one's page or by a link."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from byturns.groups.models import Membership
from byturns.portability.actions import owning
from byturns.portability.models import StagedName


def do(said: QueryDict, *, member: Membership | None, name: StagedName) -> str | None:
    """Do what was pressed; returns the sentence that says it, None when the form asks for nothing known."""
    match said.get("act", ""):
        case "not-mine":
            owning.say_not_mine(member=member, name=name)
            return _("Thank you. They no longer count as yours.")
        case "no-name":
            owning.show_name(member=member, name=name, shown=False)
            return _("Your name does not show beside these words.")
        case "name":
            owning.show_name(member=member, name=name, shown=True)
            return _("Your name shows beside these words again.")
        case "hide":
            owning.show_words(member=member, name=name, shown=False)
            return _("These words are hidden from everybody.")
        case "show":
            owning.show_words(member=member, name=name, shown=True)
            return _("These words show again to those who were there.")
        case "down" if keys := said.getlist("key"):
            owning.take_down(member=member, name=name, keys=keys)
            return _("Taken down. It cannot be brought in again.")
        case "down-all":
            owning.take_down(member=member, name=name)
            return _("All of it is taken down. It cannot be brought in again.")
    return None
