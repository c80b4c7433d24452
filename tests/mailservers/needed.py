"""Programs that a test needs and a machine may lack."""

from __future__ import annotations

import os
import shutil

import pytest

WHERE = "/usr/sbin:/usr/bin:/usr/lib/postfix/sbin:/usr/lib/dovecot"


def program(name: str, package: str) -> str:
    """Its path. Where it is missing the test is left out, and with BYTURNS_TEST_ALL=1 it fails."""
    found = shutil.which(name, path=WHERE)
    if found and os.geteuid() == 0:
        return found
    why = f"no {name} here (apt install {package})" if not found else f"{name} must be started as root"
    if os.environ.get("BYTURNS_TEST_ALL") == "1":
        pytest.fail(why)
    pytest.skip(why)
