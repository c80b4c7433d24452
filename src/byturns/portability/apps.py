from __future__ import annotations

from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    name = "byturns.portability"
    label = "portability"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.portability import places  # noqa: F401 - registers itself
