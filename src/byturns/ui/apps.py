"""Django's name for this app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The `ui` app: no models, only looks and manners."""

    name = "byturns.ui"
    label = "ui"
    verbose_name = "How pages look"
