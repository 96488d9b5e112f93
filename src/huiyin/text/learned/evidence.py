"""Which words of a petition made the learned weights lean to a label."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from huiyin.text.learned.linear import Linear
from huiyin.text.learned.pieces import Pieces
from huiyin.text.reading import Reading
from huiyin.text.spans import Span

MOST = 3
_SHORTEST, _LONGEST = 2, 16  # characters of one stretch
_TOGETHER = 1  # characters between two stretches that are shown as one


def strongest(model: Linear, pieces: Pieces, label: str, readings: Sequence[Reading]) -> tuple[Span, ...]:
    """Return at most three stretches that speak most for a label and not for others, in reading order."""
    pull = _pull(model, pieces, model.labels.index(label))
    if not len(pull) or pull.max() <= 0:
        return ()
    stretches = _stretches(pull, float(pull.max()) / 3)
    best = sorted(stretches, key=lambda s: -pull[s[0] : s[1]].sum())[:MOST]
    return tuple(span for start, end in sorted(best) for span in _spans(readings, pieces, start, end))


def _pull(model: Linear, pieces: Pieces, column: int) -> npt.NDArray[np.float32]:
    """Return for each character how much the pieces over it speak for a label more than for others."""
    known, amounts, found = model.heard(pieces)
    if not len(known):
        return np.zeros(0, np.float32)
    rows = model.weights[known].astype(np.float32)
    more = (rows[:, column] - rows.mean(axis=1)) * amounts
    worth = dict(zip(known.tolist(), more.tolist(), strict=True))
    length = max((int(c.ends.max()) for c in pieces.channels[:2] if len(c.ends)), default=0)
    pull = np.zeros(length + 1, dtype=np.float32)
    for channel, rows_found in zip(pieces.channels[:2], found[:2], strict=True):
        starts, ends = channel.starts.tolist(), channel.ends.tolist()
        for row, start, end in zip(rows_found.tolist(), starts, ends, strict=True):
            if row >= 0:
                pull[start:end] += worth[row] / (end - start)
    return pull


def _stretches(pull: npt.NDArray[np.float32], least: float) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in np.flatnonzero(pull >= least).tolist():
        if found and at - found[-1][1] <= _TOGETHER and at + 1 - found[-1][0] <= _LONGEST:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return [(start, end) for start, end in found if end - start >= _SHORTEST]


def _spans(readings: Sequence[Reading], pieces: Pieces, start: int, end: int) -> list[Span]:
    title, body = (readings[0], readings[-1]) if len(readings) > 1 else (None, readings[-1])
    if start >= pieces.title_length:
        return [body.span(start - pieces.title_length, end - pieces.title_length)]
    if title is not None and end < pieces.title_length:
        return [title.span(start, end)]
    return []
