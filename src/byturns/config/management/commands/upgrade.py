from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from byturns.config import serving


class Command(BaseCommand):
    help = "Bring the data up to date after a new Byturns was put in place: backup first, then the steps."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-backup", action="store_true", help="when you have made one yourself")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = serving.missing_migrations()
        if steps and not serving.database_is_new() and not options["without_backup"]:
            if not settings.BACKUP_PASSPHRASE:
                raise CommandError(
                    "An upgrade makes a backup first: set BYTURNS_BACKUP_PASSPHRASE, or say --without-backup."
                )
            call_command("backup", stdout=self.stdout)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("rerender", stdout=self.stdout)
        self.stdout.write(f"Up to date ({steps} steps taken).")
