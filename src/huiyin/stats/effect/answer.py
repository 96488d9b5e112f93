"""What can be said after a change: it fell, it rose, nothing is detectable, or it cannot be known."""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.base.messages import Message


class Verdict(StrEnum):
    """The answer in one word."""

    FELL = "fell"
    ROSE = "rose"
    NOT_DETECTABLE = "not-detectable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """A relative change (-0.2: a fifth fewer) with its interval and how likely so much is by chance alone."""

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Placebo:
    """At so many earlier dates, where nothing was changed, the same was asked; so often as much was found."""

    tried: int
    as_large: int

    @property
    def p(self) -> float:
        """Return the share of dates, the true one among them, at which at least as much is found."""
        return (1 + self.as_large) / (1 + self.tried)


@dataclass(frozen=True, slots=True)
class Effect:
    """What followed a change of policy or practice, in weekly counts.

    `change` is the mean over the weeks after, against what would have been counted; `expected` and
    `counted` are those weeks' sums. `least_fall` and `least_rise`: smaller changes would be missed more
    often than once in five times. `drift`: how the effect grows in a year, where asked. `control` is the
    control's own change. `notes` say what was and was not taken into account, as codes. `course`: what would
    have been counted in each week without the change, nan where that is not reckoned.
    """

    verdict: Verdict
    notes: tuple[Message, ...] = ()
    change: Change | None = None
    least_fall: float | None = None
    least_rise: float | None = None
    counted: float = 0.0
    expected: float = 0.0
    drift: Change | None = None
    control: Change | None = None
    placebo: Placebo | None = None
    course: tuple[float, ...] = ()
