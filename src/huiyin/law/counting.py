"""How a limit is counted, step by step: calendar days, working days, months and years."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from huiyin.base.messages import Message
from huiyin.law.calendar import Calendar

_DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Count:
    """The last day of a limit, the day before it was moved off a rest day, and how it was found."""

    due: date
    unrolled: date
    unit: str
    provisional: bool
    why: tuple[Message, ...]


def count(
    start: date,
    amount: int,
    unit: str,
    calendar: Calendar,
    *,
    event: str = "law.event.start",
    added: int = 0,
    left_out: Collection[date] = (),
) -> Count:
    """Return the last day of a limit of so many days, working days, months or years after an event.

    `added` days (an extension) go on before rolling; `left_out` days (a hearing) are not counted.
    """
    first = Message("law.step.not-counted", {"day": start, "event": Message(event)})
    if unit == "working-day":
        return _working_days(start, amount, calendar, first)
    if unit == "calendar-day":
        unrolled, steps = _calendar_days(start, amount, added, left_out)
    elif unit in ("month", "year"):
        unrolled, steps = _months(start, amount, unit)
    else:
        raise ValueError(unit)
    due, certain = calendar.roll(unrolled)
    return Count(due, unrolled, unit, not certain, (first, *steps, *_rolling(unrolled, due, certain)))


def _calendar_days(
    start: date, amount: int, added: int, left_out: Collection[date]
) -> tuple[date, list[Message]]:
    last = start + timedelta(days=amount)
    steps = [Message("law.step.calendar-days", {"days": amount, "last": last})]
    if added:
        last += timedelta(days=added)
        steps.append(Message("law.step.extended", {"days": added, "last": last}))
    if left_out:
        moved, last = _without(start, amount + added, frozenset(left_out))
        if moved:
            steps.append(Message("law.step.left-out", {"days": moved, "last": last}))
    return last, steps


def _without(start: date, amount: int, left_out: frozenset[date]) -> tuple[int, date]:
    day, counted, skipped = start, 0, 0
    while counted < amount:
        day += _DAY
        if day in left_out:
            skipped += 1
        else:
            counted += 1
    return skipped, day


def _months(start: date, amount: int, unit: str) -> tuple[date, list[Message]]:
    last = months_after(start, amount * (_MONTHS_A_YEAR if unit == "year" else 1))
    code = f"law.step.{unit}s"
    steps = [Message(code, {"amount": amount, "last": last})]
    if last.day != start.day:
        steps.append(Message("law.step.month-end", {"last": last}))
    return last, steps


def months_after(start: date, months: int) -> date:
    """Return the corresponding day so many months later, or that month's last day when it has none."""
    place = start.year * _MONTHS_A_YEAR + start.month - 1 + months
    year, month = divmod(place, _MONTHS_A_YEAR)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _working_days(start: date, amount: int, calendar: Calendar, first: Message) -> Count:
    day, certain = start, True
    for _ in range(amount):
        day, known = calendar.next_working_day(day)
        certain = certain and known
    steps = [Message("law.step.working-days", {"days": amount, "last": day})]
    if not certain:
        steps.append(Message("law.step.weekdays-guessed", {"year": day.year}))
    return Count(day, day, "working-day", not certain, (first, *steps))


@cache
def _works(day: date) -> Message:
    return Message("law.step.works", {"day": day})


def _rolling(unrolled: date, due: date, certain: bool) -> tuple[Message, ...]:
    if not certain:
        return (Message("law.step.unknown-year", {"day": due, "year": due.year}),)
    if due == unrolled:
        return (_works(due),)
    return (Message("law.step.rolled", {"day": unrolled, "due": due}),)
