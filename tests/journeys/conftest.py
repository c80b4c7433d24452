from __future__ import annotations

from tests.browser.conftest import served, site

__all__ = ["served", "site"]
