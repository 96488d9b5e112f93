"""Did a change of policy or practice change how many petition? So that chance does not answer yes.

An interrupted series (Wagner et al. 2002; Bernal, Cummins and Gasparrini, Int J Epidemiol 2017) beside a
control that was not changed, with weeks that resemble their neighbours taken for what they are (`noise`),
and the same question asked at earlier dates where nothing was changed (placebo dates: Abadie, Diamond and
Hainmueller 2010).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from huiyin.base.messages import Message
from huiyin.stats.effect.answer import Change, Effect, Placebo, Verdict
from huiyin.stats.effect.design import (
    LEAST_AFTER,
    LEAST_BEFORE,
    MOST_AFTER,
    MOST_BEFORE,
    TWO_YEARS,
    Span,
    Weeks,
    bursts,
    columns,
    placebo_spans,
)
from huiyin.stats.effect.fit import Fitted, fit
from huiyin.stats.effect.noise import Known, known

Floats = NDArray[np.float64]
UNLIKELY = 0.05
# Set beforehand; they cost little on the seed `DEVELOPMENT`. Where there are so many
# dates, so many are tried at least and fewer than twice as many.
PLACEBO_DATES, PLACEBO_SHARE, LEAST_PLACEBO_DATES = 24, 0.15, 8
_POWER = 0.8416 / 1.96  # added to half an interval for four in five (Bloom, Evaluation Review 1995)
_MOST = 50.0  # a larger rise, in logarithms, is no number any more
_FEWEST = 10  # counted before the date, or the course is not known


def effect_of(
    counts: ArrayLike,
    at: int,
    *,
    control: ArrayLike | None = None,
    exposure: ArrayLike | None = None,
    codes_changed: Sequence[int] = (),
    transition: int = 0,
    slope: bool = False,
) -> Effect:
    """Return what followed the change in week `at` of a weekly series.

    counts, control: float[weeks], nan where a week is missing; exposure: working days of each week, say,
    where they differ. codes_changed: weeks in which the way of classifying changed. transition: weeks from
    the change on that are left out. slope: whether the effect may grow or fade.
    """
    weeks, burst = _taken(counts, control, exposure, codes_changed)
    last = min(weeks.counts.size, at + transition + MOST_AFTER)
    true = Span(max(0, at - MOST_BEFORE), at, last, transition)
    if (reason := _not_answerable(weeks, true)) is not None:
        return Effect(Verdict.UNKNOWN, (reason,))
    return _answer(weeks, true, _notes(weeks, true, burst), slope=slope)


def _answer(weeks: Weeks, true: Span, notes: Sequence[Message], *, slope: bool) -> Effect:
    """Return the answer where there can be one."""
    season = true.at - true.first >= TWO_YEARS
    near = [changed for changed in weeks.codes_changed if true.first < changed < true.last]
    weeks = Weeks(weeks.counts, weeks.control, weeks.exposure, tuple(near))
    design, fitted = _fitted(weeks, [true], season=season, slope=slope)
    change = _change(known(fitted, design, which=_unit(design, 0)))
    placebo = _placebo(weeks, true, change, season=season, slope=slope) if change.p <= UNLIKELY else None
    least = float(np.log1p(change.high) - np.log1p(change.low)) / 2 * (1 + _POWER)
    verdict, more = _verdict(change, placebo)
    moved = _control_moved(weeks, true) if season else None
    if moved is not None and moved.p <= UNLIKELY:
        more.append(Message("stats.effect.control_moved", {"low": moved.low, "high": moved.high}))
    course = _course(weeks, design[0], fitted.coefficients[0], asked=1 + slope)
    after = design[0][:, 0] > 0
    return Effect(
        verdict,
        (*notes, *more),
        change,
        least_fall=float(-np.expm1(-least)),
        least_rise=float(np.expm1(least)),
        counted=float(weeks.counts[after].sum()),
        expected=float(course[after].sum()),
        drift=_change(known(fitted, design, which=_unit(design, 1))) if slope else None,
        control=moved,
        placebo=placebo,
        course=tuple(course.tolist()),
    )


def _taken(
    counts: ArrayLike, control: ArrayLike | None, exposure: ArrayLike | None, codes_changed: Sequence[int]
) -> tuple[Weeks, NDArray[np.bool_]]:
    """Return the weeks, bursts taken out, and which those were."""
    own = np.asarray(counts, float)
    days = np.ones_like(own) if exposure is None else np.asarray(exposure, float)
    other = None if control is None else np.asarray(control, float)
    if own.ndim != 1 or days.shape != own.shape or (other is not None and other.shape != own.shape):
        raise ValueError("counts, control and exposure are series of the same weeks")
    if (own < 0).any() or (other is not None and (other < 0).any()):
        raise ValueError("a count is not below nought")
    burst = bursts(own) if other is None else bursts(own) | bursts(other)
    return Weeks(np.where(burst, np.nan, own), other, days, tuple(codes_changed)), burst


def _not_answerable(weeks: Weeks, true: Span) -> Message | None:
    """Return why nothing can be said, if so."""
    used, week = weeks.used, np.arange(weeks.counts.size)
    before = used & (week >= true.first) & (week < true.at)
    after = used & (week >= true.at + true.transition) & (week < true.last)
    needs = [
        ("few_weeks_before", int(before.sum()), LEAST_BEFORE),
        ("few_weeks_after", int(after.sum()), LEAST_AFTER),
        ("few_counted", int(weeks.counts[before].sum()), _FEWEST),
    ]
    if weeks.control is None:
        needs.append(("season_unknown", true.at - true.first, TWO_YEARS))
    else:
        needs.append(("few_counted_in_control", int(weeks.control[before | after].sum()), _FEWEST))
    for name, have, need in needs:
        if have < need:
            return Message(f"stats.effect.{name}", {"have": have, "need": need})
    for changed in weeks.codes_changed:
        if abs(changed - true.at) < LEAST_AFTER + true.transition:
            return Message("stats.effect.codes_changed_then", {"week": changed})
    return None


def _notes(weeks: Weeks, true: Span, burst: NDArray[np.bool_]) -> list[Message]:
    """Return what was, and was not, taken into account."""
    found = []
    inside = slice(true.first, true.last)
    missing = int((~weeks.used & ~burst)[inside].sum())
    if burst[inside].any():
        found.append(Message("stats.effect.bursts", {"weeks": np.flatnonzero(burst).tolist()}))
    if weeks.control is None:
        found.append(Message("stats.effect.no_control"))
    if missing:
        found.append(Message("stats.effect.weeks_missing", {"weeks": missing}))
    if true.at - true.first < TWO_YEARS:
        found.append(Message("stats.effect.season_of_control", {"weeks": true.at - true.first}))
    if any(true.first < changed < true.last for changed in weeks.codes_changed):
        found.append(Message("stats.effect.codes_changed"))
    return found


def _fitted(weeks: Weeks, spans: Sequence[Span], *, season: bool, slope: bool) -> tuple[Floats, Fitted]:
    design = columns(weeks, spans, season=season, slope=slope)
    used = weeks.used
    own = np.where(used, np.nan_to_num(weeks.counts), 0.0)
    if weeks.control is None:
        offset, both = np.where(used, np.log(np.where(used, weeks.exposure, 1.0)), 0.0), None
    else:
        offset, both = np.zeros_like(own), (own + np.where(used, np.nan_to_num(weeks.control), 0.0))[None]
    return design, fit(own[None], design, offset=offset[None], both=both)


def _unit(design: Floats, at: int) -> Floats:
    return np.tile(np.eye(design.shape[2])[at], (design.shape[0], 1))


def _change(level: Known) -> Change:
    """Return the first design's coefficient as a relative change."""
    middle, low, high = (
        float(np.expm1(min(level.at(p)[0], _MOST))) for p in (0.5, UNLIKELY / 2, 1 - UNLIKELY / 2)
    )
    return Change(middle, low, high, float(level.two_sided()[0]))


