from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "byturns.groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from byturns.groups import (  # noqa: F401 - they register themselves
            access,
            fenced_jobs,
            jobs_members,
            letters_members,
            mails,
            places,
            places_door,
            rules_door,
            rules_members,
            rules_stewards,
            sharing,
        )
