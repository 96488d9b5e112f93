"""The clocks of other channels: properties that hold on any day, what moves a limit, words for all of it."""

import re
from datetime import date, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import huiyin.law.channels
from huiyin.base.citation import Status
from huiyin.foundation.wording import LANGUAGES, catalogue, say
from huiyin.law.calendar import Calendar, year_from
from huiyin.law.channels.clock import Clock, clock
from huiyin.law.channels.facts import Facts, Pause, read_case
from huiyin.law.channels.notice import FAMILIES
from huiyin.law.channels.rule import Rule
from huiyin.law.channels.rules import CHANNELS
from huiyin.law.parameters import national

LAW, CALENDAR = national(), Calendar()
REFUSED = ("unknown-channel", "no-channel", "unknown-event", "no-event")
EVERY = [(name, event) for name, events in CHANNELS.items() for event in events]
# Every rule on record holds on these days; the last limits run into years that are not announced.
DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 30))
CASES = st.sampled_from(EVERY)
_DAY = timedelta(days=1)


def counted(case: tuple[str, str], on: date, as_of: date | None = None, **more: Any) -> Clock:
    return clock(*case, Facts(on, as_of or on, **more), LAW, CALENDAR)


def rules() -> list[Rule]:
    found = [rule for events in CHANNELS.values() for rule in events.values()]
    return found + [other for rule in found for _, other in rule.variants]


@given(CASES, DAYS)
def test_rolling_never_ends_earlier(case: tuple[str, str], on: date) -> None:
    found = counted(case, on)
    assert found.due is not None and found.unrolled is not None
    assert found.due >= found.unrolled > on


@given(CASES, DAYS, st.integers(1, 60))
def test_a_later_event_never_ends_earlier(case: tuple[str, str], on: date, later: int) -> None:
    first, second = counted(case, on), counted(case, on + timedelta(days=later))
    assert first.unrolled is not None and second.unrolled is not None
    assert second.unrolled >= first.unrolled
    if not (first.provisional or second.provisional):
        assert first.due is not None and second.due is not None and second.due >= first.due


@given(CASES, DAYS, st.integers(0, 900))
def test_what_remains_falls_by_one_a_day_and_below_zero_it_is_said_to_have_run_out(
    case: tuple[str, str], on: date, passed: int
) -> None:
    today, tomorrow = (counted(case, on, on + timedelta(days=n)) for n in (passed, passed + 1))
    assert today.due == tomorrow.due
    assert today.remaining is not None and tomorrow.remaining == today.remaining - 1
    run_out = {"lapsed", "overdue"} if not CHANNELS[case[0]][case[1]].opens else {"open"}
    assert (today.state in run_out) == (today.remaining < 0)


@given(DAYS, st.integers(0, 365))
def test_an_interruption_within_the_year_is_a_year_from_it(on: date, after: int) -> None:
    day = on + timedelta(days=after)
    again = counted(("labour-arbitration", "knew"), on, day, interrupted=(day,))
    fresh = counted(("labour-arbitration", "knew"), day)
    assert (again.due, again.unrolled, again.provisional) == (fresh.due, fresh.unrolled, fresh.provisional)


@given(DAYS, st.integers(1, 200), st.integers(0, 100))
def test_lost_days_move_the_end_by_as_many_as_fell_inside(on: date, since: int, length: int) -> None:
    first = on + timedelta(days=since)
    pause = Pause(first, first + timedelta(days=length))
    plain = counted(("injury-application", "injury"), on, on + timedelta(days=400))
    moved = counted(("injury-application", "injury"), on, on + timedelta(days=400), paused=(pause,))
    assert plain.unrolled is not None and moved.unrolled is not None
    assert (moved.unrolled - plain.unrolled).days == length + 1


@given(DAYS, st.integers(0, 500))
def test_a_pause_that_has_not_ended_moves_the_end_with_every_day(on: date, passed: int) -> None:
    as_of = on + _DAY + timedelta(days=passed)
    found = counted(("litigation", "knew"), on, as_of, paused=(Pause(on + _DAY),))
    later = counted(("litigation", "knew"), on, as_of + _DAY, paused=(Pause(on + _DAY),))
    assert found.unrolled is not None and later.unrolled == found.unrolled + _DAY


@given(CASES, DAYS)
def test_only_a_year_that_is_not_announced_makes_a_day_provisional(case: tuple[str, str], on: date) -> None:
    found = counted(case, on)
    assert found.due is not None
    if found.provisional:
        assert found.due.year > 2026
        assert {"law.step.unknown-year", "law.step.weekdays-guessed"} & {step.code for step in found.why}
    elif not CHANNELS[case[0]][case[1]].opens:
        assert found.due.year <= 2026


