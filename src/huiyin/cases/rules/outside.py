"""A review or re-examination decided by a body outside: what may be entered of it, and when."""

from dataclasses import dataclass, replace
from datetime import date

from huiyin.base.errors import Invalid
from huiyin.cases.rules.given import LONGEST_FIELD, plain
from huiyin.law.acts import REVIEW_RESULTS
from huiyin.law.state import MatterState

FORWARDED_BY = ("post", "hand", "online")
ASKED = {"review_decided": "review_asked", "rereview_decided": "rereview_asked"}


@dataclass(frozen=True)
class Awaited:
    """The decision that may arrive next; `asked_on` is None when no request for it is on record."""

    kind: str  # review_decided, rereview_decided
    asked_on: date | None

    @property
    def asked(self) -> str:
        """Return the act by which the petitioner asked for it."""
        return ASKED[self.kind]


def awaited(state: MatterState) -> Awaited | None:
    """Return which decision a body outside may make next, or None where none can be.

    Who is asked directly at a body outside learns of the request with the decision: the office that answered
    may enter both.
    """
    if state.stage == "review":
        return Awaited("review_decided", state.day_of("review_asked"))
    if state.stage == "rereview":
        return Awaited("rereview_decided", state.day_of("rereview_asked"))
    if state.stage in {"opinion", "served"} and "opinion" in state.steps and state.opinion_reviewable:
        return Awaited("review_decided", None)
    if state.stage == "reviewed" and _last_result(state) != "revoke":
        return Awaited("rereview_decided", None)
    return None


def _last_result(state: MatterState) -> str:
    decided = state.steps.get("review_decided")
    if decided is None or decided.index is None:
        return ""
    return str(state.acts[decided.index].get("result", ""))


def unreached(state: MatterState) -> int | None:
    """Return the place of a decision from outside without the day on which it reached the petitioner."""
    places = [
        place
        for place in state.in_force
        if state.acts[place].kind in ASKED and state.acts[place].get("body") and place not in state.served
    ]
    return places[-1] if places else None


@dataclass(frozen=True)
class DecisionGiven:
    """A decision as the paper tells it: whose it is, its number, what it decides, and the days."""

    body: str
    number: str
    result: str
    day: date
    asked_on: date | None = None
    reached_on: date | None = None


def checked(given: DecisionGiven, *, asks: bool, today: date) -> DecisionGiven:
    """Return the decision cleaned; `asks` says that the day of the request is needed. Raises Invalid."""
    cleaned = replace(given, body=_line(given.body), number=_line(given.number))
    for name in ("body", "number"):
        said = getattr(cleaned, name)
        if not said:
            raise Invalid(f"outside.{name}_missing", field=name)
        if len(said) > LONGEST_FIELD:
            raise Invalid("cases.field_too_long", field=name, limit=LONGEST_FIELD)
    if cleaned.result not in REVIEW_RESULTS:
        raise Invalid("outside.result_missing", field="result")
    if asks and cleaned.asked_on is None:
        raise Invalid("outside.asked_missing", field="asked_on")
    if cleaned.day > today:
        raise Invalid("cases.act_in_future", field="day")
    if asks and cleaned.asked_on and cleaned.asked_on > cleaned.day:
        raise Invalid("outside.asked_after", field="asked_on")
    reached(cleaned.reached_on, cleaned.day, today)
    return cleaned


def reached(on: date | None, decided: date, today: date) -> None:
    """Raise Invalid when a decision cannot have reached the petitioner on a day."""
    if on is not None and not decided <= on <= today:
        raise Invalid("outside.reached_impossible", field="reached_on", day=decided.isoformat())


def forwarded(body: str, how: str, on: date, *, asked: date, today: date) -> str:
    """Return the name of the body that a request was passed on to, cleaned. Raises Invalid."""
    name = _line(body)
    if not name:
        raise Invalid("outside.forwarded_body_missing", field="to")
    if len(name) > LONGEST_FIELD:
        raise Invalid("cases.field_too_long", field="to", limit=LONGEST_FIELD)
    if how not in FORWARDED_BY:
        raise Invalid("outside.forwarded_how_missing", field="how")
    if not asked <= on <= today:
        raise Invalid("outside.forwarded_impossible", field="forwarded_on", day=asked.isoformat())
    return name


def _line(text: str) -> str:
    return " ".join(plain(text).split())
