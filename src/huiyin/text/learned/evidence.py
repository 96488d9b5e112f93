"""Which words of a petition made the learned weights lean to a label."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from huiyin.text.learned.linear import Heard, Linear
from huiyin.text.learned.pieces import Pieces
from huiyin.text.reading import Reading
from huiyin.text.spans import Span

MOST = 3
_SHORTEST, _LONGEST = 2, 16  # characters of one stretch
_SHOWN = 4  # characters, where none stands out
_TOGETHER = 1  # characters between two stretches that are shown as one


def strongest(
    model: Linear, pieces: Pieces, heard: Heard, label: str, readings: Sequence[Reading]
) -> tuple[Span, ...]:
    """Return at most three stretches that speak most for a label and not for others, in reading order."""
    pull = _pull(model, pieces, heard, model.labels.index(label))
    if not len(pull) or pull.max() <= 0:
        return ()
    stretches = _stretches(pull, float(pull.max()) / 3)
    best = sorted(stretches, key=lambda s: -pull[s[0] : s[1]].sum())[:MOST]
    return tuple(span for start, end in sorted(best) for span in _spans(readings, pieces, start, end))


def _pull(model: Linear, pieces: Pieces, heard: Heard, column: int) -> npt.NDArray[np.float64]:
    """Return for each character how much the pieces over it speak for a label more than for others."""
    if not len(heard.known):
        return np.zeros(0)
    rows = model.pull(heard)
    worth = np.zeros(len(model.numbers) + 1)  # the last stands for pieces that are not known
    worth[heard.known] = (rows[:, column] - rows.mean(axis=1)) * heard.amounts
    length = max((int(c.ends.max()) for c in pieces.channels[:2] if len(c.ends)), default=0)
    steps = np.zeros(length + 2)
    for channel, where in zip(pieces.channels[:2], heard.where[:2], strict=True):
        share = worth[where] / np.maximum(channel.ends - channel.starts, 1)
        np.add.at(steps, channel.starts, share)
        np.subtract.at(steps, channel.ends, share)
    return np.cumsum(steps)[:-1]


def _stretches(pull: npt.NDArray[np.float64], least: float) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in np.flatnonzero(pull >= least).tolist():
        if found and at - found[-1][1] <= _TOGETHER and at + 1 - found[-1][0] <= _LONGEST:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    long_enough = [(start, end) for start, end in found if end - start >= _SHORTEST]
    if long_enough or len(pull) < _SHOWN:
        return long_enough
    sums = np.convolve(pull, np.ones(_SHOWN), mode="valid")  # nothing stands out: the best few characters
    at = int(sums.argmax())
    return [(at, min(at + _SHOWN, len(pull) - 1))]


def _spans(readings: Sequence[Reading], pieces: Pieces, start: int, end: int) -> list[Span]:
    title, body = (readings[0], readings[-1]) if len(readings) > 1 else (None, readings[-1])
    if start >= pieces.title_length:
        return [body.span(start - pieces.title_length, end - pieces.title_length)]
    if title is not None and end < pieces.title_length:
        return [title.span(start, end)]
    return []
