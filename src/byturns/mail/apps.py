from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "byturns.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.mail import policy, wiring  # noqa: F401 - models are there only now

        wiring.declare()
