"""An operator's year: what can be the holidays of a year is read, anything else is refused."""

from datetime import date
from typing import Any

import pytest

from huiyin.base.errors import Refused
from huiyin.law.announced import kept_notice, read_lines, read_notice
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


def test_the_lines_of_a_notice_are_read_as_they_stand_in_it() -> None:
    read = read_lines(
        "一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。\n"
        "二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。\n"
        "清明节 2027-04-03 2027-04-05\n劳动节：2027/5/1\n什么时候都行\n国庆节：10月1日至39日",
        2027,
    )
    assert [(str(h["name"]), h["from"], h["to"]) for h in read.holidays] == [
        ("元旦", date(2027, 1, 1), date(2027, 1, 3)),
        ("春节", date(2027, 2, 5), date(2027, 2, 11)),
        ("清明节", date(2027, 4, 3), date(2027, 4, 5)),
        ("劳动节", date(2027, 5, 1), date(2027, 5, 1)),
    ]
    assert read.workdays == (date(2027, 1, 31), date(2027, 2, 20))
    assert read.unread == ("什么时候都行", "国庆节：10月1日至39日")
    assert read_lines("1月31日（周日）、2月20日\n2027-03-06", 2027, working=True).workdays == (
        *read.workdays,
        date(2027, 3, 6),
    )
