"""Two channels, one score: a week by itself, and a week with the memory of the one before.

Spike: z(t) alone. Memory: z(t) + the z of the week before, held between ½ and 2 (a moving average over two
weeks: calm before does not excuse a surge, and one loud week does not echo as a second alarm). Each channel
has its own share of the false alarms; a week is as unusual as its more unusual channel, told as the z of
the probability that either would say as much by chance (exact for independent normal z).

Why two weeks: a surge in petitions, like an outbreak, comes within a week or two; a longer average is later
and finds less (docs/evaluation/surges.md has what was tried).
"""

import math
from functools import cache

import numpy as np

from huiyin.stats.chance import log_tail_of, z_of
from huiyin.stats.compiled import compiled
from huiyin.stats.surges.counts import Array

MEMORY_LEAST, MEMORY_MOST = 0.5, 2.0
SPIKE_SHARE = 0.45
_FIRST, _STEP, _POINTS = -6.0, 0.02, 1001  # the grid of the memory channel: -6 to 14
_LAST = _FIRST + _STEP * (_POINTS - 1)
_NODES, _REACH = 200, 8.0
_DEEPEST = -70.0  # log probability to which the joint table reaches
_LOG_SPIKE, _LOG_MEMORY = math.log(SPIKE_SHARE), math.log(1 - SPIKE_SHARE)


@cache
def tables() -> tuple[Array, Array]:
    """Return log P(memory > m) on its grid, and z by the smaller of the two channels' log probabilities.

    Integrals over the z of the week before, by Gauss-Legendre's rule.
    """
    node, weight = np.polynomial.legendre.leggauss(_NODES)
    edges = np.array([-_REACH, MEMORY_LEAST, MEMORY_MOST, _REACH])  # smooth between, so each piece is exact
    half, middle = np.diff(edges)[:, None] / 2, (edges[1:] + edges[:-1])[:, None] / 2
    earlier = (middle + half * node).ravel()
    mass = (half * weight).ravel() * np.exp(-(earlier**2) / 2)
    mass /= mass.sum()
    memory, joint = np.empty(_POINTS), np.empty(int(-_DEEPEST / _STEP) + 1)
    _fill(np.clip(earlier, MEMORY_LEAST, MEMORY_MOST), mass, memory, joint)
    return memory, joint


@compiled
def _fill(held: Array, mass: Array, memory: Array, joint: Array) -> None:
    for i in range(len(memory)):
        tail = 0.0
        for k in range(len(held)):
            tail += mass[k] * math.exp(log_tail_of(_FIRST + i * _STEP - held[k]))
        memory[i] = math.log(tail)
    for i in range(len(joint)):
        level = -i * _STEP
        spike = z_of(min(level + _LOG_SPIKE, -1e-9))
        bound = _memory_at(min(level + _LOG_MEMORY, -1e-9), memory)
        tail = 0.0
        for k in range(len(held)):
            tail += mass[k] * math.exp(log_tail_of(min(spike, bound - held[k])))
        joint[i] = z_of(min(math.log(tail), -1e-12))


@compiled
def _memory_at(log_tail: float, memory: Array) -> float:
    """Return the value of the memory channel that has a tail probability."""
    at = int(np.searchsorted(-memory, -log_tail))
    at = min(max(at, 1), len(memory) - 1)
    share = (log_tail - memory[at - 1]) / (memory[at] - memory[at - 1])
    return float(_FIRST + (at - 1 + share) * _STEP)


@compiled
def together(z: float, earlier: float, memory: Array, joint: Array) -> float:
    """Return the score of a week from its z and the z of the week before."""
    total = z + min(max(earlier, MEMORY_LEAST), MEMORY_MOST)
    at = (total - _FIRST) / _STEP
    if at <= 0:
        said = 0.0
    elif at >= len(memory) - 1:
        # far out only the largest memory matters
        said = log_tail_of(total - MEMORY_MOST) + memory[-1] - log_tail_of(_LAST - MEMORY_MOST)
    else:
        said = memory[int(at)] + (at - int(at)) * (memory[int(at) + 1] - memory[int(at)])
    level = min(log_tail_of(max(z, -8.0)) - _LOG_SPIKE, said - _LOG_MEMORY, 0.0)
    if level < _DEEPEST + _STEP:
        return float(z_of(level) + joint[-1] - z_of(_DEEPEST))
    at = -level / _STEP
    return float(joint[int(at)] + (at - int(at)) * (joint[int(at) + 1] - joint[int(at)]))
