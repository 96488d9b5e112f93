"""How a limit is counted, step by step: calendar days, working days, months and years."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.base.messages import Message
from huiyin.law.calendar import FRIDAY, Calendar

_DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12
_MOST_KEPT = 50_000  # questions kept for one calendar: years of days for every kind of limit


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
    why_left_out: str = "law.step.left-out",
) -> Count:
    """Return the last day of a limit of so many days, working days, months or years after an event.

    `added` days (an extension) go on before rolling; `left_out` days (a hearing) are not counted. The same
    question is counted once for a calendar.
    """
    key = (start, amount, unit, event, added, frozenset(left_out), why_left_out)
    found: Count | None = calendar.counted.get(key)
    if found is None:
        if len(calendar.counted) >= _MOST_KEPT:
            calendar.counted.clear()
        found = calendar.counted[key] = _count(calendar, *key)
    return found


def _count(
    calendar: Calendar,
    start: date,
    amount: int,
    unit: str,
    event: str,
    added: int,
    left_out: frozenset[date],
    why_left_out: str,
) -> Count:
    first = Message("law.step.not-counted", {"day": start, "event": Message(event)})
    if unit == "working-day":
        return _working_days(start, amount, calendar, first)
    if unit == "calendar-day":
        unrolled, steps = _calendar_days(start, amount, added, left_out, why_left_out)
    elif unit in ("month", "year"):
        unrolled, steps = _months(start, amount, unit)
    else:
        raise ValueError(unit)
    due, certain = calendar.roll(unrolled)
    return Count(
        due, unrolled, unit, not certain, (first, *steps, *_rolling(unrolled, due, certain, calendar))
    )


def _calendar_days(
    start: date, amount: int, added: int, left_out: frozenset[date], why_left_out: str
) -> tuple[date, list[Message]]:
    last = start + timedelta(days=amount)
    steps = [Message("law.step.calendar-days", {"days": amount, "last": last})]
    if added:
        last += timedelta(days=added)
        steps.append(Message("law.step.extended", {"days": added, "last": last}))
    if left_out:
        moved, last = _without(start, amount + added, left_out)
        if moved:
            steps.append(Message(why_left_out, {"days": moved, "last": last}))
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
    steps = [Message("law.step.working-days", {"days": amount, "last": day}), *_between(start, day, calendar)]
    if not certain:
        steps.append(Message("law.step.weekdays-guessed", {"year": day.year}))
    return Count(day, day, "working-day", not certain, (first, *steps))


def _between(start: date, last: date, calendar: Calendar) -> list[Message]:
    """Return what made the span other than weekends alone would: holidays and make-up workdays."""
    days = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    off = [d for d in days if d.weekday() <= FRIDAY and calendar.rest(d) is not None]
    made_up = [d for d in days if d.weekday() > FRIDAY and calendar.works(d)]
    steps = []
    if off:
        names = tuple(Message(f"law.rest.{code}") for code in dict.fromkeys(calendar.rest(d) for d in off))
        steps.append(Message("law.step.days-off", {"days": tuple(off), "rest": names}))
    if made_up:
        steps.append(Message("law.step.made-up", {"days": tuple(made_up)}))
    return steps


def _rolling(unrolled: date, due: date, certain: bool, calendar: Calendar) -> tuple[Message, ...]:
    steps: tuple[Message, ...] = ()
    if due != unrolled:
        rest = Message(f"law.rest.{calendar.rest(unrolled)}")
        steps = (Message("law.step.rolled", {"day": unrolled, "rest": rest, "due": due}),)
    if not certain:
        return (*steps, Message("law.step.unknown-year", {"day": due, "year": due.year}))
    if due == unrolled:
        code = "works-made-up" if due.weekday() > FRIDAY else "works"
        return (Message(f"law.step.{code}", {"day": due}),)
    return steps