def test_once_the_year_is_loaded_the_day_is_certain() -> None:
    holidays = [date(2027, 1, 1), *(date(2027, 2, d) for d in range(5, 13))]
    loaded = CALENDAR.with_year(2027, year_from(2027, holidays=holidays, workdays=[]))
    facts = Facts(date(2026, 2, 6), date(2026, 11, 25))
    unsure = clock("labour-arbitration", "knew", facts, LAW, CALENDAR)
    sure = clock("labour-arbitration", "knew", facts, LAW, loaded)
    assert (unsure.due, unsure.provisional) == (date(2027, 2, 6), True)
    assert (sure.due, sure.provisional) == (date(2027, 2, 15), False)


def test_a_law_that_changed_while_the_limit_ran_is_pointed_out() -> None:
    found = counted(("litigation", "knew"), date(2015, 3, 2), date(2015, 7, 1))
    assert found.due == date(2015, 6, 2)
    assert "law-changed" in {step.code.rpartition(".")[2] for step in found.why}
    later = counted(("litigation", "knew"), date(2016, 3, 2))
    assert "clock.step.law-changed" not in {step.code for step in later.why}


def test_whoever_learned_later_needs_no_second_fact_to_say_so() -> None:
    typed = {"event": "knew", "on": "2025-03-10", "told": "2025-09-01"}
    _, _, facts = read_case("reconsideration", typed, today=date(2026, 11, 25))
    assert "not-told" in facts.marks


def test_without_a_day_to_look_from_an_event_to_come_is_looked_at_from_its_own_day() -> None:
    typed = {"event": "knew", "on": "2026-12-20"}
    _, _, facts = read_case("litigation", typed, today=date(2026, 11, 25))
    assert facts.as_of == date(2026, 12, 20)


def test_every_name_in_a_rule_is_a_parameter_and_what_counts_days_has_a_unit_of_days() -> None:
    names = LAW.names()
    for rule in rules():
        for name in rule.limits:
            assert LAW.parameter(name, max(p.since for p in LAW.all() if p.name == name)).unit != "rule"
        movers = (rule.extension, rule.interruption, rule.pause, rule.longest, rule.untold)
        used = {*movers, rule.kept_open, rule.unlimited, rule.rolling, *(p for _, p in rule.notes)} - {""}
        assert used <= names, used - names


def test_what_was_not_read_in_the_text_is_said_so_in_the_steps() -> None:
    found = counted(("inspection-acceptance", "complained"), date(2026, 3, 2))
    assert found.citation.status is Status.UNCONFIRMED
    assert "clock.step.unconfirmed" in {step.code for step in found.why}


def _spoken() -> set[str]:
    folder = Path(huiyin.law.channels.__path__[0])
    sources = [*folder.glob("*.py"), folder.parents[1] / "cli" / "law_channel.py"]
    text = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    codes = set(re.findall(r'"(clock\.[a-z_]+\.[a-z-]+)"', text)) | {"clock.no-option"}
    clauses = (*FAMILIES, "arbitration-until", "arbitration-until-provisional")
    codes |= {f"clock.notice.{clause}" for clause in clauses}
    codes |= {f"clock.channel.{name}" for name in CHANNELS} | {f"clock.event.{event}" for _, event in EVERY}
    codes |= {f"clock.body.{rule.goes_to}" for rule in rules()}
    codes |= {f"clock.note.{code}" for rule in rules() for code, _ in rule.notes}
    codes |= {f"clock.refused.{code}" for code in REFUSED}
    codes |= {f"clock.step.{state}" for state in ("lapsed", "overdue")}
    states = ("open", "lapsed", "overdue", "kept-open", "unlimited", "waiting")
    codes |= {f"clock.state.{state}" for state in states}
    units = ("calendar-day", "working-day", "month", "year")
    return codes | {f"clock.unit.{one}{unit}" for unit in units for one in ("", "one-")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_words_and_no_words_are_left_that_nothing_says(lang: str) -> None:
    worded = {code for code in catalogue(lang) if code.startswith("clock.")}
    assert _spoken() - worded == set()
    assert worded - _spoken() == set()


def test_both_languages_say_the_same_with_the_same_parameters() -> None:
    zh, en = (
        {c: _params(s) for c, s in catalogue(lang).items() if c.startswith("clock.")} for lang in LANGUAGES
    )
    assert zh == en


def _params(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@given(CASES, DAYS, st.sampled_from(LANGUAGES))
def test_every_step_and_note_can_be_said(case: tuple[str, str], on: date, lang: str) -> None:
    found = counted(case, on, on + timedelta(days=30))
    assert all(say(message, lang) != message.code for message in (*found.why, *found.notes))
