from __future__ import annotations

import smtplib
import sys
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandParser

from byturns.config import doctor

MARKS = {True: "well  ", False: "WRONG ", None: "look  "}


class Command(BaseCommand):
    help = "Say in plain words what is wrong; the exit code is 1 when something is."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--quick", action="store_true", help="without sending a mail to ourselves and waiting for it"
        )
        parser.add_argument("--mail-to", default="", help="also send a test mail to this address")

    def handle(self, *args: Any, **options: Any) -> None:
        found = doctor.examine(quick=options["quick"])
        if options["mail_to"]:
            found.append(self._send(options["mail_to"]))
        for finding in found:
            self.stdout.write(f"{MARKS[finding.ok]} {finding.about}: {finding.says}")
        if any(finding.ok is False for finding in found):
            sys.exit(1)

    def _send(self, address: str) -> doctor.Finding:
        mail = EmailMessage("A test from Byturns", "If you can read this, mail goes out.\n", None, [address])
        try:
            mail.send()
        except (OSError, smtplib.SMTPException) as error:
            return doctor.Finding("test mail", False, f"was not taken: {type(error).__name__}")
        where = address if settings.EMAIL_HOST else settings.EMAIL_FILE_PATH
        return doctor.Finding("test mail", True, f"handed over for {where}; look whether it arrives")
