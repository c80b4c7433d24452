"""When this Byturns was made: no clock can rightly be before it."""

from datetime import date

ON = date(2026, 11, 24)
