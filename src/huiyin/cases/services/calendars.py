"""Loading a year's holidays: checked, kept as a new version, put on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from huiyin.foundation import audit
from huiyin.foundation.calendars import Loaded, keep
from huiyin.law.announced import read_notice
from huiyin.law.calendar import published
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Taken:
    """A year as it was loaded, whether it is new, and whether it differs from what is published."""

    loaded: Loaded
    fresh: bool
    differs: bool


def load_year(spec: Any, *, by: Actor, at: datetime) -> Taken:
    """Check and keep the holidays of a year; what was loaded before stays as an earlier version.

    Raises Refused for what cannot be the notice of a year.
    """
    notice = read_notice(spec)
    loaded, fresh = keep(settings.HUIYIN_HOME, notice)
    known = published(notice.year)
    if fresh:
        said = f"{notice.year} v{loaded.version}"
        audit.record("law.calendar", actor=by.label, about=f"calendar:{notice.year}", at=at, reason=said)
    return Taken(loaded, fresh, known is not None and known.working != notice.days().working)
