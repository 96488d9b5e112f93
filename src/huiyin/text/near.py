"""Whether two petitions say nearly the same: keyed digests to find candidates by, an exact measure to judge.

The candidates come from MinHash bands (Broder 1997): texts that share a good part of their four-character
pieces agree in at least one band. Every band is closed with a keyed digest, so that what is stored tells
nothing of the text to somebody without the key.
"""

import hashlib
import hmac
import re

from rensa import RMinHash

from huiyin.text.normalise import normalise

BANDS, ROWS = 12, 4  # texts alike by 0.7 agree in some band 96 times of 100, those alike by 0.3 9 times
PIECE = 4  # characters
SHORTEST = 20  # characters: below, two strangers say the same by chance ("please help me")
LONGEST = 20_000  # characters: what is read of a very long text
_UNHEARD = re.compile(r"[\W_]+")  # all that is neither letter nor digit
_SEED = 20_220_501  # any fixed number: what was stored must be found again


def pieces(text: str) -> frozenset[str]:
    """Return a text's four-character pieces, without punctuation and blanks; none for a very short text."""
    said = _UNHEARD.sub("", normalise(text[: 2 * LONGEST]).text)[:LONGEST]
    if len(said) < SHORTEST:
        return frozenset()
    return frozenset(said[i : i + PIECE] for i in range(len(said) - PIECE + 1))


def bands(found: frozenset[str], key: bytes) -> tuple[int, ...]:
    """Return one keyed number a band, each a signed 64-bit whole number; none without pieces."""
    if not found:
        return ()
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    sketch.update(list(found))
    rows = sketch.digest()
    return tuple(_closed(band, rows[band * ROWS : (band + 1) * ROWS], key) for band in range(BANDS))


def _closed(band: int, rows: list[int], key: bytes) -> int:
    said = ",".join(str(row) for row in (band, *rows))
    digest = hmac.new(key, said.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pieces that two texts have in common, of all pieces of both (Jaccard), 0 to 1."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
