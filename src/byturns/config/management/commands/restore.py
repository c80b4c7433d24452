from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from byturns.config import backup, serving


class Command(BaseCommand):
    help = "Bring a backup back. Stop `serve` first. What was here is kept beside it."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--forget-what-was-here",
            action="store_true",
            help="Delete what was here, once the backup is in its place.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.restore(Path(options["file"]), settings.BACKUP_PASSPHRASE)
        except backup.BackupFault as fault:
            raise CommandError(str(fault)) from fault
        if serving.missing_migrations():
            call_command("migrate", interactive=False, verbosity=0)
        if options["forget_what_was_here"]:
            backup.remove_set_aside()
        elif left := backup.set_aside():
            self.stdout.write("What was here before is kept, with members' words in it:")
            for place in left:
                self.stdout.write(f"  {place}")
            self.stdout.write("Delete it once you have seen that all is well.")
        self.stdout.write(f"Restored the backup of {manifest['made_at']}. You can start `serve` again.")
