"""Which cases are similar, and why: scores put together, reasons a person can check.

A score is never shown: an officer sees what two cases have in common. The meaning of the gist (`semantic`) is
one voice beside the words and has no say of its own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, floor, log, log10, sqrt

from huiyin.text.amounts import amounts
from huiyin.text.normalise import normalise
from huiyin.text.reading import read

GIST = 64  # characters
REASONS = ("request", "clause", "document", "kind", "place", "amount")
# Each of these says that two cases are of one matter; a place or a sum of money alone does not.
_TELLING = frozenset({"request", "clause", "document", "kind"})
SEMANTIC = 0.3  # what the meaning of the gist counts beside the words' 1
# Cases of one cause come within days of each other: so much more counts one of the same day, fading by days.
NEAR = ((0.5, 3), (0.3, 30))
FAR = 3_650  # days
_NEIGHBOURS = "+"
_LEAST = 20  # pairs; shorter texts count as that long
_ENOUGH = 0.45  # of their pieces two request sentences share before they ask the same
_SHORT = 6  # characters: a shorter request ("请解决") is shared by everybody
_BANDS_A_DECADE = 3  # 1 to 2.15, 2.15 to 4.6, 4.6 to 10 thousand: alike in size
_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r"第[零一二三四五六七八九十百\d]{1,6}条(?:第[一二三四五六七八九十\d]{1,3}[款项])?")
_NUMBERED = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[(]\d{4}[〕\])]\d{1,4}号")
_TITLED = re.compile(r"《([^《》]{2,40})》")


@dataclass(frozen=True, slots=True)
class Features:
    """What of a case is compared with others besides its words."""

    requests: tuple[str, ...] = ()
    clauses: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    bands: frozenset[int] = frozenset()
    kind: str = ""
    division: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing two cases have in common; `said` is the stretch of the other case that shows it."""

    code: str
    said: str = ""


def gist(text: str, title: str = "") -> str:
    """Return what is asked, in at most 64 characters: the title, then the first sentence that asks."""
    asked = [span.text for span in read(text, "text").requests()][:1]
    said = "。".join(part for part in (_flat(title), *map(_flat, asked)) if part)
    return (said or _flat(text))[:GIST]


def features(text: str, title: str = "", *, kind: str = "", division: str = "") -> Features:
    """Return what of a case is compared besides its words: requests, clauses, documents, sums of money."""
    body = read(text, "text")
    normal = f"{normalise(title).text}\n{body.normal.text}"
    titled = frozenset(_TITLED.findall(normal))
    return Features(
        requests=tuple(_flat(span.text) for span in body.requests()),
        clauses=frozenset(f"{name}{at}" for name, at in _clauses(normal)),
        documents=titled | frozenset(_NUMBERED.findall(normal)),
        bands=frozenset(band(amount.value) for amount in amounts(body)),
        kind=kind,
        division=division,
    )


def _clauses(normal: str) -> Iterable[tuple[str, str]]:
    """Yield the clauses of a law that is named right before: "第五条" alone may be of any law."""
    for titled in _TITLED.finditer(normal):
        at = _CLAUSE.match(normal, titled.end())
        if at:
            yield titled.group(), at.group()


def band(yuan: float) -> int:
    """Return the band of a sum of money: a third of a power of ten."""
    return floor(log10(max(yuan, 1.0)) * _BANDS_A_DECADE + 1e-9)


def reasons(one: Features, other: Features) -> tuple[Reason, ...]:
    """Return what two cases have in common, the most telling first."""
    found: list[Reason] = []
    if shared := _shared_request(one.requests, other.requests):
        found.append(Reason("request", shared))
    found += [Reason("clause", said) for said in sorted(one.clauses & other.clauses)[:1]]
    if not found or found[-1].code != "clause":
        found += [Reason("document", said) for said in sorted(one.documents & other.documents)[:1]]
    if one.kind and one.kind == other.kind:
        found.append(Reason("kind", one.kind))
    if one.division and one.division == other.division:
        found.append(Reason("place", one.division))
    if one.bands & other.bands:
        found.append(Reason("amount"))
    return tuple(found)


def telling(found: Sequence[Reason]) -> bool:
    """Return whether two cases share more than where they are and how much money it is about."""
    return any(reason.code in _TELLING for reason in found)


def _shared_request(mine: Sequence[str], theirs: Sequence[str]) -> str:
    best, shared = _ENOUGH, ""
    for a in map(_pieces, mine[:8]):
        for said in theirs[:8]:
            b = _pieces(said)
            if len(a) >= _SHORT and len(b) >= _SHORT and len(a & b) / min(len(a), len(b)) > best:
                best, shared = len(a & b) / min(len(a), len(b)), said
    return shared


def _pieces(said: str) -> frozenset[str]:
    plain = re.sub(r"[\W_]+", "", said)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def fused(
    words: Mapping[int, float],
    pieces: Mapping[int, float],
    semantic: Mapping[int, float],
    days_apart: Mapping[int, int],
) -> list[tuple[int, float]]:
    """Return the cases found by their words in order.

    Their score as a share of the best, that of the pieces they share likewise, and the meaning's; then how
    near in time: (w + p + SEMANTIC m) · (1 + a e^(-d/3) + b e^(-d/30)). `semantic` may be empty or lack some;
    what only it knows is not added, since it is never alone.
    """
    best, nearest = (max(scores.values(), default=0.0) or 1.0 for scores in (words, pieces))
    total = {
        key: (score / best + pieces.get(key, 0.0) / nearest + SEMANTIC * max(0.0, semantic.get(key, 0.0)))
        * (1 + sum(share * exp(-days_apart.get(key, FAR) / days) for share, days in NEAR))
        for key, score in words.items()
    }
    return sorted(total.items(), key=lambda found: (-found[1], found[0]))


def shared(mine: Mapping[str, float], theirs: Sequence[str]) -> float:
    """Return what the pieces weigh that two texts share, longer texts counting less for it.

    Sum of squared weights of the pairs and of neighbouring pairs both have, over the root of the other's
    length. `mine` are weighed by `weighed`.
    """
    there = {*theirs, *map(_NEIGHBOURS.join, pairwise(theirs))}
    return sum(mine[piece] ** 2 for piece in mine.keys() & there) / sqrt(max(len(set(theirs)), _LEAST))


def weighed(pairs: Sequence[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return each pair of a text with its rarity, and each two neighbours with the mean of theirs."""
    both = {
        _NEIGHBOURS.join((a, b)): (rarity.get(a, 0.0) + rarity.get(b, 0.0)) / 2 for a, b in pairwise(pairs)
    }
    return {**{pair: rarity.get(pair, 0.0) for pair in pairs}, **both}


def weight(times: int, found_in: int, of: int) -> float:
    """Return what a piece weighs that stands so often in a text and in so many of all texts.

    (1 + ln times) · ln(1 + (N - n + 0.5) / (n + 0.5)): BM25's rarity (Robertson and Zaragoza 2009) and a
    count that is damped.
    """
    return (1 + log(times)) * log(1 + (of - found_in + 0.5) / (found_in + 0.5))


def _flat(said: str) -> str:
    return _SPACE.sub(" ", said).strip()
