from __future__ import annotations

from django.apps import AppConfig


class ReciprocityConfig(AppConfig):
    name = "byturns.reciprocity"
    label = "reciprocity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.reciprocity import wiring

        wiring.declare()
