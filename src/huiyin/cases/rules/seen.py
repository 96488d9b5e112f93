"""What a petitioner may have read of a step before it was set right: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

# Reading the progress of a petition is not recorded, so what stood this long counts as read.
LONG_ENOUGH = timedelta(hours=1)


@dataclass(frozen=True)
class Said:
    """What was on record of a step from an instant on; without a day the step was not there."""

    since: datetime
    day: date | None
    fields: Mapping[str, Any] = field(default_factory=dict)

    def like(self, other: "Said") -> bool:
        """Return whether both say the same."""
        return (self.day, self.fields) == (other.day, other.fields)


def last_read(sayings: Sequence[Said]) -> Said | None:
    """Return what was last to be read of a step and is now said otherwise, or None.

    `sayings` are in order, the last one holds now. What was set right within the hour is passed over, so
    that nobody is alarmed by a slip that they never saw.
    """
    stood = [one for one, after in pairwise(sayings) if after.since - one.since >= LONG_ENOUGH]
    return stood[-1] if stood and not stood[-1].like(sayings[-1]) else None
