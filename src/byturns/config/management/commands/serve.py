from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from byturns.config import serving, start


class Command(BaseCommand):
    help = "Serve the group. With no group yet, prints a link that opens the set-up page."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--only", choices=["web", "work"], default="", help="for a split layout")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = settings.LISTEN, options["port"]
        if settings.MODE == "demo":
            raise CommandError("This is a demo's folder. Use `./byturns demo`.")
        if options["only"] != "work" and not serving.port_is_free(host, port):
            raise CommandError(f"Port {port} is taken by another program. Choose another with --port.")
        start.database_is_ready()
        settings.ORIGIN = address = settings.ORIGIN or f"http://localhost:{port}"

        def ready() -> None:
            self.stdout.write(f"Byturns is ready: {address}")
            if (link := start.set_up_link()) is not None:
                self.stdout.write("There is no group here yet. Start it by opening this link, once:")
                self.stdout.write(f"  {address}{link}")
            if not settings.EMAIL_HOST:
                self.stdout.write(f"No mail server is set: mail is kept in {settings.EMAIL_FILE_PATH}")
            self.stdout.flush()

        serving.serve(host=host, port=port, only=options["only"], when_ready=ready)
