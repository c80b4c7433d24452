"""What stewards do here asks for a fresh second factor first."""

from __future__ import annotations

import pytest
from django.urls import resolve


@pytest.mark.parametrize(
    "address",
    [
        "reports/x/settle/",
        "reports/numbers/new/",
        "reports/numbers/x/",
        "reports/numbers/x/remove/",
        "reports/choices/",
        "care/message/x/",
    ],
)
def test_a_second_factor_is_asked_for(address: str):
    assert resolve(f"/g/tuesday/{address}").func.needs_factor
