"""Each background job runs inside the fence of its group, by the group's clock and in its language."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from byturns.core import jobs
from byturns.groups.models import Group
from byturns.groups.scoping import in_group


@contextmanager
def _fence(group_id: int | None) -> Iterator[None]:
    if group_id is None:
        yield
        return
    group = Group.objects.filter(pk=group_id).first() or Group()
    with in_group(group_id), timezone.override(group.zone), translation.override(group.language):
        yield


jobs.around(_fence)
