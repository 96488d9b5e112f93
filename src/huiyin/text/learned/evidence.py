"""Which words of a petition made the learned weights lean to a label."""

import re
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
_WORD = re.compile(r"\w")
_TOGETHER = 1  # characters between two stretches that are shown as one


def strongest(
    model: Linear,
    pieces: Pieces,
    heard: Heard,
    label: str,
    readings: Sequence[Reading],
    *,
    but: re.Pattern[str] | None = None,
) -> tuple[Span, ...]:
    """Return at most three stretches that speak most for a label and not for others, in reading order.

    What matches `but` is passed over, so that what stands beside the matter does not hide it.
    """
    pull = _pull(model, pieces, heard, model.labels.index(label))
    if but is not None and len(pull):
        _pass_over(pull, readings, pieces, but)
    if not len(pull) or pull.max() <= 0:
        return ()
    stretches = _stretches(pull, float(pull.max()) / 3)
    best = sorted(stretches, key=lambda s: -pull[s[0] : s[1]].sum())[:MOST]
    whole = dict.fromkeys(_whole_words(readings, pieces, pull, start, end) for start, end in sorted(best))
    telling = [(start, end) for start, end in whole if end - start >= _SHORTEST] or list(whole)
    return tuple(span for start, end in telling for span in _spans(readings, pieces, start, end))


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


def _pass_over(
    pull: npt.NDArray[np.float64], readings: Sequence[Reading], pieces: Pieces, but: re.Pattern[str]
) -> None:
    for reading in readings:
        shift = 0 if reading.where == "title" else pieces.title_length
        for found in but.finditer(reading.normal.text):
            pull[shift + found.start() : shift + found.end()] = 0


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


def _whole_words(
    readings: Sequence[Reading], pieces: Pieces, pull: npt.NDArray[np.float64], start: int, end: int
) -> tuple[int, int]:
    """Return a stretch as a reader would mark it: whole words, of the clause that speaks most."""
    channel = pieces.channels[1]
    words = (len(channel.starts) + 1) // 2  # the single ones come first, then the pairs of neighbours
    starts, ends = channel.starts[:words], channel.ends[:words]
    first, last = int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left")) - 1
    if first > last:
        return start, end
    while first < last and 2 * (int(ends[first]) - start) < int(ends[first] - starts[first]):
        first += 1  # less than half of that word was meant
    while first < last and 2 * (end - int(starts[last])) < int(ends[last] - starts[last]):
        last -= 1
    clauses = [list[int]()]
    for word in range(first, last + 1):
        if _word_at(readings, pieces, int(starts[word])):
            clauses[-1].append(word)
        else:
            clauses.append([])
    whole = [(int(starts[c[0]]), int(ends[c[-1]])) for c in clauses if c]
    long_enough = [(a, b) for a, b in whole if b - a >= _SHORTEST]
    return max(long_enough or whole, key=lambda c: pull[c[0] : c[1]].sum(), default=(start, end))


def _word_at(readings: Sequence[Reading], pieces: Pieces, place: int) -> bool:
    """Return whether a word stands at a place, not a mark between clauses."""
    shift = pieces.title_length
    text = readings[0].normal.text if place < shift else readings[-1].normal.text
    return bool(_WORD.match(text, place if place < shift else place - shift))


def _spans(readings: Sequence[Reading], pieces: Pieces, start: int, end: int) -> list[Span]:
    title, body = (readings[0], readings[-1]) if len(readings) > 1 else (None, readings[-1])
    if start >= pieces.title_length:
        return [body.span(start - pieces.title_length, end - pieces.title_length)]
    if title is not None and end < pieces.title_length:
        return [title.span(start, end)]
    return []
