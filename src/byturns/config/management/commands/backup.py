from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from byturns.config import backup
from byturns.core import clock


class Command(BaseCommand):
    help = "Write an encrypted backup of everything. Safe while the group is being used."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", default="", help="where to; else a dated file in the data folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.DATA_DIR) / "backups"
        target = Path(options["file"] or folder / f"byturns-{clock.now():%Y%m%d-%H%M%S}.tar.gz.age")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            manifest = backup.make(target, settings.BACKUP_PASSPHRASE)
        except backup.BackupFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Backed up to {target} ({manifest['database']}, Byturns {manifest['byturns']}).")
