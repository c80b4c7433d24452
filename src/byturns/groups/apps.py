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
            letters_rota,
            mails,
            places,
            places_door,
            rules_door,
            rules_members,
            rules_rota,
            rules_stewards,
            sharing,
            subscribers_rota,
        )
