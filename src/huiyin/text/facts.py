"""What a petition states beside its request: units, persons, periods, sums, and what came before."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from huiyin.text.amount_roles import Sum, sums
from huiyin.text.amounts import Amount
from huiyin.text.earlier import Earlier, earlier
from huiyin.text.employer import Employer, employers
from huiyin.text.periods import Period, periods
from huiyin.text.persons import Persons, persons
from huiyin.text.reading import Reading, read

LONGEST = 5_000  # characters of a source in which facts are sought: those of a petition stand before that


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts as the petition states them, each with its words; shown beside the text, never stored."""

    employers: tuple[Employer, ...] = ()
    persons: tuple[Persons, ...] = ()
    periods: tuple[Period, ...] = ()
    sums: tuple[Sum, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as JSON, a list for each sort."""
        return {sort.name: [one.as_dict() for one in getattr(self, sort.name)] for sort in fields(self)}


def find_facts(readings: Sequence[Reading], amounts: Sequence[Amount]) -> Facts:
    """Return what a petition states, in title and text; `amounts` are the sums of money in both."""
    readings = [
        r if len(r.normal.given) <= LONGEST else read(r.normal.given[:LONGEST], r.where) for r in readings
    ]
    return Facts(
        employers=employers(readings),
        persons=persons(readings),
        periods=periods(readings),
        sums=sums(readings, amounts),
        earlier=earlier(readings),
    )
