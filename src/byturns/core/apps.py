from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "byturns.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # What apps declare is found by file name, so that nobody imports upwards.
        autodiscover_modules("policy", "subscribers", "jobs", "letters", "letters_examples", "portability")
