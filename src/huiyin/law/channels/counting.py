"""Counts a limit of another channel: from which day, what moved it, where it ends."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from huiyin.base.citation import Citation
from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.law.calendar import Calendar
from huiyin.law.channels.facts import Facts
from huiyin.law.channels.rule import Rule
from huiyin.law.counting import Count, count, months_after
from huiyin.law.parameters import Law, Parameter

_DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12
# The steps of a count that say how many days; what comes after them says where a rest day moves the last one.
_AMOUNTS = frozenset(
    {"law.step.calendar-days", "law.step.months", "law.step.years", "law.step.month-end", "law.step.extended"}
)


@dataclass(frozen=True, slots=True)
class By:
    """What a limit is counted by: its rule, the facts, the law and the calendar."""

    rule: Rule
    event: str
    facts: Facts
    law: Law
    calendar: Calendar


def where(citation: Citation) -> Message:
    """Return a citation as a message, for words that name their article."""
    return Message("law.where", {"instrument": citation.instrument, "article": citation.article})


def not_in_force(channel: str, day: date) -> Invalid:
    """Return the refusal of a day on which the channel had no limit that is on record here."""
    return Invalid(
        "clock.refused.not-in-force", field="on", channel=Message(f"clock.channel.{channel}"), day=day
    )


def counted(by: By, channel: str) -> tuple[Parameter, Count]:
    """Return the value that decides and the count by it, after interruptions and what was never told."""
    if "not-told" in by.facts.marks:
        return _untold(by, channel)
    start, event, before = by.facts.on, by.event, list[Message]()
    found = _limit(by, start, channel)
    last = _from(by, found, start, event)
    for day in by.facts.interrupted:
        again = by.law.find(by.rule.interruption, day)
        if again is None:
            before.append(Message("clock.step.no-interruption-then", {"day": day}))
        elif day > last.due:
            before.append(Message("clock.step.interrupted-late", {"day": day, "due": last.due}))
        else:
            before.append(Message("clock.step.interrupted", {"day": day, "where": where(again.citation)}))
            start, event = day, "clock.event.interruption"
            found = _limit(by, start, channel)
            last = _from(by, found, start, event)
    return found, replace(last, why=(_says(found), *before, *last.why))


def _says(found: Parameter) -> Message:
    unit = Message(f"clock.unit.{'one-' if found.value == 1 else ''}{found.unit}")
    return Message("clock.step.says", {"where": where(found.citation), "amount": found.value, "unit": unit})


def _limit(by: By, day: date, channel: str) -> Parameter:
    for name in by.rule.limits:
        found = by.law.find(name, day)
        if found is not None:
            return found
    raise not_in_force(channel, day)


def _untold(by: By, channel: str) -> tuple[Parameter, Count]:
    """Return the limit where the remedy was not told: from learning of it, within a longest time."""
    cap = by.law.find(by.rule.untold, by.facts.on)
    if cap is None:
        raise not_in_force(channel, by.facts.on)
    longest = _from(by, cap, by.facts.on, by.event)
    step = Message("clock.step.untold", {"where": where(cap.citation)})
    told = by.facts.told
    if told is not None:
        found = _limit(by, told, channel)
        usual = _from(by, found, told, "clock.event.told")
        if usual.unrolled <= longest.unrolled:
            # It stands on the rule about what was not told as much as on its own.
            cited = replace(found.citation, status=cap.citation.status)
            return replace(found, citation=cited), replace(usual, why=(_says(found), step, *usual.why))
    return cap, replace(longest, why=(_says(cap), step, *longest.why))


def _from(by: By, found: Parameter, start: date, event: str) -> Count:
    """Return a limit counted from a day, with extension and the days on which it did not run."""
    if by.facts.extended:
        _allowed(by)
    if found.unit == "working-day":
        total = found.value + by.facts.extended
        last = count(start, total, found.unit, by.calendar, event=event)
        return _extension_said(by, last)
    last = count(start, found.value, found.unit, by.calendar, event=event, added=by.facts.extended)
    if by.rule.opens:  # nothing ends on this day, so it moves nowhere
        first = Message("clock.step.opens", {"day": last.unrolled + _DAY})
        return replace(last, due=last.unrolled, provisional=False, why=(*_before_rolling(last.why), first))
    return _without_pauses(by, last, start)


def _extension_said(by: By, last: Count) -> Count:
    if not by.facts.extended:
        return last
    step = Message("clock.step.extended", {"days": by.facts.extended})
    return replace(last, why=(last.why[0], step, *last.why[1:]))


def _allowed(by: By) -> None:
    most = by.law.find(by.rule.extension, by.facts.on)
    if most is None or by.facts.extended > most.value:
        raise Invalid(
            "clock.refused.extended-too-long",
            field="extended",
            days=by.facts.extended,
            most=most.value if most else 0,
            where=where(by.law.cite(by.rule.extension, by.facts.on)),
        )


def _without_pauses(by: By, last: Count, start: date) -> Count:
    """Return the count with the days on which the limit did not run added at its end, before rolling."""
    days = sorted(frozenset[date]().union(*(pause.days(by.facts.as_of) for pause in by.facts.paused)))
    unrolled, lost = last.unrolled, 0
    for day in days:
        if start < day <= unrolled and by.law.find(by.rule.pause, day) is not None:
            unrolled, lost = unrolled + _DAY, lost + 1
    if not lost:
        if not days:
            return last
        return replace(last, why=(*last.why, Message("clock.step.paused-outside")))
    provision = by.law.cite(by.rule.pause, by.facts.as_of)
    step = Message("clock.step.paused", {"days": lost, "last": unrolled, "where": where(provision)})
    # One day more than the day before ends on this very day, and its last steps say where that rolls to.
    moved = count(unrolled - _DAY, 1, "calendar-day", by.calendar)
    rolling = moved.why[len(_before_rolling(moved.why)) :]
    steps = (*_before_rolling(last.why), step, *rolling)
    if any(pause.until is None for pause in by.facts.paused):
        steps = (*steps, Message("clock.step.still-paused"))
    return replace(last, due=moved.due, unrolled=unrolled, provisional=moved.provisional, why=steps)


def _before_rolling(steps: tuple[Message, ...]) -> tuple[Message, ...]:
    end = max(place for place, step in enumerate(steps) if step.code in _AMOUNTS) + 1
    return steps[:end]


def no_longer_than_ever(by: By, last: Count) -> Count:
    """Return the count, cut where so many years have passed since the act itself."""
    if by.facts.made is None:
        return last
    bar = by.law.find(by.rule.longest, by.facts.on)
    if bar is None:
        return last
    end = months_after(by.facts.made, bar.value * _MONTHS_A_YEAR)
    if end >= last.due:
        return last
    params = {"made": by.facts.made, "years": bar.value, "last": end, "where": where(bar.citation)}
    step = Message("clock.step.longest", params)
    return Count(end, end, last.unit, False, (*last.why, step))
