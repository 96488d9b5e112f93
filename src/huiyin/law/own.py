"""What an agency may set for itself (本机关参数): dated values, each within what the law leaves open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huiyin.base.citation import Citation, Status
from huiyin.base.errors import Invalid
from huiyin.law.parameters import Law, Parameter, jurisdictions, law_of

KEPT, SUSPENSION, SMALL, SAME = "kept", "suspension", "small", "same"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One thing an agency may set, and how far.

    A `parameter` of the law bears the same name: the agency may keep longer than it says, never shorter, and
    leave out fewer days, never more. Without one, `usual` holds until the agency sets its own.
    """

    code: str
    topic: str
    unit: str
    least: int
    most: int
    usual: int | None = None
    parameter: bool = False


def _threshold(
    code: str, topic: str, unit: str, least: int, most: int, usual: int | None = None
) -> tuple[str, Threshold]:
    return code, Threshold(code, topic, unit, least, most, usual, parameter=topic in {KEPT, SUSPENSION})


THRESHOLDS: Mapping[str, Threshold] = dict(
    [
        _threshold("small_cell", SMALL, "person", 5, 100, 5),
        _threshold("similar_text", SAME, "percent", 50, 95, 70),
        _threshold("keep_concluded_years", KEPT, "year", 1, 100),
        _threshold("keep_reviewed_years", KEPT, "year", 1, 100),
        _threshold("keep_event_years", KEPT, "year", 1, 100),
        _threshold("talk_open_days", KEPT, "calendar-day", 1, 90),
        _threshold("suspension_papers", SUSPENSION, "working-day", 0, 30),
        _threshold("suspension_hearing", SUSPENSION, "calendar-day", 0, 60),
        _threshold("suspension_experts", SUSPENSION, "calendar-day", 0, 60),
    ]
)


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A value an agency set, from a day on, and where it is laid down; None takes an earlier one back."""

    code: str
    since: date
    value: int | None
    instrument: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """What the law leaves open on a day: the bounds, what holds without an own value, where that stands."""

    least: int
    most: int
    usual: int | None
    citation: Citation | None
    elsewhere: bool = False  # the bound is that of another place; nothing is known of this one's

    @property
    def unconfirmed(self) -> bool:
        """Return whether nobody has read the bound in its own text yet."""
        return self.citation is not None and self.citation.status is Status.UNCONFIRMED


def room(threshold: Threshold, law: Law, on: date) -> Room:
    """Return how far an agency may go on a day, by the law without its own values."""
    if not threshold.parameter:
        return Room(threshold.least, threshold.most, threshold.usual, None)
    found = law.find(threshold.code, on) if threshold.code in law.names() else None
    written = found or _written(threshold.code)
    usual, bound = (int(found.value) if found else None), int(written.value)
    if threshold.topic == KEPT:
        return Room(bound, threshold.most, usual, written.citation, found is None)
    return Room(threshold.least, bound, usual, written.citation, found is None)


def _written(code: str) -> Parameter:
    """Return a parameter as the first place has it that knows it: what a province may set, others may too."""
    laws = (law_of(place) for place in jurisdictions())
    return next(p for law in laws for p in law.all() if p.name == code)


def refuse_outside(threshold: Threshold, value: int, law: Law, on: date) -> None:
    """Raise Invalid for a value the law does not leave open."""
    found = room(threshold, law, on)
    if not found.least <= value <= found.most:
        raise Invalid("orgs.outside_the_room", field="value", least=found.least, most=found.most)


def value_on(values: Sequence[OwnValue], code: str, on: date) -> OwnValue | None:
    """Return the agency's own value that holds on a day, or None."""
    since = [v for v in values if v.code == code and v.since <= on]
    last = max(since, key=lambda v: v.since, default=None)  # a day has one value of a code
    return last if last and last.value is not None else None


def laid_over(law: Law, values: Iterable[OwnValue]) -> Law:
    """Return the law with an agency's own values in the place of its own, each from its day on."""
    codes: dict[str, list[OwnValue]] = {}
    for value in sorted(values, key=lambda v: v.since):
        if THRESHOLDS[value.code].parameter:
            codes.setdefault(value.code, []).append(value)
    own = [version for code, found in codes.items() for version in _versions(code, found, law)]
    return Law((*law.all(), *own)) if own else law


def _versions(code: str, values: Sequence[OwnValue], law: Law) -> list[Parameter]:
    ends = [value.since for value in values[1:]]
    found = []
    for value, end in zip(values, [*ends, None], strict=True):
        base = law.find(code, value.since) if code in law.names() else None
        if value.value is not None:
            where = Citation(value.instrument, value.article, Status.IN_FORCE)
            said = replace(
                base or _written(code), value=value.value, citation=where, since=value.since, until=end
            )
            found.append(replace(said, last_checked=value.since))
        elif base is not None:
            found.append(replace(base, since=value.since))
    return found
