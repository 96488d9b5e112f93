"""How matters go: against plain loops over the same events, with open cases, reworks and returns."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.evaluation.process_mining import END, generated
from huiyin.stats import process_mining as mining
from huiyin.stats.process_mining import Log, ordered

RECEIVED, ACCEPTED, ASKED, CLOSED = range(4)
AS_OF = 100
Row = tuple[int, int, int, int, int]
ROWS = st.lists(
    st.tuples(
        st.integers(-3, 6), st.integers(0, 3), st.integers(0, 120), st.integers(0, 3), st.integers(0, 1)
    ),
    max_size=60,
)


def _log(rows: list[Row], as_of: int = AS_OF) -> Log:
    columns = np.array(rows, np.int64).reshape(-1, 5).T
    return ordered(*columns, as_of=as_of, ends={CLOSED})


def _matters(rows: list[Row]) -> dict[int, list[Row]]:
    """The events of each matter in order, as one would write it down by hand."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in sorted((r for r in rows if r[2] <= AS_OF), key=lambda r: (r[0], r[2])):
        found[row[0]].append(row)
    return found


@settings(deadline=None)
@given(ROWS)
def test_arrows_are_those_of_a_plain_loop(rows: list[Row]) -> None:
    waits: dict[tuple[int, int], list[int]] = defaultdict(list)
    who: dict[tuple[int, int], set[int]] = defaultdict(set)
    for matter, events in _matters(rows).items():
        for one, two in pairwise(events):
            waits[one[1], two[1]].append(two[2] - one[2])
            who[one[1], two[1]].add(matter)
    found = mining.paths(_log(rows))
    arrows = list(zip(found.source.tolist(), found.target.tolist(), strict=True))
    assert arrows == sorted(waits)
    assert found.times.tolist() == [len(waits[arrow]) for arrow in arrows]
    assert found.matters.tolist() == [len(who[arrow]) for arrow in arrows]
    for at, arrow in enumerate(arrows):
        assert found.waits[at] == pytest.approx(np.quantile(waits[arrow], [0.5, 0.9]))
    lasts = [events[-1][1] for events in _matters(rows).values()]
    assert found.ended.sum() == lasts.count(CLOSED)
    assert found.standing.sum() == len(lasts) - lasts.count(CLOSED)
    assert found.begun.sum() == len(lasts)


def _product_limit(waits: list[tuple[int, bool]]) -> dict[int, float]:
    """The share still waiting after each time, by the formula of the textbook."""
    share, found = 1.0, {}
    for time in sorted({t for t, _ in waits}):
        at_risk = sum(t >= time for t, _ in waits)
        share *= 1 - sum(t == time and not still for t, still in waits) / at_risk
        found[time] = share
    return found


@settings(deadline=None)
@given(ROWS)
def test_waits_are_those_of_the_product_limit(rows: list[Row]) -> None:
    stays: dict[tuple[int, int], list[tuple[int, bool]]] = defaultdict(list)
    for events in _matters(rows).values():
        for one, two in zip(events, [*events[1:], None], strict=True):
            if two is not None:
                stays[one[3], one[1]].append((two[2] - one[2], False))
            elif one[1] != CLOSED:
                stays[one[3], one[1]].append((AS_OF - one[2], True))
    found = mining.waits(_log(rows), by=("office", "step"))
    assert [tuple(code) for code in found.codes.tolist()] == sorted(stays)
    for at, group in enumerate(sorted(stays)):
        curve = _product_limit(stays[group])
        under = [t for t, share in curve.items() if share <= 0.5 + 1e-9]
        past = [t for t, share in curve.items() if share < 0.5 - 1e-9]
        assert found.left[at] == sum(not still for _, still in stays[group])
        assert found.waiting[at] == sum(still for _, still in stays[group])
        assert found.longest[at] == max(t for t, _ in stays[group])
        if not under:
            assert np.isnan(found.median[at])
        elif not past:
            assert found.median[at] == under[0]
        else:
            assert found.median[at] == pytest.approx((under[0] + past[0]) / 2)
        if not np.isnan(found.median[at]):
            assert np.isnan(found.low[at]) or found.low[at] <= found.median[at]
            assert np.isnan(found.high[at]) or found.median[at] <= found.high[at]


def test_without_open_cases_the_median_is_the_median() -> None:
    chance = np.random.default_rng(1)
    for cases in (1, 2, 7, 100):
        waited = chance.integers(0, 50, cases)
        rows = [(m, RECEIVED, 0, 0, 0) for m in range(cases)]
        rows += [(m, CLOSED, int(waited[m]), 0, 0) for m in range(cases)]
        assert mining.waits(_log(rows), by=("step",)).median == [np.median(waited)]


