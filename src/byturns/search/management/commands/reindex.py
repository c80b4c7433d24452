"""`./byturns reindex`: make the search index anew, group by group."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from byturns.groups.models import Group
from byturns.groups.scoping import in_group
from byturns.knowledge.models import Experience
from byturns.search import index, kept


class Command(BaseCommand):
    help = "Make the search index anew from the messages that stand."

    def handle(self, *args: Any, **options: Any) -> None:
        """Each group in a transaction of its own, so that search works meanwhile."""
        for group in Group.objects.order_by("pk"):
            with transaction.atomic():
                count = index.rebuild(group)
                with in_group(group):
                    kept.refresh(Experience.objects.all())
            self.stdout.write(f"{group.slug}: {count} messages")
        index.tidy()
