"""Each background job runs inside the fence of its group."""

from collections.abc import Iterator
from contextlib import contextmanager

from byturns.core import jobs
from byturns.groups.scoping import in_group


@contextmanager
def _fence(group_id: int | None) -> Iterator[None]:
    if group_id is None:
        yield
    else:
        with in_group(group_id):
            yield


jobs.around(_fence)
