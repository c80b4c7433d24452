"""`byturns recover-steward`: when nobody who looks after a group is left."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from byturns.groups.actions import stewards
from byturns.groups.models import Group


class Command(BaseCommand):
    help = "Make a member a steward, when no steward is left. The group is told, by its log and by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--group", required=True, metavar="SLUG", help="the group's word in its address")
        parser.add_argument("--email", required=True, metavar="ADDRESS", help="what the member signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        group = Group.objects.filter(slug=options["group"]).first()
        if group is None:
            raise CommandError(f"No group has the address /g/{options['group']}/.")
        try:
            stewards.make_steward_by_host(group=group, email=options["email"])
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from None
        self.stdout.write(
            "Done. The member is a steward now. It stands in the group's log, and every member gets a mail.\n"
            "At the next sign-in a second step is asked for; it can be set up there."
        )