def test_open_cases_are_not_left_out() -> None:
    """Of ten matters four were closed within four days and six wait for sixty: the median is not two."""
    rows = [(m, RECEIVED, 40, 0, 0) for m in range(10)] + [(m, CLOSED, 41 + m, 0, 0) for m in range(4)]
    found = mining.waits(_log(rows), by=("step",))
    assert np.isnan(found.median[0]), "more than half still wait: it is not known yet"
    assert (found.left[0], found.waiting[0], found.longest[0]) == (4, 6, 60)


def test_intervals_hold_the_median_as_often_as_they_say() -> None:
    chance, held = np.random.default_rng(3), []
    for _ in range(300):
        begun = chance.integers(0, 60, 80)
        waited = chance.exponential(30, 80).astype(int)
        rows = [(m, RECEIVED, int(begun[m]), 0, 0) for m in range(80)]
        rows += [(m, CLOSED, int(begun[m] + waited[m]), 0, 0) for m in range(80)]
        found = mining.waits(_log(rows), by=("step",))
        high = np.inf if np.isnan(found.high[0]) else found.high[0]
        held.append(found.low[0] <= 30 * np.log(2) <= high + 1)
    assert np.mean(held) >= 0.93


@settings(deadline=None)
@given(ROWS)
def test_rework_and_returns_are_those_of_a_plain_loop(rows: list[Row]) -> None:
    taken, again, turns, returned, handed = Counter[int](), Counter[int](), Counter[Any](), 0, Counter[int]()
    for events in _matters(rows).values():
        steps = Counter(row[1] for row in events)
        taken.update(steps.keys())
        again.update(step for step, times in steps.items() if times > 1)
        offices = [row[3] for at, row in enumerate(events) if at == 0 or events[at - 1][3] != row[3]]
        handed[len(offices) - 1] += 1
        returned += len(set(offices)) < len(offices)
        for at in range(2, len(offices)):
            if offices[at] == offices[at - 2]:
                turns[tuple(sorted(offices[at - 1 : at + 1]))] += 1
    log = _log(rows)
    found, back = mining.rework(log), mining.back_and_forth(log)
    assert found.matters.tolist() == [taken[step] for step in range(log.steps)]
    assert found.repeating.tolist() == [again[step] for step in range(log.steps)]
    ways = zip(back.one.tolist(), back.other.tolist(), back.times.tolist(), strict=True)
    assert {(one, other): times for one, other, times in ways} == turns
    assert back.returned == returned
    assert {n: c for n, c in enumerate(back.handovers.tolist()) if c} == handed


def test_a_matter_sent_back_and_forth_is_found_with_the_time_it_was_away() -> None:
    rows = [(1, RECEIVED, 0, 2, 0), (1, ASKED, 3, 1, 0), (1, ASKED, 10, 2, 0), (1, ASKED, 11, 1, 0)]
    back = mining.back_and_forth(_log([*rows, (2, RECEIVED, 5, 2, 0)]))
    assert (back.one.tolist(), back.other.tolist()) == ([1], [2])
    assert (back.times.tolist(), back.matters.tolist()) == ([2], [1])
    assert back.away.tolist() == [4.0]
    assert back.handovers.tolist() == [1, 0, 0, 1]


@given(ROWS, st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[Row], luck: Any) -> None:
    apart = list({(m, t): (m, s, t, o, k) for m, s, t, o, k in rows}.values())
    shuffled = apart.copy()
    luck.shuffle(shuffled)
    one, two = _log(apart), _log(shuffled)
    for name in ("matter", "step", "time", "office", "kind", "last"):
        assert (getattr(one, name) == getattr(two, name)).all()


def test_events_of_the_same_time_keep_the_order_given() -> None:
    rows = [(9, CLOSED, 5, 0, 0), (1, RECEIVED, 7, 0, 0), (1, ASKED, 7, 0, 0), (1, ACCEPTED, 7, 0, 0)]
    assert _log(rows).step.tolist() == [RECEIVED, ASKED, ACCEPTED, CLOSED]
    assert _log(rows[::-1]).step.tolist() == [ACCEPTED, ASKED, RECEIVED, CLOSED]


def test_events_without_a_time_and_after_the_day_of_looking_are_counted_apart() -> None:
    rows = [(1, RECEIVED, 5, 0, 0), (1, CLOSED, AS_OF + 1, 0, 0), (2, RECEIVED, mining.NO_TIME, 0, 0)]
    log = _log(rows)
    assert (log.later, log.undated, log.matters) == (1, 1, 1)
    assert mining.waits(log, by=("step",)).waiting.tolist() == [1]


def test_an_empty_log_has_empty_answers() -> None:
    log = _log([])
    assert mining.paths(log).times.size == 0
    assert mining.waits(log, by=("office", "step")).median.size == 0
    assert mining.paces(log).pace.size == 0
    assert mining.rework(log).times.size == 0
    assert mining.back_and_forth(log).returned == 0


