"""Searching matters and finding similar ones: within what the actor may see, before ranking and again after.

A possible accusation is in no index, is never found here, and nothing is looked for on its behalf (art 30).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Q

from huiyin.cases.models import Matter
from huiyin.cases.queries.lists import MatterRow, rows_of
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.queries.scope import given_a_part, visible
from huiyin.cases.queries.wanted import SEARCHED, newest_key
from huiyin.foundation.search import Health, Hit, Narrowed, Said, Shelf, Sight, alike, health, matching, shelf
from huiyin.foundation.search.finding import pieces
from huiyin.foundation.search.shelves import UNREADABLE, spoilt
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.text import redact, similar
from huiyin.text.similar import Features, Reason
from huiyin.text.snippets import Piece, snippet

PAGE = 20
LAST_PAGE = 25
SHORTEST, LONGEST = 2, 200  # characters of what is looked for
SIMILAR = 5
_ASKED_FOR = 30  # of the most similar, before it is looked whether they may be seen and why they are
# To come from one town, or to be about a like sum, makes no two cases alike.
_TOO_LITTLE: tuple[set[str], ...] = (set(), {"place"}, {"amount"})
__all__ = [
    "Health",
    "Narrowed",
    "Result",
    "Results",
    "SimilarCase",
    "search",
    "similar_to",
    "similar_to_text",
]


@dataclass(frozen=True)
class Result:
    """A matter found: its row, and where the words stand in its redacted title, text or answer."""

    row: MatterRow
    title: Sequence[Piece]
    text: Sequence[Piece]
    answer: Sequence[Piece]


@dataclass(frozen=True)
class Results:
    """One page of what was found; `by_number` when only numbers and headlines could be looked through."""

    rows: Sequence[Result] = ()
    page: int = 1
    more: bool = False
    too_short: bool = False
    loosely: bool = False
    by_number: bool = False


@dataclass(frozen=True)
class SimilarCase:
    """A similar matter and what it has in common with the one at hand."""

    row: MatterRow
    reasons: Sequence[Reason]


def search(actor: Actor, typed: str, wanted: Narrowed, *, home: Path, today: date, page: int = 1) -> Results:
    """Return a page of matters that hold the words, best first; numbers are found as well."""
    words, page = " ".join(typed.replace("\0", " ").split())[:LONGEST], max(1, min(page, LAST_PAGE))
    if len(words) < SHORTEST:
        return Results(too_short=bool(words))
    numbered = _numbered(actor, words, wanted, today) if page == 1 else []
    here = shelf(home)
    if here is None:
        return Results(numbered or _named(actor, words, wanted, today), by_number=True)
    try:
        found = matching(here, words, _sight(actor), wanted, limit=PAGE, skip=(page - 1) * PAGE)
    except UNREADABLE as fault:
        spoilt(home, fault)
        return Results(numbered or _named(actor, words, wanted, today), by_number=True)
    marked = _marked(words, here)
    rows = _seen(actor, [hit.matter for hit in found.hits], wanted, today)
    first = {result.row.id for result in numbered}
    shown = [
        _result(rows[h.matter], h, marked) for h in found.hits if h.matter in rows and h.matter not in first
    ]
    return Results([*numbered, *shown], page, found.more and page < LAST_PAGE, loosely=found.loosely)


def _marked(typed: str, here: Shelf) -> list[str]:
    words, pairs = pieces(typed, here.names)
    return [*typed.split(), *words, *(pairs if not words else ())]


def _result(row: MatterRow, hit: Hit, marked: Sequence[str]) -> Result:
    said = hit.said
    return Result(
        row,
        snippet(said.title or row.headline, marked, always=True),
        snippet(said.text, marked, always=True),
        snippet(said.answer, marked),
    )


def _sight(actor: Actor) -> Sight:
    """Return what the actor may see as the index knows it; each hit is checked again in the records."""
    mine = actor.offices("matter.read")
    return Sight(mine, actor.offices("matter.review"), given_a_part(actor), whole=mine >= orgs.tree().keys())


def _seen(actor: Actor, keys: Sequence[int], wanted: Narrowed, today: date) -> Mapping[int, MatterRow]:
    """Return the rows of those matters that the actor may see and that still are what was asked for."""
    rows = (
        visible(actor)
        .select_related("office", "handler")
        .filter(_asked(wanted), pk__in=keys, restricted=False)
    )
    return {row.id: row for row in rows_of(rows, today)}


def _asked(wanted: Narrowed) -> Q:
    given: dict[str, object] = {"kind": wanted.kind, "stage": wanted.stage, "office_id": wanted.office}
    given |= {"received_on__gte": wanted.since, "received_on__lte": wanted.until}
    asked = Q(**{name: value for name, value in given.items() if value})
    return asked & Q(active=True, next_due__lt=wanted.overdue_on) if wanted.overdue_on else asked


def _numbered(actor: Actor, words: str, wanted: Narrowed, today: date) -> list[Result]:
    """Return the matter whose number was typed."""
    found = (
        visible(actor)
        .select_related("office", "handler")
        .filter(_asked(wanted), number=words, restricted=False)
    )
    return [_plain(row) for row in rows_of(found, today)]


def _named(actor: Actor, words: str, wanted: Narrowed, today: date) -> list[Result]:
    """Return what can be found without an index: the newest with the words in number or headline."""
    part = Q(number__contains=words) | Q(headline__contains=words)
    recent = Q(pk__gt=newest_key() - SEARCHED) & part & Q(restricted=False)
    found = visible(actor).select_related("office", "handler").filter(_asked(wanted), recent).order_by("-pk")
    return [_plain(row) for row in rows_of(found[:PAGE], today)]


def _plain(row: MatterRow) -> Result:
    return Result(row, snippet(row.headline, (), always=True), (), ())


def similar_to(actor: Actor, view: MatterView, *, home: Path, today: date) -> Sequence[SimilarCase]:
    """Return matters similar to one that was opened, each with its reasons; nothing without an index.

    Nothing for a possible accusation, and none is ever among them.
    """
    here = None if view.restricted else shelf(home)
    if here is None:
        return ()
    try:
        said = here.of(view.id)
        if said is None:
            return ()
        received_on = min((row.received_on for row in view.petitions), default=today)
        mine = similar.features(said.text, said.title, kind=view.kind, division=view.division)
        return _similar(actor, here, said, mine, view.id, received_on, today)
    except UNREADABLE as fault:
        spoilt(home, fault)
        return ()


def similar_to_text(
    actor: Actor, text: str, title: str = "", *, home: Path, today: date
) -> Sequence[SimilarCase]:
    """Return matters similar to what somebody typed, each with its reasons; nothing without an index."""
    here = shelf(home)
    if here is None or len(text.strip()) < SHORTEST:
        return ()
    said = Said(redact(title), redact(text))
    try:
        return _similar(actor, here, said, similar.features(said.text, said.title), None, today, today)
    except UNREADABLE as fault:
        spoilt(home, fault)
        return ()


def _similar(
    actor: Actor, here: Shelf, said: Said, mine: Features, matter: int | None, day: date, today: date
) -> Sequence[SimilarCase]:
    hits = alike(here, said, _sight(actor), day=day, besides=matter, limit=_ASKED_FOR)
    rows = _seen(actor, [hit.matter for hit in hits], Narrowed(), today)
    divisions = dict(Matter.objects.filter(pk__in=rows).values_list("pk", "division"))
    shown = list[SimilarCase]()
    for hit in hits:
        row = rows.get(hit.matter)
        if row is None:
            continue
        theirs = similar.features(hit.said.text, hit.said.title, kind=row.kind, division=divisions[row.id])
        why = similar.reasons(mine, theirs)
        if {reason.code for reason in why} in _TOO_LITTLE:
            continue
        shown.append(SimilarCase(row, why))
        if len(shown) == SIMILAR:
            break
    # What is asked or of what kind it is comes before a place or a sum; among equals the words' order stays.
    return sorted(shown, key=lambda case: not similar.telling(case.reasons))


def usable(home: Path) -> Health:
    """Return how the index stands, for the page to say."""
    return health(home)
