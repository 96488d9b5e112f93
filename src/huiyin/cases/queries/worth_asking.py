"""Which unsorted matters teach the reading most when somebody sorts them: those it is least sure about.

How sure it was is kept with each petition since it came in; of several that say nearly the same only one is
shown. A few queries, whatever there is; nothing of the person, the words redacted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.cases import persons
from huiyin.cases.models import NearKey, Petition
from huiyin.cases.queries import lists
from huiyin.foundation import crypto
from huiyin.orgs.rules import Actor
from huiyin.text import redact

LOOKED_AT = 300  # of the newest that nobody has sorted
PAGE = 10
_SURE = 1.0


@dataclass(frozen=True)
class Asked:
    """An unsorted matter: its words as they are for reading, and redacted for showing."""

    id: int
    version: int
    number: str
    headline: str
    received_on: date
    division: str
    title: str
    text: str
    shown_title: str
    shown_text: str


@dataclass(frozen=True)
class AskedPage:
    """One page; `after` is the key of the next one, empty on the last."""

    rows: Sequence[Asked]
    after: str


def worth_asking(actor: Actor, *, today: date, after: str = "", size: int = PAGE) -> AskedPage:
    """Return unsorted matters that the actor may sort, the least sure reading first, near-duplicates once.

    A possible accusation is never among them: it is sorted on its own page, by the officer named for it.
    """
    wanted = lists.Wanted(unsorted=True, active=True)
    found = lists.newest(actor, wanted=wanted, today=today, size=LOOKED_AT).rows
    keys = [row.id for row in found if not row.restricted]
    rows = Petition.objects.filter(
        matter__in=keys,
        matter__office__in=actor.offices("matter.sort"),
        matter__kind="",
        matter__restricted=False,
    )
    first: dict[int, Petition] = {}
    for petition in rows.select_related("matter", "person").order_by("pk"):
        first.setdefault(petition.matter_id, petition)
    ranked = sorted((_margin(p.proposed), -key, p) for key, p in first.items() if p.proposed.get("kinds"))
    unlike = _unlike([petition for _margin_of, _key, petition in ranked])
    line = [(f"{m:.3f}_{-key}", p) for m, key, p in ranked if p.pk in unlike]
    begin = next((n + 1 for n, (key, _p) in enumerate(line) if key == after), None)
    if begin is None:  # the last one shown was sorted meanwhile: go on after where it stood
        begin = sum(_place(key) <= _place(after) for key, _p in line) if after else 0
    shown = [row for _key, p in line[begin : begin + size] if (row := _row(p))]
    more = line[begin + size - 1][0] if len(line) > begin + size else ""
    return AskedPage(shown, more)


def _place(key: str) -> tuple[float, int]:
    margin, _, matter = key.partition("_")
    try:
        return float(margin), -int(matter)
    except ValueError:
        return -1.0, 0


def _margin(proposed: dict[str, Any]) -> float:
    """Return how much likelier the first kind was held than the second."""
    chances = [float(kind["p"]) for kind in proposed.get("kinds", ())]
    return round(chances[0] - (chances[1] if len(chances) > 1 else 0.0), 3) if chances else _SURE


def _unlike(petitions: Sequence[Petition]) -> set[int]:
    """Return those of the petitions, in this order, that are not nearly the same as one before them."""
    bands: dict[int, set[tuple[int, int]]] = {p.pk: set() for p in petitions}
    rows = NearKey.objects.filter(petition__in=list(bands)).values_list("petition", "band", "key")
    for petition, band, key in rows:
        bands[petition].add((band, key))
    seen: set[tuple[int, int]] = set()
    words: set[str] = set()
    kept: set[int] = set()
    for p in petitions:
        if not (bands[p.pk] & seen or p.text_index in words):
            kept.add(p.pk)
        seen |= bands[p.pk]
        words.add(p.text_index)
    return kept


def _row(petition: Petition) -> Asked | None:
    try:
        words = persons.words_of(petition)
    except crypto.Erased:
        return None
    matter = petition.matter
    return Asked(
        id=matter.pk,
        version=matter.version,
        number=matter.number,
        headline=matter.headline,
        received_on=matter.received_on,
        division=matter.division,
        title=words.title,
        text=words.text,
        shown_title=redact(words.title),
        shown_text=redact(words.text),
    )
