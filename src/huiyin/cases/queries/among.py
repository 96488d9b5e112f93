"""Of matters that a figure is made of, those that an actor may open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.cases.queries.scope import visible
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Traced:
    """A matter behind a figure: number, redacted headline, where it stands."""

    id: int
    number: str
    headline: str
    stage: str
    received_on: date


def among(actor: Actor, matters: Sequence[int]) -> list[Traced]:
    """Return those of some matters that the actor may see, in the order of their keys."""
    rows = visible(actor).filter(pk__in=matters).order_by("pk")
    return [Traced(*row) for row in rows.values_list("pk", "number", "headline", "stage", "received_on")]
