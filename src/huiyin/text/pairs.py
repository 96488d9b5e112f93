"""All pairs of many texts that say nearly the same: candidates by MinHash in bulk, each judged exactly.

The measure is that of `near`: the share of four-character pieces two texts have in common. Here nothing is
stored, so there are more bands than `near` keeps, and no key. What is held of a text are 96 numbers of four
bytes and the text itself; pieces are made again for the few that are compared.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from huiyin.text.near import LONGEST, PIECE, SHORTEST, likeness, pieces
from huiyin.text.normalise import normalise

BANDS, ROWS = 24, 4  # texts alike by 0.7 agree in some band 998 times of 1,000
LEAST = 0.7  # likeness from which two texts are nearly the same, as the desk shows them to a person
_SEED = 20_261_126
_CHUNK = 10_000  # texts at once
_SLACK = 0.25  # a likeness guessed from 96 numbers is off by so much less than once in a million
_CROWD = 300  # a band shared by more texts than this is gone through along its order, not all by all
_BESIDE = 40
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_RARE = re.compile("[\ue000-\uf8ff\U00010000-\U0010ffff]")  # what two of may stand for one
_JUDGED = 20_000  # candidates at once
_HALVES, _PRIVATE = range(0xD800, 0xE000), range(0xE000, 0xF900)
_MANY = 200_000  # pairs guessed at once
Keys = NDArray[np.uint64]


def pairs(texts: Sequence[str], *, least: float = LEAST) -> Iterator[tuple[int, int, float]]:
    """Yield the positions of every two texts alike by at least `least`, with their likeness.

    Very short texts are like none. Of texts with the same pieces each is compared as the first of them is.
    """
    sketches, same = _sketches(texts)
    kept = np.flatnonzero(same == np.arange(len(texts)))
    copies: dict[int, list[int]] = {}
    for at in np.flatnonzero((same != np.arange(len(texts))) & (same >= 0)):
        copies.setdefault(int(same[at]), [int(same[at])]).append(int(at))
    for group in copies.values():
        yield from ((one, other, 1.0) for one, other in combinations(group, 2))
    found = _candidates(sketches, kept, least)
    del sketches
    for one, other, alike in _judged(texts, found, least):
        for first in copies.get(one, (one,)):
            for second in copies.get(other, (other,)):
                yield min(first, second), max(first, second), alike


def _judged(texts: Sequence[str], found: NDArray[np.int64], least: float) -> Iterator[tuple[int, int, float]]:
    """Yield the candidates that are alike by at least `least`, by the pieces they really have in common."""
    for begin in range(0, len(found), _JUDGED):
        block = found[begin : begin + _JUDGED]
        every, place = np.unique(block, return_inverse=True)
        said = [texts[at] for at in every.tolist()]
        flat, offsets = _pieces(said)
        cuts = offsets.astype(np.int64).tolist()
        keys = [np.unique(flat[first:last]) for first, last in pairwise(cuts)]
        rare = [bool(_RARE.search(text)) for text in said]
        for one, other in place.reshape(-1, 2).tolist():
            if rare[one] or rare[other]:
                alike = likeness(pieces(said[one]), pieces(said[other]))
            else:
                both = len(np.intersect1d(keys[one], keys[other], assume_unique=True))
                alike = both / (len(keys[one]) + len(keys[other]) - both)
            if alike >= least:
                yield int(every[one]), int(every[other]), alike


def _sketches(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return each text's MinHash and which is the first with the same pieces: -1 for a very short one."""
    sketches = np.zeros((len(texts), BANDS * ROWS), np.uint32)
    same = np.full(len(texts), -1, np.int64)
    first: dict[bytes, int] = {}
    for begin in range(0, len(texts), _CHUNK):
        flat, offsets = _pieces(texts[begin : begin + _CHUNK])
        rows = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, BANDS * ROWS, _SEED).to_rows()
        sketches[begin : begin + len(rows)] = rows
        for place in range(len(rows)):
            here = flat[int(offsets[place]) : int(offsets[place + 1])]
            if len(here):
                same[begin + place] = first.setdefault(here.tobytes(), begin + place)
    return sketches, same


