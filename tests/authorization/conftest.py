from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.authorization import scene


@pytest.fixture(scope="module")
def scene_of_all(django_db_setup: None, django_db_blocker: Any) -> Iterator[scene.World]:
    """One world for all tests of a module; nothing of it is left afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield scene.build()
        transaction.set_rollback(True)
