from __future__ import annotations

import sys
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import F, ForeignKey

from byturns.groups.scoping import GroupOwned, everywhere


class Command(BaseCommand):
    help = "Look for rows that join two groups: there must be none. Exit code 1 when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = crossings()
        for fault in faults:
            self.stdout.write(fault)
        self.stdout.write(f"{len(faults)} rows join two groups." if faults else "No row joins two groups.")
        if faults:
            sys.exit(1)


def crossings() -> list[str]:
    """Each row whose foreign key leads into another group, named by table and number."""
    found: list[str] = []
    with everywhere("verify compares the groups of joined rows"):
        for model in apps.get_models():
            if not issubclass(model, GroupOwned):
                continue
            for key in model._meta.get_fields():
                target = getattr(key, "related_model", None)
                if not isinstance(key, ForeignKey) or not isinstance(target, type):
                    continue
                if not issubclass(target, GroupOwned):
                    continue
                crossed = model.objects.filter(**{f"{key.name}__isnull": False}).exclude(
                    **{f"{key.name}__group": F("group")}
                )
                found += [
                    f"{model._meta.label} {pk}: {key.name}" for pk in crossed.values_list("pk", flat=True)
                ]
    return found
