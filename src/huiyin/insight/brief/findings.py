"""Findings of a period, as a brief takes them along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiyin.insight.found import ON_RECORD, SHOWN, FoundRow, in_sight, verdicts_of
from huiyin.insight.models import Finding
from huiyin.insight.reckoning.kept import begun
from huiyin.insight.shown import sight
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import SMALL


@dataclass(frozen=True)
class TakenAlong:
    """Findings of a period to be taken out of the house: fewer than five persons are in none of them.

    `small` are kept back for that; before the day `judged` nothing was looked at, None: never.
    `older` are not among them, where there are too many.
    """

    rows: Sequence[FoundRow]
    small: int
    judged: date | None
    older: int


def between(actor: Actor, since: date, before: date, *, home: Path | None = None) -> TakenAlong:
    """Return what was unusual at some time of a period, as far as the actor may see it."""
    seen = sight(actor, exported=True)
    told = Finding.objects.filter(since__lt=before, until__gte=since)
    newest = list(told.order_by("-until", "-id")[:SHOWN])
    rows = in_sight(newest, verdicts_of([row.pk for row in newest]), seen, home)
    shown = [row for row in rows if row.own.persons >= SMALL]
    judged = begun("surges")
    looked = judged - ON_RECORD if judged else None
    return TakenAlong(shown, len(rows) - len(shown), looked, told.count() - len(newest))
