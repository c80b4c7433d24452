from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from byturns.config import demo_folder, serving
from byturns.config.demo import links, load
from byturns.groups.models import Group


class Command(BaseCommand):
    help = "Run a made-up group on this machine, to look around in."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", default=".demo", help="the demo's own folder")
        parser.add_argument("--fresh", action="store_true", help="forget what was done in the demo before")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if settings.MODE != "demo":
            raise CommandError("Run the demo as `./byturns demo`.")
        if not serving.port_is_free("127.0.0.1", port):
            raise CommandError(f"Port {port} is taken by another program. Choose another with --port.")
        folder = Path(settings.DATA_DIR)
        if options["fresh"]:
            _empty(folder)
        if serving.database_is_new() or serving.missing_migrations():
            call_command("migrate", interactive=False, verbosity=0)
        if not Group.objects.exists():
            load.into_database()
        address = settings.ORIGIN = f"http://localhost:{port}"
        mail_port = next(
            near for near in range(port + 25, port + 125) if serving.port_is_free("127.0.0.1", near)
        )
        settings.MAIL_IN = f"127.0.0.1:{mail_port}"

        def ready() -> None:
            self.stdout.write(f"Byturns is ready: {address}/")
            for role, path in links.sign_in_paths():
                self.stdout.write(f"Sign in as {role}: {address}{path}")
            self.stdout.write(f"Mail that was sent: {address}{links.mail_path()}")
            self.stdout.write(f"Mail comes in at localhost:{mail_port}")
            self.stdout.flush()

        serving.serve(host="127.0.0.1", port=port, when_ready=ready)


def _empty(folder: Path) -> None:
    """Forget everything but the mark that this is a demo's folder and the secret."""
    for thing in folder.iterdir():
        if thing.name in {demo_folder.MARK, "secret", "static"}:
            continue
        if thing.is_dir():
            shutil.rmtree(thing)
        else:
            thing.unlink()
