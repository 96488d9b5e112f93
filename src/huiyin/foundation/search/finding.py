"""Looking: what matches words somebody typed, what is most alike to a text; only within what may be seen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, log

import tantivy

from huiyin.foundation.search import meaning
from huiyin.foundation.search.shelves import Shelf
from huiyin.foundation.search.within import Narrowed, Sight, either, term
from huiyin.foundation.search.wording import Said, counted
from huiyin.text import segment, similar

_Q, _MUST, _SHOULD = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.Should
_LOOSE = 0.6  # of the pieces, where no matter has them all
_MOST_PIECES = 12  # of what somebody typed
# For a text: its most telling pieces, until so many places where they stand would be read. Rare pieces first,
# so what is left out are the words that everybody uses.
_PLACES = 80_000
_WORDS, _PAIRS = 60, 120
_VOICE = {"words": 0.5, "pairs": 1.0}
_READ = 1_500  # characters of a text that are compared with care
COMPARED = 60  # the best by their words, which are then compared with more care


@dataclass(frozen=True)
class Hit:
    """A matter found: its number in the records, how well it fits, its redacted words."""

    matter: int
    score: float
    said: Said


@dataclass(frozen=True)
class Found:
    """What was found, best first; `more` when there is more, `loosely` when no matter has all the words."""

    hits: Sequence[Hit] = field(default_factory=list)
    more: bool = False
    loosely: bool = False


def pieces(typed: str, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words and the character pairs of what was typed, each once."""
    words, pairs = segment.words(typed, names), segment.pairs_of(segment.spoken(typed))
    return list(dict.fromkeys(words))[:_MOST_PIECES], list(dict.fromkeys(pairs))[: 2 * _MOST_PIECES]


def matching(
    here: Shelf, typed: str, sight: Sight, narrowed: Narrowed, *, limit: int, skip: int = 0
) -> Found:
    """Return what has all the words somebody typed.

    Where that is less than a page, what has all the pairs too (an estate that no dictionary knows); and where
    that is nothing, what has most of either.
    """
    words, pairs = pieces(typed, here.names)
    within = [*sight.queries(here.schema), *narrowed.queries(here.schema)]
    of_words, of_pairs = (_all(here.schema, each) for each in (words, pairs))
    tries = [
        (of_words, False),
        (either([of_words, of_pairs]), False),
        (_most(here, [*words, *pairs]), True),
    ]
    for query, loosely in tries if words or pairs else ():
        first = _search(here, query, within, limit + 1, 0)
        if len(first) > limit or (first and query is not of_words):
            hits = _search(here, query, within, limit + 1, skip) if skip else first
            found = _hits(here, hits[:limit])
            return Found(found, len(hits) > limit, loosely)
    return Found()


def _all(schema: tantivy.Schema, each: Sequence[str]) -> tantivy.Query:
    """Return what has all of some pieces anywhere; those in what was written count for the order."""
    if not each:
        return _Q.empty_query()
    must = [(_MUST, term(schema, "any", piece, 0.2)) for piece in each]
    return _Q.boolean_query([*must, *((_SHOULD, term(schema, "words", piece, 1.0)) for piece in each)])


def _most(here: Shelf, each: Sequence[str]) -> tantivy.Query:
    """Return what has most of the more telling pieces."""
    telling = _rarest(here, "any", dict.fromkeys(each, 1), _MOST_PIECES)
    parts = [(_SHOULD, term(here.schema, "any", piece, 1.0)) for piece in telling]
    if not parts:
        return _Q.empty_query()
    return _Q.boolean_query(parts, minimum_number_should_match=max(1, ceil(_LOOSE * len(parts))))


