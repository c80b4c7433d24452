"""`./byturns rerender`: make the stored HTML of older messages anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from byturns.conversations import rendering


class Command(BaseCommand):
    help = "Make the HTML of messages anew that an older version of this program made."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rendering.rerender()
        self.stdout.write(f"{done} messages were made anew." if done else "Every message is up to date.")
