"""Scores from counts whose expectation is already known: whole arrays at a time."""

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.chance import log_tail_of, unusual
from huiyin.stats.compiled import compiled
from huiyin.stats.surges.channels import tables, together
from huiyin.stats.surges.counts import Array

_LEAST_MEAN = 1e-3


def zs(counts: NDArray[np.generic], expected: Array, dispersion: Array) -> Array:
    """Return the z of each count's mid-p tail; 0 where count or expectation is not known."""
    return _zs(
        np.asarray(counts, dtype=np.float64), np.ascontiguousarray(expected), dispersion.astype(np.float64)
    )


def combined(z: Array) -> Array:
    """Return the scores of all weeks but the first from `z[series, weeks]`."""
    return paired(z[:, 1:], z[:, :-1])


def paired(z: Array, earlier: Array) -> Array:
    """Return the score of each week from its z and the z of the week before it."""
    return _paired(np.ascontiguousarray(z), np.ascontiguousarray(earlier), *tables())


@compiled
def tails(score: Array) -> Array:
    """Return the probability that chance exceeds each score."""
    tail = np.empty(score.shape)
    for i in range(score.shape[0]):
        for j in range(score.shape[1]):
            tail[i, j] = np.exp(log_tail_of(score[i, j]))
    return tail


@compiled
def _zs(counts: Array, expected: Array, dispersion: Array) -> Array:
    z = np.zeros(counts.shape)
    for i in range(counts.shape[0]):
        for j in range(counts.shape[1]):
            if not (np.isnan(counts[i, j]) or np.isnan(expected[i, j])):
                z[i, j] = unusual(counts[i, j], max(expected[i, j], _LEAST_MEAN), dispersion[i, j])
    return z


@compiled
def _paired(z: Array, earlier: Array, memory: Array, joint: Array) -> Array:
    score = np.empty(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            score[i, j] = together(z[i, j], earlier[i, j], memory, joint)
    return score
