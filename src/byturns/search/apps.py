from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "byturns.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.search import passages, places  # noqa: F401 - they declare themselves
