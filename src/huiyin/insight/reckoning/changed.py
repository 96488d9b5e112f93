"""What came in after a rule or practice was changed: asked of half a year after it, beside everything."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.foundation.search import Narrowed, Sight, matching, shelf
from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.models import PolicyNote
from huiyin.insight.reckoning.weeks import Floats, Table
from huiyin.stats.effect import Effect, Verdict, effect_of
from huiyin.stats.effect.design import LEAST_AFTER

LOOKED_AT = 26  # weeks after a change; settled before anything is looked at
_MOST = 100_000  # matters that say some words
_SEEN = (Verdict.FELL, Verdict.ROSE)
_WEEK = np.timedelta64(7, "D")


def after_changes(given: Table, home: Path, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return by note what can be said of the weeks after it; `before` is what was said of them a night ago.

    The answer is that of the half year after, or of as much as there is; `first` are the weeks after which a
    change was seen first, as if it had been asked every week.
    """
    found: dict[str, Any] = {}
    for note in PolicyNote.objects.order_by("pk"):
        at, said = _week_of(given, note.on), before.get(str(note.pk), {})
        weeks = min(LOOKED_AT, len(given.weeks) - at)
        if at < 0 or weeks < LEAST_AFTER or said.get("weeks") == weeks:
            found[str(note.pk)] = said or {"verdict": "", "weeks": max(weeks, 0)}
            continue
        own, other = _counted(given, note, home)
        asked = range(max(int(said.get("weeks", 0)) + 1, LEAST_AFTER), weeks + 1)
        answers = {n: effect_of(own[: at + n], at, control=other[: at + n]) for n in asked}
        seen = [n for n, one in answers.items() if one.verdict in _SEEN]
        first = said.get("first") or (seen[0] if seen else None)
        found[str(note.pk)] = {**_said(answers[weeks]), "weeks": weeks, "first": first}
    return found


def _week_of(given: Table, on: date) -> int:
    return (on - given.weeks[0]).days // 7


def _counted(given: Table, note: PolicyNote, home: Path) -> tuple[Floats, Floats]:
    """Return the voices about what changed, and about all else, week by week."""
    whole = given.spoken.sum(axis=(0, 1))
    if note.kind not in given.kinds:
        own = np.zeros_like(whole)
    elif not note.words:
        own = given.spoken[:, given.kinds.index(note.kind)].sum(axis=0)
    else:
        own = _voices(given, note.kind, saying(note.kind, note.words, home), home)
    own = np.where(np.isnan(whole), np.nan, np.minimum(own, whole))
    return own, whole - own


def _voices(given: Table, kind: str, matters: frozenset[int], home: Path) -> Floats:
    rows = queries.contacts(Chosen(kinds=(kind,), matters=matters), ("week",), home=home)
    found = np.zeros(len(given.weeks))
    place = ((rows["week"].astype("datetime64[D]") - np.datetime64(given.weeks[0])) // _WEEK).astype(np.intp)
    inside = (place >= 0) & (place < len(found))
    found[place[inside]] = rows["voices"][inside]
    return found


def saying(kind: str, words: Sequence[str], home: Path) -> frozenset[int]:
    """Return the matters of a kind whose redacted title or text has one of some words; none without an index.

    What was answered does not count: the words are those of who petitions.
    """
    here = shelf(home)
    if here is None:
        return frozenset()
    everywhere, narrowed = Sight((), whole=True), Narrowed(kind=kind)
    found = [matching(here, word, everywhere, narrowed, limit=_MOST) for word in words]
    return frozenset(
        hit.matter
        for word, one in zip(words, found, strict=True)
        for hit in one.hits
        if word in hit.said.title or word in hit.said.text
    )


def _said(effect: Effect) -> dict[str, Any]:
    change = effect.change
    return {
        "verdict": str(effect.verdict),
        "counted": round(effect.counted),
        "expected": round(effect.expected, 1),
        "low": None if change is None else round(change.low, 3),
        "high": None if change is None else round(change.high, 3),
        "p": None if change is None else round(change.p, 4),
        "least_fall": None if effect.least_fall is None else round(effect.least_fall, 3),
        "least_rise": None if effect.least_rise is None else round(effect.least_rise, 3),
        "notes": [message.code for message in effect.notes],
    }


def week_after(on: date, weeks: int) -> date:
    """Return the day from which so many whole weeks after a change lay behind."""
    return on - timedelta(days=on.weekday()) + timedelta(weeks=weeks)
