"""Safe from the first day: help right now, reports, hiding with a reason, and the group's log."""
