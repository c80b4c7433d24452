from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from byturns.core import outbox
from byturns.core.models import OutgoingMail
from byturns.groups.models import Membership
from byturns.groups.scoping import everywhere, in_group
from tests import world as scene
from tests.groups import factor


@pytest.fixture
def dilys(world: scene.World) -> Membership:
    """A second steward."""
    return scene.join(world.group, "Dilys", role=Membership.Role.STEWARD)


@pytest.fixture
def steward_(world: scene.World) -> Callable[[Membership], Client]:
    """A browser signed in as a steward who has just shown a second factor."""
    return factor.fresh


@pytest.fixture
def hearers(world: scene.World) -> tuple[Membership, Membership]:
    """Two long-standing members named to hear reports about the only steward."""
    named = (world.brian, world.dev)
    with everywhere("a test sets the scene"):
        for one in named:
            one.hears_reports = True
            one.save()
    return named


@pytest.fixture
def send_mail() -> Callable[[], None]:
    """Write and send what lies in the outbox, as the job does."""

    def send() -> None:
        for waiting in OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING):
            with in_group(waiting.group_id):
                outbox.send(mail_id=waiting.pk)

    return send
