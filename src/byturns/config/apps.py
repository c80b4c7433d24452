from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "byturns.config"
    label = "config"

    def ready(self) -> None:
        from byturns.config import checks  # noqa: F401 - registers the checks of safe running
