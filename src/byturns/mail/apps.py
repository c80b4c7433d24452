from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "byturns.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.core import outbox
        from byturns.mail import adding, bounces, deeds, deeds_giving, places, policy, wiring  # noqa: F401 - models are there only now

        wiring.declare()
        outbox.comes_back_to(places.bounce_address)
        outbox.when_refused(bounces.refused)
