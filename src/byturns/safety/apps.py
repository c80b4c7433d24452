from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "byturns.safety"
    label = "safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.conversations.policy import declare_open_case
        from byturns.safety import desk, links, places, policy  # noqa: F401 - models are there only now

        links.declare()
        declare_open_case(policy.on_open_case)