def _placebo(weeks: Weeks, true: Span, change: Change, *, season: bool, slope: bool) -> Placebo | None:
    """Ask the same at earlier dates, where nothing was changed; None where there are too few of them."""
    spans = placebo_spans(true, every=PLACEBO_DATES, apart=LEAST_AFTER, codes_changed=weeks.codes_changed)
    if len(spans) < LEAST_PLACEBO_DATES:
        return None
    design, fitted = _fitted(weeks, spans, season=season, slope=slope)
    found = known(fitted, design, which=_unit(design, 0)).two_sided()
    return Placebo(tried=found.size, as_large=int((found <= change.p).sum()))


def _verdict(change: Change, placebo: Placebo | None) -> tuple[Verdict, list[Message]]:
    """Return the answer: detectable is what is unlikely by chance and seldom found at other dates."""
    if change.p > UNLIKELY:
        return Verdict.NOT_DETECTABLE, []
    tried = [] if placebo else [Message("stats.effect.few_placebo_dates")]
    if placebo is not None and placebo.p > PLACEBO_SHARE:
        params = {"as_large": placebo.as_large, "tried": placebo.tried}
        return Verdict.NOT_DETECTABLE, [Message("stats.effect.placebo_as_large", params)]
    if change.value < 0:
        return Verdict.FELL, [*tried, Message("stats.effect.registrations_only")]
    return Verdict.ROSE, tried


def _control_moved(weeks: Weeks, true: Span) -> Change | None:
    """Return the control's own change at the date, which is then no change of the series."""
    if weeks.control is None:
        return None
    alone = Weeks(weeks.control, None, weeks.exposure, weeks.codes_changed)
    design, fitted = _fitted(alone, [true], season=True, slope=False)
    return _change(known(fitted, design, which=_unit(design, 0)))


def _course(weeks: Weeks, design: Floats, found: Floats, *, asked: int) -> Floats:
    """Return what would have been counted in each week without the change, nan where a week is not used."""
    base = weeks.exposure if weeks.control is None else weeks.control
    return np.where(design.any(axis=1), base * np.exp(design[:, asked:] @ found[asked:]), np.nan)
