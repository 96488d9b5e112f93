"""What pages of insight ask unless told otherwise, and what they offer: how far back, at which levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.insight.expressions import Chosen


@dataclass(frozen=True)
class Back:
    """How many weeks back a page looks: which it offers, and which it begins with."""

    offered: Sequence[int]
    usual: int


HOME = Back((4, 13, 52), 13)
PROFILE = Back((4, 13, 52), 52)
WAYS = Back((13, 52, 104), 52)
ALIKE = Back((52, 104, 260), 104)
TREND = 52  # weeks
FIELDS = (("area", "field"), ("above", "field"))
KINDS = (("area", "kind"), ("above", "kind"))


def back(on: date, weeks: int, field: str = "") -> Chosen:
    """Return what pages choose: the weeks before the day of which the lake speaks, of a field or of all."""
    return Chosen(on - timedelta(weeks=weeks), fields=(field,) if field else ())
