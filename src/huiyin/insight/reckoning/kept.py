"""What was reckoned, as it is kept: findings grow with what is seen of them, each step has its weeks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.insight.models import Finding, Reckoned
from huiyin.insight.rules import APART, Episode, Seen, gathered

VERSION = 4  # of the methods; what another one reckoned of the same state of the lake is reckoned again


def episode_of(row: Finding) -> Episode:
    """Return a finding as rules see it."""
    return Episode(
        row.kind, tuple(row.areas), row.since, row.until, tuple(Seen.of(one) for one in row.evidence)
    )


@transaction.atomic
def keep_seen(seen: Sequence[Seen], *, at: datetime) -> int:
    """Keep sightings: with the finding they belong to, or as a new one. Return how many are new.

    What was told stays, also when late changes of the records would not tell it again.
    """
    if not seen:
        return 0
    since, until = min(one.since for one in seen) - APART, max(one.until for one in seen) + APART
    rows = Finding.objects.select_for_update(of=("self",)).filter(until__gte=since, since__lte=until)
    by_key = {row.pk: row for row in rows.order_by("pk")}
    new = []
    for key, episode in gathered([(pk, episode_of(row)) for pk, row in by_key.items()], seen):
        row = by_key.get(key) or Finding(told=at)
        row.kind, row.areas = episode.kind, list(episode.areas)
        row.since, row.until = episode.since, episode.until
        row.evidence = [one.kept() for one in episode.seen]
        if row.pk:
            row.save()
        else:
            new.append(row)
    Finding.objects.bulk_create(new)
    return len(new)


def done(step: str, week: date, generation: int) -> bool:
    """Return whether a step was already reckoned of a week from this state of the lake."""
    return Reckoned.objects.filter(step=step, week=week, generation=generation, version=VERSION).exists()


def latest(step: str) -> Reckoned | None:
    """Return the newest that a step said."""
    return Reckoned.objects.filter(step=step).order_by("-week").first()


def begun(step: str) -> date | None:
    """Return the first week of which a step was reckoned; it looked back a year then."""
    row = Reckoned.objects.filter(step=step).order_by("week").first()
    return row.week if row else None


def keep(
    step: str, week: date, generation: int, said: Mapping[str, Any], seen: Sequence[Seen], *, at: datetime
) -> int:
    """Keep what a step said, and what it saw, together; return how many findings are new."""
    with transaction.atomic():
        new = keep_seen(seen, at=at)
        Reckoned.objects.update_or_create(
            step=step,
            week=week,
            defaults={"generation": generation, "version": VERSION, "at": at, "said": dict(said)},
        )
    return new
