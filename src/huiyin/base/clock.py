"""The only place that reads the clock; everything else is told the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date where the offices are (Asia/Shanghai)."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """Return the local day on which an instant falls."""
    return instant.astimezone(LOCAL).date()