def alike(
    here: Shelf,
    said: Said,
    sight: Sight,
    *,
    day: date | None = None,
    besides: int | None = None,
    meant: bool = True,
    limit: int = 30,
) -> list[Hit]:
    """Return the matters most alike to a title and text of a day, best first.

    `besides` is the matter itself; with `meant` the meaning of the gist has a say where it is known.
    """
    counts = counted(said.title, said.text, here.names)
    telling = _telling(here, counts)
    if not telling:
        return []
    parts = [
        (_SHOULD, term(here.schema, name, piece, _VOICE[name] * (1 + log(times))))
        for name, piece, times in telling
    ]
    rows = _search(here, _Q.boolean_query(parts), sight.queries(here.schema), COMPARED + 1, 0)
    scores = dict(zip(_matters(here, [where for _score, where in rows]), rows, strict=True))
    scores.pop(besides or 0, None)
    hits = {key: Hit(key, score, here.said(where)) for key, (score, where) in scores.items()}
    ranked = similar.fused(
        {key: hit.score for key, hit in hits.items()},
        _shared(here, said, hits),
        _meant(here, said, besides, hits) if meant else {},
        _apart(here, day, {key: where for key, (_score, where) in scores.items()}),
    )
    return [hits[key] for key, _score in ranked[:limit]]


def _shared(here: Shelf, said: Said, hits: Mapping[int, Hit]) -> dict[int, float]:
    """Return what the pieces weigh that each of the best shares with a text."""
    own, size = _pairs(said), here.size
    seen_in = {pair: here.searcher.doc_freq("pairs", pair) for pair in set(own)}
    rarity = {pair: similar.weight(1, n, max(size, n)) for pair, n in seen_in.items()}
    mine = similar.weighed(own, rarity)
    return {key: similar.shared(mine, _pairs(hit.said)) for key, hit in hits.items()}


def _pairs(said: Said) -> list[str]:
    return segment.pairs_of(segment.spoken(f"{said.title}\n{said.text[:_READ]}"))


def _apart(here: Shelf, day: date | None, where: Mapping[int, tantivy.DocAddress]) -> dict[int, int]:
    """Return how many days lie between a day and that of each matter."""
    if day is None or not where:
        return {}
    days = here.searcher.fast_field_values("day", list(where.values()))
    return {key: abs(int(said or 0) - day.toordinal()) for key, said in zip(where, days, strict=True)}


def _meant(here: Shelf, said: Said, matter: int | None, others: Iterable[int]) -> dict[int, float]:
    """Return how alike the gists are of those that were embedded; nothing without the extra."""
    own = here.gists.of([matter]).get(matter) if matter else None
    rest = here.gists.of(others) if own is not None or matter is None else {}
    if rest and own is None and meaning.available():
        own = here.gists.centred(meaning.embed([similar.gist(said.text, said.title)])[0])
    return meaning.likeness(own, rest) if own is not None else {}


def _telling(here: Shelf, counts: Mapping[str, Counter[str]]) -> list[tuple[str, str, int]]:
    """Return the pieces of a text that tell most, as many as may be looked for."""
    chosen = list[tuple[str, str, int]]()
    for name, most in (("words", _WORDS), ("pairs", _PAIRS)):
        times = counts[name]
        for piece in _rarest(here, name, times, most):
            chosen.append((name, piece, times[piece]))
    return chosen


def _rarest(here: Shelf, name: str, times: Mapping[str, int], most: int) -> list[str]:
    """Return pieces the index knows, the most telling first, until so many places would be read."""
    size = here.size
    known = [(piece, here.searcher.doc_freq(name, piece)) for piece in times]
    weights = {piece: similar.weight(times[piece], n, max(size, n)) for piece, n in known if n}
    chosen, left = list[str](), _PLACES
    for piece, n in sorted(((p, n) for p, n in known if n), key=lambda found: -weights[found[0]]):
        if len(chosen) < most and (n <= left or not chosen):
            chosen, left = [*chosen, piece], left - n
    return chosen


def _search(
    here: Shelf, said: tantivy.Query, within: Sequence[tantivy.Query], limit: int, skip: int
) -> list[tuple[float, tantivy.DocAddress]]:
    conditions = [(_MUST, _Q.const_score_query(part, 0.0)) for part in within]
    query = _Q.boolean_query([(_MUST, said), *conditions])
    return list(here.searcher.search(query, limit, count=False, offset=skip).hits)


def _hits(here: Shelf, rows: Sequence[tuple[float, tantivy.DocAddress]]) -> list[Hit]:
    keys = _matters(here, [where for _score, where in rows])
    return [Hit(key, score, here.said(where)) for key, (score, where) in zip(keys, rows, strict=True)]


def _matters(here: Shelf, where: Sequence[tantivy.DocAddress]) -> list[int]:
    found = here.searcher.fast_field_values("matter", list(where)) if where else []
    return [int(key or 0) for key in found]
