from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from byturns.config import describe


class Command(BaseCommand):
    help = "Renew the generated pages of docs/."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, write in describe.PAGES.items():
            (describe.folder() / name).write_text(write(), encoding="utf-8")
            self.stdout.write(f"docs/{name}")
