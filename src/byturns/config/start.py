"""What has to be so before pages are served."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import CommandError

from byturns.config import serving
from byturns.groups.actions import setup
from byturns.groups.models import Group


def database_is_ready() -> None:
    """Make the tables of a new database; refuse one that an older Byturns left, until upgraded."""
    if serving.database_is_new():
        call_command("migrate", interactive=False, verbosity=0)
    elif steps := serving.missing_migrations():
        raise CommandError(
            f"The data is from an older Byturns ({steps} steps behind). Run `./byturns upgrade` first: "
            "it makes a backup and brings the data up to date."
        )


def set_up_link() -> str | None:
    """The one-time link to the set-up page when there is no group yet."""
    return None if Group.objects.exists() else setup.make_link()
