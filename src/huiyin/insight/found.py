"""What was found unusual, as far as somebody may see it: with numbers in sight, reasons, and verdicts.

A finding is reckoned over the whole house. Somebody sees it who sees matters of it, with the numbers of
those; the number of the whole beside it where that gives nobody away: nothing is left over, or five persons.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from huiyin.base.clock import local_day
from huiyin.base.errors import NotFound, Refused
from huiyin.cases.queries.among import Traced
from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.models import Finding, Verdict
from huiyin.insight.reckoning.kept import episode_of, latest
from huiyin.insight.rules import Episode, Seen, Suggested, on_record, suggested
from huiyin.insight.shown import Series, Sight, series, sight, within
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import SMALL

BACK = timedelta(weeks=13)
ON_RECORD = timedelta(weeks=52)
SHOWN = 40
_EXAMPLES = 5
_AROUND = timedelta(weeks=26)


@dataclass(frozen=True)
class Count:
    """Petitions, persons, and petitions by who had petitioned about the same before."""

    petitions: int
    persons: int
    again: int

    @property
    def repeated(self) -> float | None:
        """Return the share of those who had petitioned before."""
        return self.again / self.petitions if self.petitions else None


@dataclass(frozen=True)
class Judged:
    """What an officer made of a finding."""

    said: str
    reason: str
    by: str
    on: date


@dataclass(frozen=True)
class FoundRow:
    """A finding in sight: `own` is what the actor sees of its strongest days, `whole` what there was in all.

    `whole` is None where the rest would tell of fewer than five persons.
    """

    id: int
    episode: Episode
    own: Count
    whole: Count | None
    suggestions: Sequence[Suggested]
    verdict: Judged | None

    @property
    def seen(self) -> Seen:
        """Return the sighting that is shown first."""
        return self.episode.strongest

    @property
    def clear(self) -> bool:
        """Return whether it is hardly chance and persons are more, not only their petitions."""
        return self.episode.sure and self.episode.people is not False


@dataclass(frozen=True)
class Unusual:
    """Findings in sight, the newest first; `small` are kept back for want of five persons.

    `record` counts what officers made of all findings of a year; `weeks` and `unsorted`: how much history
    there is, and petitions of late that are in no cell. None where nothing was reckoned yet.
    """

    rows: Sequence[FoundRow]
    small: int
    told: int
    record: Mapping[str, int]
    reckoned: date | None
    weeks: int
    unsorted: int


@dataclass(frozen=True)
class FindingPage:
    """One finding with all that was seen of it, its weeks before and after, and matters behind it."""

    row: FoundRow
    course: Series
    examples: Sequence[Traced]
    missed: float | None
    verdicts: Sequence[Judged]
    decidable: bool


def unusual(actor: Actor, *, on: date, home: Path | None = None) -> Unusual:
    """Return what was found unusual in the last weeks, as far as the actor may see it."""
    seen = sight(actor)
    found = list(Finding.objects.filter(until__gt=on - BACK).order_by("-until", "-id")[:SHOWN])
    verdicts = verdicts_of([row.pk for row in found])
    rows = in_sight(found, verdicts, seen, home)
    shown = [row for row in rows if not seen.hides or row.own.persons >= SMALL]
    told = Finding.objects.filter(until__gt=on - ON_RECORD)
    said = dict(told.filter(verdicts__isnull=False).order_by("verdicts").values_list("pk", "verdicts__said"))
    reckoned = latest("surges")
    of = reckoned.said if reckoned else {}
    return Unusual(
        sorted(shown, key=lambda row: not row.clear),
        len(rows) - len(shown),
        told.count(),
        on_record(said.values()),
        local_day(reckoned.at) if reckoned else None,
        of.get("weeks", 0),
        of.get("unsorted", 0),
    )


def finding(actor: Actor, finding_id: int, *, home: Path | None = None) -> FindingPage:
    """Return one finding. Raises NotFound where the actor sees none of its matters."""
    row, seen = standing(actor, finding_id, home=home)
    chosen = _chosen(row.episode, row.episode.since, row.episode.until)
    missed = _missed(within(chosen, seen), seen, home)
    again = row.own.repeated
    advice = suggested(row.episode, persons=row.own.persons, again=again, missed=missed)
    return FindingPage(
        FoundRow(row.id, row.episode, row.own, row.whole, advice, row.verdict),
        weeks_around(row.episode, seen, home=home),
        [] if seen.hides else queries.traced(actor, chosen, size=_EXAMPLES, home=home),
        missed,
        verdicts_of([row.id]).get(row.id, []),
        decidable(actor, row),
    )


def weeks_around(episode: Episode, seen: Sight, *, home: Path | None = None) -> Series:
    """Return the weeks of a finding with half a year before and after it, as far as they are in sight."""
    return series(_chosen(episode, episode.since - _AROUND, episode.until + _AROUND), seen, home=home)


def standing(actor: Actor, finding_id: int, *, home: Path | None = None) -> tuple[FoundRow, Sight]:
    """Return a finding in sight, and what the actor sees. Raises NotFound."""
    seen = sight(actor)
    row = Finding.objects.filter(pk=finding_id).first()
    try:
        rows = in_sight([row], verdicts_of([finding_id]), seen, home) if row else []
    except NotFound:
        raise
    except Refused as unreadable:  # without a lake nobody can say what is in sight
        raise NotFound("insight.no_finding") from unreadable
    if not rows or (seen.hides and rows[0].own.persons < SMALL):
        raise NotFound("insight.no_finding")
    return rows[0], seen


def decidable(actor: Actor, row: FoundRow) -> bool:
    """Return whether somebody may say of a finding whether it was right: who sees at least half of it."""
    mostly = row.whole is not None and row.own.petitions * 2 >= row.whole.petitions
    return "insight.judge" in actor.may and mostly


def chosen_of(row: FoundRow) -> Chosen:
    """Return what stands behind a finding, to be traced."""
    return _chosen(row.episode, row.episode.since, row.episode.until)


def _chosen(episode: Episode, since: date, until: date) -> Chosen:
    kinds = (episode.kind,) if episode.kind else ()
    return Chosen(since, until + timedelta(days=1), areas=episode.areas, kinds=kinds)


def _strongest(episode: Episode) -> Chosen:
    seen = episode.strongest
    kinds = (seen.kind,) if seen.kind else ()
    return Chosen(seen.since, seen.until + timedelta(days=1), areas=seen.areas, kinds=kinds)


def in_sight(
    found: Sequence[Finding], verdicts: Mapping[int, Sequence[Judged]], seen: Sight, home: Path | None
) -> list[FoundRow]:
    """Return the findings of which something is in sight; two questions in one, however many there are."""
    episodes = [episode_of(row) for row in found]
    asked = [_strongest(one) for one in episodes]
    counts = queries.several([*(within(one, seen) for one in asked), *asked], home=home)
    read = [Count(row["petitions"], row["persons"], row["again"]) for row in counts]
    rows = []
    for row, episode, own, whole in zip(found, episodes, read, read[len(asked) :], strict=False):
        if not own.petitions:
            continue
        rest = whole.petitions - own.petitions
        tells = rest > 0 and min(rest, whole.persons - own.persons) < SMALL
        advice = suggested(episode, persons=own.persons, again=own.repeated, missed=None)
        said = verdicts.get(row.pk, [])
        newest = said[-1] if said else None
        rows.append(FoundRow(row.pk, episode, own, None if tells else whole, advice, newest))
    return rows


def seen_of(actor: Actor, findings: Collection[int], *, home: Path | None = None) -> frozenset[int]:
    """Return which of some findings the actor sees."""
    seen = sight(actor)
    rows = in_sight(list(Finding.objects.filter(pk__in=findings).order_by("pk")), {}, seen, home)
    return frozenset(row.id for row in rows if not seen.hides or row.own.persons >= SMALL)


def _missed(chosen: Chosen, seen: Sight, home: Path | None) -> float | None:
    """Return the share of limits that ran out among those due in the days of a finding."""
    [due] = queries.duties(chosen, home=home).rows()
    many = int(due["due"])
    if many < SMALL or seen.hides:
        return None
    return (int(due["late"]) + int(due["overdue"])) / many


def verdicts_of(findings: Sequence[int]) -> Mapping[int, list[Judged]]:
    """Return by finding what officers made of it, the newest last."""
    found: dict[int, list[Judged]] = {}
    rows = Verdict.objects.filter(finding__in=findings).select_related("by").order_by("pk")
    for row in rows:
        judged = Judged(row.said, row.reason, row.by.name, local_day(row.at))
        found.setdefault(row.finding_id, []).append(judged)
    return found
