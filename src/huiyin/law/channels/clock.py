"""The clock of another channel: its last day, how much of it is left, what else one should know."""

from dataclasses import dataclass
from datetime import date

from huiyin.base.citation import Citation, Status
from huiyin.base.messages import Message
from huiyin.law.calendar import Calendar
from huiyin.law.channels.counting import By, counted, no_longer_than_ever, not_in_force, where
from huiyin.law.channels.facts import Facts
from huiyin.law.channels.rules import rule_of
from huiyin.law.counting import Count
from huiyin.law.parameters import Law, Parameter


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit of one channel as it stands on a day; `due` is None where the law sets no limit.

    `remaining` are the calendar days left, below zero once the limit has run out, which `state` says too:
    open, lapsed (a right), overdue (a body's duty), kept-open, unlimited, waiting (not yet to be asked).
    """

    channel: str
    event: str
    owed_by: str
    goes_to: str
    due: date | None
    unrolled: date | None
    unit: str | None
    citation: Citation
    provisional: bool
    state: str
    remaining: int | None
    why: tuple[Message, ...]
    notes: tuple[Message, ...]

    @property
    def counted_from(self) -> date | None:
        """Return the day of the event, or of the last interruption, that the limit counts from."""
        days = [step.params["day"] for step in self.why if step.code == "law.step.not-counted"]
        return days[-1] if days else None


def clock(channel: str, event: str, facts: Facts, law: Law, calendar: Calendar) -> Clock:
    """Return the last day of a channel's limit. Raises Invalid where the law had no such limit on the day."""
    rule = rule_of(channel, event, facts.marks)
    by = By(rule, f"clock.event.{event}", facts, law, calendar)
    if rule.unlimited and "wages" in facts.marks:
        return _unlimited(channel, event, by)
    found, last = counted(by, channel)
    last = no_longer_than_ever(by, last)
    state, why = _standing(by, last)
    why = (*last.why, *_about(by, found, last), *why)
    return Clock(
        channel=channel,
        event=event,
        owed_by=rule.owed_by,
        goes_to=rule.goes_to,
        due=last.due,
        unrolled=last.unrolled,
        unit=last.unit,
        citation=found.citation,
        provisional=last.provisional,
        state=state,
        remaining=(last.due - facts.as_of).days,
        why=why,
        notes=_notes(by),
    )


def _unlimited(channel: str, event: str, by: By) -> Clock:
    found = by.law.find(by.rule.unlimited, by.facts.on)
    if found is None:
        raise not_in_force(channel, by.facts.on)
    why = (Message("clock.step.wages", {"where": where(found.citation)}),)
    return Clock(
        channel,
        event,
        by.rule.owed_by,
        by.rule.goes_to,
        None,
        None,
        None,
        found.citation,
        False,
        "unlimited",
        None,
        why,
        _notes(by),
    )


def _about(by: By, found: Parameter, last: Count) -> tuple[Message, ...]:
    """Return what else bears on the day: the rule that moved it, a new law while it ran, an unread text."""
    said: list[Message] = []
    if last.due != last.unrolled:
        rolling = by.law.find(by.rule.rolling, last.unrolled)
        if rolling is not None:
            said.append(Message("clock.step.rolls-by", {"where": where(rolling.citation)}))
    later = next((p for name in by.rule.limits if (p := by.law.find(name, last.due)) is not None), None)
    if later is not None and found.name in by.rule.limits and _differs(later, found):
        said.append(Message("clock.step.law-changed", {"day": later.since, "where": where(later.citation)}))
    if found.citation.status is Status.UNCONFIRMED:
        said.append(Message("clock.step.unconfirmed"))
    return tuple(said)


def _differs(one: Parameter, other: Parameter) -> bool:
    return (one.value, one.unit) != (other.value, other.unit)


def _standing(by: By, last: Count) -> tuple[str, tuple[Message, ...]]:
    """Return how the limit stands on the day looked from, and the step that says so."""
    as_of, left = by.facts.as_of, (last.due - by.facts.as_of).days
    if by.rule.opens:
        return ("waiting" if left >= 0 else "open"), ()
    if by.facts.reported is not None and by.rule.kept_open:
        day = by.facts.reported
        cited = where(by.law.cite(by.rule.kept_open, day))
        if day <= last.due:
            return "kept-open", (Message("clock.step.kept-open", {"day": day, "where": cited}),)
        step = Message("clock.step.reported-late", {"day": day, "due": last.due})
        return "lapsed", (step,)
    if left >= 0:
        return "open", (Message("clock.step.left", {"as_of": as_of, "days": left}),)
    state = "overdue" if by.rule.owed_by == "body" else "lapsed"
    return state, (Message(f"clock.step.{state}", {"as_of": as_of, "due": last.due, "days": -left}),)


def _notes(by: By) -> tuple[Message, ...]:
    """Return what one should know besides, each with its article; none that the law did not know then."""
    noted: list[Message] = []
    for code, provision in by.rule.notes:
        found = by.law.find(provision, by.facts.as_of)
        if found is not None:
            params = {"where": where(found.citation), "amount": found.value}
            noted.append(Message(f"clock.note.{code}", params))
    return tuple(noted)
