"""Loading a year's holidays: checked, kept as a new version, put on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from huiyin.foundation.calendars import Loaded, folder_of, keep, withdraw, years_in
from huiyin.law.announced import read_notice
from huiyin.law.calendar import published
from huiyin.orgs import changes
from huiyin.orgs.accounts import only_administrators
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Taken:
    """A year as it was loaded, whether it is new, and whether it differs from what is published."""

    loaded: Loaded
    fresh: bool
    differs: bool


def about(year: int) -> str:
    """Return what the changes of a year's holidays are kept under."""
    return f"calendar:{year}"


@transaction.atomic
def load_year(spec: Any, *, by: Actor, at: datetime, seen: int | None = None, reason: str = "") -> Taken:
    """Check and keep the holidays of a year; what was loaded before stays as an earlier version.

    Raises Refused for what cannot be the notice of a year, Conflict when it was loaded since it was `seen`.
    """
    if by.staff is not None:
        only_administrators(by)
    notice = read_notice(spec)
    before = loaded_year(notice.year)
    if before is None or before.notice != notice:
        changes.refuse_stale(about(notice.year), seen)
    loaded, fresh = keep(settings.HUIYIN_HOME, notice)
    known = published(notice.year)
    if fresh:
        was = before.notice.plain() if before else {}
        said = f"{notice.year} v{loaded.version}"
        kept: dict[str, Any] = {"before": was, "after": notice.plain(), "reason": reason, "said": said}
        changes.put(about(notice.year), "law.calendar", by=by, at=at, **kept)
    return Taken(loaded, fresh, known is not None and known.working != notice.days().working)


@transaction.atomic
def withdraw_year(year: int, *, by: Actor, at: datetime, seen: int | None = None, reason: str = "") -> None:
    """Withdraw a year that was loaded: what is published counts again, or nothing is known of it.

    Raises Conflict when it was loaded since it was `seen`.
    """
    only_administrators(by)
    if (before := loaded_year(year)) is None:
        return  # sent twice
    changes.refuse_stale(about(year), seen)
    version = withdraw(settings.HUIYIN_HOME, year)
    after: dict[str, Any] = {"source": "", "holidays": {}, "workdays": []}
    kept: dict[str, Any] = {"before": before.notice.plain(), "after": after, "reason": reason}
    changes.put(about(year), "law.calendar.withdraw", by=by, at=at, said=f"{year} v{version}", **kept)


def loaded_year(year: int) -> Loaded | None:
    """Return a year as it was loaded last, or None when it never was."""
    found = years_in(folder_of(settings.HUIYIN_HOME))
    return next((one for one in found if one.notice.year == year), None)