def test_a_matter_number_of_any_size_and_any_name_will_do() -> None:
    for names in ([2**60, -5, 2**60], ["乙", "甲", "乙"]):
        log = ordered(names, [0, 0, 3], [1, 2, 3], [0, 0, 0], [0, 0, 0], as_of=9, ends={3})
        assert log.matters == 2
        assert mining.paths(log).times.tolist() == [1]


def _paced(chance: np.random.Generator, matters: int, factor: float) -> Log:
    office, kind = chance.integers(12, size=matters), chance.integers(3, size=matters)
    begun = chance.integers(0, 700, matters)
    mean = np.array([5.0, 15.0, 40.0])[kind] * np.where(office == 4, factor, 1.0)
    ended = begun + chance.exponential(mean).astype(int)
    zeros, names = np.zeros(matters, int), np.arange(matters)
    columns = [
        np.concatenate(pair)
        for pair in ((names, names), (zeros, zeros + CLOSED), (begun, ended), (office, office), (kind, kind))
    ]
    return ordered(*columns, as_of=730, ends={CLOSED})


def test_a_step_that_is_twice_as_slow_at_one_office_is_found_and_only_there() -> None:
    found = mining.paces(_paced(np.random.default_rng(5), 3000, 2.0))
    assert found.office[found.slow].tolist() == [4]
    at = found.office.tolist().index(4)
    assert 0.45 < found.pace[at] < 0.65  # half as fast, drawn a little towards the others
    assert found.high[at] < 0.8
    assert found.office.tolist() == sorted(found.office.tolist())


def test_offices_with_slow_kinds_are_not_slow() -> None:
    """Everybody is as fast with each kind; one office has the slow kind only."""
    chance = np.random.default_rng(6)
    office = np.repeat([0, 1, 2], 400)
    kind = np.where(office == 0, 2, chance.integers(3, size=1200))
    waited = chance.exponential(np.array([5.0, 15.0, 40.0])[kind]).astype(int)
    names, zeros = np.arange(1200), np.zeros(1200, int)
    columns = [
        np.concatenate(pair)
        for pair in ((names, names), (zeros, zeros + CLOSED), (zeros, waited), (office, office), (kind, kind))
    ]
    found = mining.paces(ordered(*columns, as_of=10_000, ends={CLOSED}))
    assert not found.slow.any()
    assert found.low[0] < 1 < found.high[0]


def test_chance_alone_seldom_makes_a_step_slow() -> None:
    runs = [mining.paces(_paced(np.random.default_rng([8, n]), 400, 1.0)) for n in range(60)]
    assert sum(bool(run.slow.any()) for run in runs) <= 3


def test_of_few_waits_and_of_a_step_done_nowhere_else_nothing_is_said() -> None:
    rows = [(m, RECEIVED, 0, 0, 0) for m in range(20)] + [(m, CLOSED, m, 0, 0) for m in range(20)]
    assert np.isnan(mining.paces(_log(rows)).pace).all()
    rows += [(m, RECEIVED, 0, 1, 0) for m in range(30, 34)] + [(m, CLOSED, 50, 1, 0) for m in range(30, 34)]
    found = mining.paces(_log(rows))
    assert np.isnan(found.pace).tolist() == [False, True]


@pytest.mark.parametrize(
    "wrong", [([1], [0], [1], [0], [0, 1]), ([1], [-1], [1], [0], [0]), ([[1]], [[0]], [[1]], [[0]], [[0]])]
)
def test_what_is_no_event_table_is_refused(wrong: tuple[list[Any], ...]) -> None:
    with pytest.raises(ValueError, match=r"one table|from nought"):
        ordered(*wrong, as_of=AS_OF, ends={CLOSED})


def test_a_database_finds_the_same_arrows_and_waits() -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    table = generated(40_000, np.random.default_rng(7))
    log = ordered(*table, as_of=int(table[2].max()), ends={END})
    names = ("matter", "step", "time", "office", "kind")
    events = {name: np.asarray(column) for name, column in zip(names, table, strict=True)}
    there = duckdb.connect()
    there.register("events", events)
    rows = there.execute("""
        with gone as (
            select step, lead(step) over w as target, lead(time) over w - time as wait, matter
            from events window w as (partition by matter order by time)
        )
        select step, target, count(*), count(distinct matter),
            quantile_cont(wait, 0.5), quantile_cont(wait, 0.9)
        from gone where target is not null group by 1, 2 order by 1, 2
    """).fetchall()
    found = mining.paths(log)
    ours = np.column_stack([found.source, found.target, found.times, found.matters, found.waits])
    assert ours == pytest.approx(np.array(rows, float))
