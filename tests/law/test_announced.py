"""An operator's year: what can be the holidays of a year is read, anything else is refused."""

from datetime import date
from typing import Any

import pytest

from huiyin.base.errors import Refused
from huiyin.law.announced import kept_notice, read_notice
from huiyin.law.calendar import Calendar, made_up, published

YEAR: dict[str, Any] = {
    "year": 2027,
    "source": "2027 年部分节假日安排的通知（样例）",
    "holidays": [
        {"name": "元旦", "day": "2027-01-01"},
        {"name": "春节", "from": date(2027, 2, 5), "to": date(2027, 2, 12)},
        {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-03"},
        {"name": "national-day", "from": "2027-10-01", "to": "2027-10-07"},
    ],
    "workdays": ["2027-02-20"],
}


def test_a_year_is_read_and_kept_as_it_was_said() -> None:
    notice = read_notice(YEAR)
    assert kept_notice(notice.plain()) == notice
    calendar = Calendar({2027: notice.days()})
    assert calendar.rest(date(2027, 2, 8)) == "spring-festival"
    assert calendar.rest(date(2027, 2, 13)) == "weekend"
    assert calendar.works(date(2027, 2, 20)) and calendar.rest(date(2027, 2, 20)) is None
    assert calendar.works(date(2027, 10, 8)) and calendar.works(date(2028, 1, 4)) is None
    assert made_up(notice.days()) == (date(2027, 2, 20),)


def test_a_year_that_was_published_can_be_written_down_again_without_a_difference() -> None:
    known = published(2026)
    assert known is not None
    said = {
        "year": 2026,
        "source": "样例",
        "holidays": [{"name": name, "day": day} for day, name in known.names.items()],
        "workdays": list(made_up(known)),
    }
    assert read_notice(said).days().working == known.working


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"year": "next"}, "calendar-year"),
        ({"year": 202}, "calendar-year"),
        ({"source": ""}, "calendar-source"),
        ({"holidays": []}, "calendar-list"),
        ({"holidays": "2027-01-01"}, "calendar-list"),
        ({"holidays": ["2027-13-01"]}, "bad-day"),
        ({"holidays": [{"from": "2027-10-07", "to": "2027-10-01"}]}, "calendar-span"),
        ({"holidays": [{"from": "2027-01-01", "to": "2027-10-01"}]}, "calendar-span"),
        ({"holidays": YEAR["holidays"][:3]}, "calendar-lacks"),
        ({"holidays": [*YEAR["holidays"], "2026-12-31"]}, "calendar-other-year"),
        ({"workdays": ["2027-02-06"]}, "calendar-both"),
        ({"workdays": ["2027-02-22"]}, "calendar-not-weekend"),
        ({"holiday": []}, "calendar-key"),
    ],
)
def test_what_cannot_be_a_year_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_notice({**YEAR, **change})
    assert refusal.value.message.code == f"law.refused.{code}"


def test_a_file_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(Refused):
        read_notice(["2027-01-01"])
