from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "byturns.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.notifications import (  # noqa: F401 - models are there only now
            deeds,
            letters_giving,
            letters_own,
            mail_lines,
            policy,
            subscribers_giving,
            wiring,
        )

        wiring.declare()
