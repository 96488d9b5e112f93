"""What came in before and after something was undertaken: as observed, which is no proof of anything.

A finding is a time in which more came in than usual; mostly less comes in after such a time whatever is
done. So what came after is set beside the weeks before the finding, not beside the finding itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from huiyin.base.errors import Refused
from huiyin.insight import queries
from huiyin.insight.followed import Measure, followed
from huiyin.insight.rules import Episode
from huiyin.insight.shown import Series, Sight
from huiyin.stats.effect import Effect
from huiyin.stats.effect.design import LEAST_AFTER

_WEEK = timedelta(weeks=1)
LONGEST = 26  # weeks before and after that are shown


@dataclass(frozen=True)
class Span:
    """Whole weeks with how many petitioned in each of them on average; None where some are hidden."""

    name: str
    weeks: int
    petitions: float | None
    persons: float | None


@dataclass(frozen=True)
class After:
    """The weeks before the finding, those of it, and those after; whether they differ from before.

    `early`: fewer than eight whole weeks lie after it. `effect` is None then, and where too few stand behind.
    """

    spans: Sequence[Span]
    early: bool
    effect: Effect | None


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def after(
    episode: Episode, done_on: date, course: Series, seen: Sight, *, home: Path | None = None
) -> After | None:
    """Return what came in after something was done; None where weeks say nothing or there is no lake.

    `course` are the weeks around the finding as its page shows them: nothing beside them is told here.
    """
    if course.step != "week" or not course.begins:
        return None
    try:
        last = monday(queries.as_of(home))
        recorded = queries.first_day(home=home) or episode.since
        answer = _beside_before(episode, done_on, seen, home)
    except Refused:
        return None
    begins, ends = monday(episode.since), monday(episode.until) + _WEEK
    then, until = monday(done_on) + _WEEK, min(last, ends + LONGEST * _WEEK)
    first = max(begins - LONGEST * _WEEK, monday(recorded) + _WEEK)
    spans = [
        _span("before", course, first, begins),
        _span("during", course, begins, min(ends, then, last)),
        _span("after", course, then, until),
    ]
    early = spans[-1].weeks < LEAST_AFTER
    return After([one for one in spans if one.weeks], early, None if early else answer)


def _span(name: str, course: Series, since: date, before: date) -> Span:
    weeks = max(0, (before - since) // _WEEK)
    there = [n for n, day in enumerate(course.begins) if since <= day < before]
    petitions = [course.petitions[n] for n in there]
    persons = [course.persons[n] for n in there]
    return Span(name, weeks, _mean(petitions, weeks), _mean(persons, weeks))


def _mean(numbers: Sequence[int | None], weeks: int) -> float | None:
    known = [n for n in numbers if n is not None]
    return sum(known) / weeks if weeks and len(known) == len(numbers) else None


def _beside_before(episode: Episode, done_on: date, seen: Sight, home: Path | None) -> Effect | None:
    """Return how the weeks after differ from those before the finding; those between count for neither."""
    left_out = (monday(done_on) - monday(episode.since)) // _WEEK + 1
    half = episode.since > monday(episode.since)
    measure = Measure(
        episode.since,
        areas=episode.areas,
        kinds=(episode.kind,) if episode.kind else (),
        settling=left_out - half,
    )
    return followed(measure, seen, home=home).answer
