"""What the tests of the lake do again and again."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huiyin.base.clock import now, today
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import intake, work
from huiyin.insight.models import Finding
from huiyin.insight.reckoning import kept, reckon
from huiyin.insight.refresh import Progress, refresh
from huiyin.insight.rules import Seen
from tests.agency import actor, petition

TEXT = "包工头拖欠我{n}个月工资，请求追回。"


def bring_up(home: Path, **more: Any) -> list[Progress]:
    """Bring the lake in step with the records."""
    return list(refresh(home, at=more.pop("at", now()), **more))


def somebody(n: int) -> PersonGiven:
    """Return one of many invented people."""
    return PersonGiven(name=f"某{n}", phone=f"139{n:08d}", address="青岚市柳坪县河口镇")


def came(
    n: int, *, days_ago: int = 0, kind: str = "", area: str = "970121", **more: Any
) -> intake.Registered:
    """Register a petition of somebody some days ago, sorted where a kind is given; return it."""
    day = today() - timedelta(days=days_ago)
    made = petition(TEXT.format(n=n), received_on=day, person=more.pop("person", somebody(n)), **more)
    if kind:
        sort(made.matter, kind, area=area, office=more.get("office", "ql-hrss"))
    return made


def sort(
    matter: int, kind: str, *, nature: str = "claim", area: str = "970121", office: str = "ql-hrss"
) -> None:
    """Confirm what a matter is about."""
    sorting = work.Sorting(nature=nature, kind=kind, path=6, division=area)
    work.sort(matter, sorting, version=None, by=actor("head", office), at=now())


def files(home: Path) -> dict[str, int]:
    """Return the files of the lake with the moment each was written."""
    return {str(f.relative_to(home)): f.stat().st_mtime_ns for f in (home / "lake").rglob("*.parquet")}


def month(days_ago: int) -> date:
    """Return the first day of the month of a day some days ago."""
    return (today() - timedelta(days=days_ago)).replace(day=1)


def gathering(home: Path, *, weeks: int = 60, persons: int = 9, office: str = "ql-hrss") -> None:
    """Let one petition a week come in about one kind, then many persons in the last whole week; reckon."""
    monday = today() - timedelta(days=today().weekday() + 7)
    for week in range(1, weeks):
        back = (today() - monday).days + 7 * week
        came(
            week, days_ago=back, kind="W1" if week % 2 else "P1", office=office, by=actor("registrar", office)
        )
    for n in range(persons):
        back = (today() - monday).days - n % 5
        came(1000 + n, days_ago=back, kind="W1", office=office, by=actor("registrar", office))
    bring_up(home)
    list(reckon(home, at=now()))


def finding_of(kind: str = "W1", areas: tuple[str, ...] = ("970121",)) -> int:
    """Keep a finding of today; return its key."""
    seen = Seen("surge", "cell", areas, kind, today(), today(), 9, 1.0, 9, 1.0, people=True, chance=0.001)
    kept.keep_seen([seen], at=now())
    return int(Finding.objects.latest("pk").pk)
