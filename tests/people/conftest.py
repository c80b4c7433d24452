from __future__ import annotations

from collections.abc import Callable

import pytest

from byturns.core import outbox
from byturns.core.models import OutgoingMail


@pytest.fixture
def run_jobs() -> Callable[[], None]:
    """Send the mails that wait, in the test's own transaction (the worker is tested in core)."""

    def run() -> None:
        for row in OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).order_by("pk"):
            outbox.send(row.pk)

    return run
