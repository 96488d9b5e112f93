"""What a petitioner is told of the other clocks, and the clock of the procedure a matter was led into."""

from datetime import date

import pytest

from huiyin.base.errors import Invalid
from huiyin.foundation.wording import say
from huiyin.law.calendar import Calendar
from huiyin.law.channels.clock import Clock
from huiyin.law.channels.happened import clocks_of
from huiyin.law.channels.led import OF_KIND, channel_of, led_clock
from huiyin.law.channels.notice import FAMILIES, families, notice
from huiyin.law.parameters import national
from huiyin.text.taxonomy import kinds

LAW, CALENDAR, TODAY = national(), Calendar(), date(2026, 11, 25)


def told(**more: object) -> list[str]:
    clauses = notice(law=LAW, calendar=CALENDAR, today=TODAY, **more)  # type: ignore[arg-type]
    return [clause.code.rpartition(".")[2] for clause in clauses]


def test_a_letter_of_a_time_before_the_rules_says_only_what_held_then() -> None:
    old = [
        c.code for c in notice(law=LAW, calendar=CALENDAR, today=date(2005, 6, 1), received=date(2005, 6, 1))
    ]
    assert "clock.notice.not-extended" in old and "clock.notice.inspection" in old
    assert "clock.notice.arbitration" not in old


def test_everybody_is_told_what_a_petition_does_not_extend_and_that_nobody_has_to_wait() -> None:
    said = told()
    assert said == ["not-extended", "arbitration", "inspection", "do-not-wait"]


def test_the_receipt_says_from_when_the_year_of_arbitration_counts_anew() -> None:
    clauses = notice(law=LAW, calendar=CALENDAR, today=TODAY, received=date(2026, 11, 24))
    words = [say(clause) for clause in clauses]
    assert "2026-11-24" in words[0]
    assert any("2027-11-24" in line and "尚未公布" in line for line in words)


def test_a_year_that_has_run_out_since_the_petition_is_not_promised() -> None:
    assert "arbitration-until-provisional" in told(received=date(2026, 1, 5))
    assert not [code for code in told(received=date(2025, 1, 6)) if code.startswith("arbitration-until")]


@pytest.mark.parametrize(
    ("kind", "more", "none"),
    [
        ("W1", {"arbitration", "inspection"}, {"injury", "capacity"}),
        ("L2", {"arbitration"}, {"inspection", "injury"}),
        ("I1", {"injury"}, {"arbitration", "inspection"}),
        ("I2", {"capacity"}, {"arbitration", "injury"}),
        ("I3", {"arbitration"}, {"injury"}),
        ("D2", {"suit"}, {"arbitration"}),
        ("P4", {"not-extended"}, {"arbitration", "inspection", "injury"}),
    ],
)
def test_a_confirmed_kind_is_told_its_own_clocks_and_no_others(
    kind: str, more: set[str], none: set[str]
) -> None:
    said = set(told(kinds=(kind,), path=4))
    assert more | {"not-extended", "do-not-wait"} <= said
    assert not none & said


def test_a_guess_adds_and_takes_nothing_away() -> None:
    assert set(told(guessed=("I1",))) == {*told(), "injury"}


@pytest.mark.parametrize("nature", ["suggestion", "accusation", "inquiry"])
def test_what_is_no_claim_has_no_such_clocks(nature: str) -> None:
    assert told(nature=nature) == []


@pytest.mark.parametrize(("path", "some"), [(1, True), (2, True), (5, True), (6, False), (None, True)])
def test_a_claim_on_path_six_is_told_nothing_more(path: int | None, some: bool) -> None:
    assert bool(told(nature="claim", path=path)) is some


def test_every_code_that_is_named_is_a_kind_of_demand_or_its_field() -> None:
    known = set(kinds()) | {code.rstrip("0123456789") for code in kinds()}
    named = {code for codes in FAMILIES.values() for code in codes} | set(OF_KIND)
    assert named <= known
    assert families(("W3",)) == {"arbitration", "inspection"}
    assert all(channel_of(path, code) is None for path in (1, 3, 6) for code in known)


def led(path: int, kind: str, day: date) -> Clock | None:
    return led_clock(path, kind, day, as_of=TODAY, law=LAW, calendar=CALENDAR)


def test_arbitration_that_took_the_dispute_up_owes_an_award() -> None:
    found = led(2, "L2", date(2026, 11, 2))
    assert found is not None
    assert (found.channel, found.due, found.owed_by) == ("arbitration-award", date(2026, 12, 17), "body")


def test_a_work_injury_taken_up_elsewhere_shows_its_own_sixty_days() -> None:
    found = led(4, "I1", date(2026, 10, 12))
    assert found is not None and found.due == date(2026, 12, 11)


def test_where_no_clock_is_known_none_is_made_up() -> None:
    assert led(1, "N7", date(2026, 10, 12)) is None
    assert led(4, "P3", date(2023, 10, 12)) is None  # before the regulation that set the days
    assert led(2, "L2", date(2026, 12, 1)) is None  # not taken up yet


def test_asking_while_still_employed_interrupts_nothing_after_it_ended() -> None:
    typed = {"on": "2026-01-31", "ended": "2026-06-30", "asked": "2026-03-02"}
    arbitration, _ = clocks_of("wages", typed, today=TODAY, law=LAW, calendar=CALENDAR)
    assert arbitration.unrolled == date(2027, 6, 30)
    again = clocks_of("wages", {**typed, "asked": "2026-08-03"}, today=TODAY, law=LAW, calendar=CALENDAR)
    assert again[0].unrolled == date(2027, 8, 3)


def test_a_wrong_day_of_leaving_is_said_at_its_own_field() -> None:
    typed = {"on": "2026-01-31", "ended": "2027-06-30"}
    with pytest.raises(Invalid) as refusal:
        clocks_of("wages", typed, today=TODAY, law=LAW, calendar=CALENDAR)
    assert refusal.value.field == "ended"
