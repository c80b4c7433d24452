"""Words that the search form chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class When(models.TextChoices):
    MONTH = "month", _("In the last month")
    YEAR = "year", _("In the last year")
    OLDER = "older", _("More than a year ago")
