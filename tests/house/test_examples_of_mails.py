"""The page of examples shows what our mails say now."""

from __future__ import annotations

import os

import pytest
from django.conf import LazySettings

from byturns.notifications import examples


@pytest.mark.django_db
@pytest.mark.uncounted
def test_the_file_of_examples_is_up_to_date(settings: LazySettings):
    """Renewed by `BYTURNS_RENEW=1` before this test; what changed in it is reviewed as what members get."""
    settings.MAIL_IN = False
    alone = examples.draw()
    settings.MAIL_IN = True
    drawn = examples.as_file(alone, examples.draw())
    if os.environ.get("BYTURNS_RENEW") == "1":
        examples.FILE.write_text(drawn, encoding="utf-8")
    assert examples.FILE.read_text(encoding="utf-8") == drawn
