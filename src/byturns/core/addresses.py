"""Whole addresses of our own pages, for mail and paper. Never made from what a browser says."""

from django.conf import settings


def full(path: str) -> str:
    """The address that people type for `path`, from the settings (BYTURNS_ORIGIN)."""
    return f"{settings.ORIGIN or 'http://localhost:8000'}{path}"
