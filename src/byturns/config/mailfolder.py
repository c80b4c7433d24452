"""Mail that is kept in a folder instead of being sent, to be read in the browser (demo, first start)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from byturns.core import clock, ids


class Backend(BaseEmailBackend):
    """Writes each mail as one .eml file, named by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for mail in email_messages:
            name = f"{clock.now():%Y%m%d-%H%M%S-%f}-{ids.slug()}.eml"
            part = folder / f".{name}.part"
            part.write_bytes(mail.message().as_bytes())
            part.rename(folder / name)
        return len(email_messages)
