"""Changes of a rule or practice, noted with their day; what came in after them, as far as it may be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import NotAllowed
from huiyin.foundation import audit
from huiyin.insight.ahead import sees_all
from huiyin.insight.lacking import Fault, refuse
from huiyin.insight.models import PolicyNote
from huiyin.insight.reckoning.changed import LOOKED_AT, week_after
from huiyin.insight.reckoning.kept import latest
from huiyin.insight.shown import sight
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import SMALL
from huiyin.stats.effect.design import LEAST_AFTER
from huiyin.text import redact
from huiyin.text.taxonomy import kinds

SHOWN, LONGEST_TITLE, LONGEST_WORD, MOST_WORDS = 50, 80, 12, 6


@dataclass(frozen=True)
class Followed:
    """A change with what followed it: fell, rose, not-detectable, unknown, or empty while it is too early.

    weeks: how many after it were looked at. counted and expected are of those, None where fewer than five or
    not in sight. low, high: of the change, as a share. told: the day from which on it was seen. least_fall:
    smaller ones would be missed. known_from: the day from which on something can be said.
    """

    id: int
    title: str
    on: date
    kind: str
    words: Sequence[str]
    verdict: str
    weeks: int
    counted: int | None
    expected: float | None
    low: float | None
    high: float | None
    least_fall: float | None
    least_rise: float | None
    told: date | None
    known_from: date
    settled: bool


@transaction.atomic
def note(title: str, on: date | None, kind: str, words: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Note a change of a rule or practice. Raises NotAllowed, Invalid with all that needs mending.

    Title and words are read by all who see insight, so they hold nothing that points to a person.
    """
    if by.staff is None or "insight.judge" not in by.may:
        raise NotAllowed("insight.not_yours")
    said = " ".join(title.split())
    looked_for = list(dict.fromkeys("".join(word.split()) for word in words if word.strip()))
    refuse(_lacking(said, on, kind, looked_for, today=local_day(at)))
    assert on is not None  # noqa: S101 - asked for before
    made = PolicyNote.objects.create(title=said, on=on, kind=kind, words=looked_for, by_id=by.staff, at=at)
    audit.record("insight.policy", actor=by.label, about=f"policy:{made.pk}", at=at)
    return int(made.pk)


def _lacking(title: str, on: date | None, kind: str, words: Sequence[str], *, today: date) -> Iterator[Fault]:
    if not title or len(title) > LONGEST_TITLE:
        yield Fault("title", "insight.policy_title", {"most": LONGEST_TITLE})
    elif redact(title) != title:
        yield Fault("title", "insight.words_personal")
    if on is None:
        yield Fault("on", "desk.day_unreadable")
    elif on > today:
        yield Fault("on", "insight.policy_day")
    if kind not in kinds():
        yield Fault("kind", "insight.policy_kind")
    if len(words) > MOST_WORDS or any(not 1 < len(word) <= LONGEST_WORD for word in words):
        yield Fault("words", "insight.policy_words", {"most": MOST_WORDS, "longest": LONGEST_WORD})
    elif any(redact(word) != word for word in words):
        yield Fault("words", "insight.words_personal")


def followed(actor: Actor, *, home: Path | None = None) -> list[Followed]:
    """Return the changes, the newest first; numbers, which are of the whole agency, only to who sees all."""
    seen, row = sight(actor), latest("policies")
    said = row.said["notes"] if row else {}
    whole = bool(said) and sees_all(seen, home)
    notes = PolicyNote.objects.order_by("-on", "-id")[:SHOWN]
    return [_followed(one, said.get(str(one.pk), {}), whole=whole) for one in notes]


def _followed(one: PolicyNote, said: dict[str, Any], *, whole: bool) -> Followed:
    weeks, first = int(said.get("weeks", 0)), said.get("first")
    small = said.get("counted", 0) < SMALL
    return Followed(
        one.pk,
        one.title,
        one.on,
        one.kind,
        one.words,
        said.get("verdict", ""),
        weeks,
        said.get("counted") if whole and not small else None,
        said.get("expected") if whole else None,
        said.get("low") if whole else None,
        said.get("high") if whole else None,
        said.get("least_fall"),
        said.get("least_rise"),
        week_after(one.on, first) if first else None,
        week_after(one.on, LEAST_AFTER),
        weeks >= LOOKED_AT,
    )
