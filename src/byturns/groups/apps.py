from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "byturns.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.groups import access, fenced_jobs  # noqa: F401 - they register themselves
