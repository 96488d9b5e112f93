"""The numbers of the law that everybody is told: until when one is answered and may ask further."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.cases.standing import the_law
from huiyin.law.parameters import Parameter

NUMBERS = (
    "telling_days",
    "handling_days",
    "extension_days",
    "review_asking_days",
    "review_deciding_days",
    "rereview_asking_days",
    "rereview_deciding_days",
    "spokespersons",
)
RULES = (
    "channels",
    "visiting",
    "entering",
    "paths",
    "hearings",
    "no_disclosure",
    "rereview_hearings",
    "finality",
)


@dataclass(frozen=True)
class Rights:
    """Numbers and rules in force on a day, by name, and the day on which the oldest of them was checked."""

    law: Mapping[str, Parameter]
    on: date
    checked: date


def rights(*, on: date) -> Rights:
    """Return what the law of a day gives to whoever petitions."""
    law, _ = the_law()
    found = {name: law.parameter(name, on) for name in (*NUMBERS, *RULES)}
    return Rights(found, on, min(one.last_checked for one in found.values()))
