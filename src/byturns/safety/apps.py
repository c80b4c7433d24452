from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "byturns.safety"
    label = "safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.safety import links, places  # noqa: F401 - models are there only now

        links.declare()