def _candidates(sketches: NDArray[np.uint32], kept: NDArray[np.int64], least: float) -> NDArray[np.int64]:
    """Return the pairs that share a band and may be alike enough by their sketches, in order, each once."""
    found = np.empty(0, np.uint64)
    for band in range(BANDS):
        rows = np.ascontiguousarray(sketches[kept, band * ROWS : (band + 1) * ROWS]).view(np.uint64)
        mixed = rows[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ rows[:, 1]  # equal where the rows are
        order = np.argsort(mixed, kind="stable")
        sorted_keys, texts = mixed[order], kept[order]
        begins = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
        ends = np.r_[begins[1:], len(texts)]
        sizes = ends - begins
        twos, more = begins[sizes == 2], sizes > 2  # noqa: PLR2004 - two are the usual case
        new = [_paired(texts[twos], texts[twos + 1])]
        new += [
            _within(texts[begin:end])
            for begin, end in zip(begins[more].tolist(), ends[more].tolist(), strict=True)
        ]
        fresh = np.unique(np.concatenate(new))
        found = np.union1d(found, fresh[_may_be(sketches, fresh, least)])
    return np.stack([found >> np.uint64(32), found & np.uint64(0xFFFFFFFF)], axis=1).astype(np.int64)


def _paired(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return pairs of texts as one number each."""
    return (one.astype(np.uint64) << np.uint64(32)) | other.astype(np.uint64)


def _within(members: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the pairs of texts that share a band; of a crowd, each with those next to it."""
    if len(members) <= _CROWD:
        one, other = np.triu_indices(len(members), 1)
    else:
        beside = [np.arange(len(members) - step) for step in range(1, _BESIDE + 1)]
        one = np.concatenate(beside)
        other = np.concatenate([at + step for step, at in enumerate(beside, 1)])
    return _paired(members[one], members[other])


def _may_be(sketches: NDArray[np.uint32], found: NDArray[np.uint64], least: float) -> NDArray[np.bool_]:
    good = np.empty(len(found), np.bool_)
    for begin in range(0, len(found), _MANY):
        part = found[begin : begin + _MANY]
        one, other = (part >> np.uint64(32)).astype(np.int64), (part & np.uint64(0xFFFFFFFF)).astype(np.int64)
        good[begin : begin + _MANY] = (sketches[one] == sketches[other]).mean(axis=1) >= least - _SLACK
    return good


def _pieces(texts: Sequence[str]) -> tuple[Keys, NDArray[np.uint64]]:
    """Return the four-character pieces of many texts end to end as numbers, and where each text's begin.

    A piece may come more than once. The same as `near.pieces` makes, but all texts at one stroke: characters
    are mapped by a table. What the table cannot do (mark-up, characters beyond 16 bits) is done one by one.
    """
    mappable = [_mappable(text) for text in texts]
    plain = "".join(mappable)
    coded = np.frombuffer(plain.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(coded) != len(plain):
        mappable = [_BEYOND.sub(_stand_in, text) for text in mappable]
        coded = np.frombuffer("".join(mappable).encode("utf-16-le", "surrogatepass"), np.uint16)
    lengths = np.array([len(text) for text in mappable], np.int64)
    units = _heard()[coded]
    kept = units > 0
    sums = np.r_[0, np.cumsum(kept)]
    begins = sums[np.r_[0, np.cumsum(lengths)]]
    said = units[kept].astype(np.uint64)
    sizes = np.minimum(np.diff(begins), LONGEST)
    counts = np.where(sizes >= SHORTEST, sizes - PIECE + 1, 0)
    offsets = np.r_[0, np.cumsum(counts)].astype(np.uint64)
    at = np.arange(int(offsets[-1])) + np.repeat(begins[:-1] - offsets[:-1].astype(np.int64), counts)
    flat = said[at]
    for step in range(1, PIECE):
        flat |= said[at + step] << np.uint64(16 * step)
    return flat, offsets


def _mappable(text: str) -> str:
    """Return a text that the table can map: as it is, or in normal form where that takes more."""
    text = text[: 2 * LONGEST]
    return normalise(text).text if "<" in text or "&" in text else text


def _stand_in(beyond: re.Match[str]) -> str:
    """Return a character of the private area for a letter beyond 16 bits: two of those may share one."""
    character = beyond.group()
    return chr(_PRIVATE[ord(character) % len(_PRIVATE)]) if character.isalnum() else " "


@cache
def _heard() -> NDArray[np.uint16]:
    """Return for each character its normal form, or nought where it is neither letter nor digit."""
    table = np.zeros(1 << 16, np.uint16)
    for code in range(1 << 16):
        if code in _HALVES:
            continue
        said = normalise(chr(code)).text
        if code in _PRIVATE:  # holds stand-ins
            table[code] = code
        elif len(said) == 1 and said.isalnum():
            table[code] = ord(said)
    return table
