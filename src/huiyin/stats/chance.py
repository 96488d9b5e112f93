"""How likely a count is, where counts vary more than by pure chance.

Counts are negative binomial with mean m and variance φm (Poisson for φ = 1): size r = m/(φ - 1), P(Y = y) =
Γ(y + r) / (Γ(r) y!) · φ^-r · ((φ - 1)/φ)^y. With this variance, sums of weeks are of the same kind. The
mid-p tail P(Y > y) + ½P(Y = y) averages to the nominal level for low counts too (Lancaster 1961).
"""

import math

from huiyin.stats.compiled import compiled

_PURE = 1.0005  # a dispersion under this is Poisson for every purpose, and keeps r finite
_WIDE = 1e8  # variance from which the normal curve is exact enough
_SMALL = 1e-10  # what a further term must add to be worth adding
_DEEP = -30.0  # log of a tail so small that the normal quantile is found from its asymptote
_HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


@compiled
def log_mass(y: float, mean: float, dispersion: float) -> float:
    """Return log P(Y = y)."""
    spread = max(dispersion, _PURE)
    size = mean / (spread - 1)
    odds = y * math.log((spread - 1) / spread) if y > 0 else 0.0
    return math.lgamma(y + size) - math.lgamma(size) - math.lgamma(y + 1) - size * math.log(spread) + odds


@compiled
def _above(y: float, mean: float, dispersion: float, share: float) -> float:
    """Return (P(Y > y) + share · P(Y = y)) / P(Y = y), summed from y upwards; for y at or over the mean."""
    spread = max(dispersion, _PURE)
    size, odds = mean / (spread - 1), (spread - 1) / spread
    total, term, at = share, 1.0, y
    while term > _SMALL * total:
        term *= odds * (at + size) / (at + 1)
        at += 1
        total += term
    return total


@compiled
def _below(y: float, mean: float, dispersion: float, share: float) -> float:
    """Return (P(Y < y) + share · P(Y = y)) / P(Y = y), summed from y downwards; for y under the mean."""
    spread = max(dispersion, _PURE)
    size, odds = mean / (spread - 1), (spread - 1) / spread
    total, term, at = share, 1.0, y
    while at > 0 and term > _SMALL * total:
        term *= at / (odds * (at - 1 + size))
        at -= 1
        total += term
    return total


@compiled
def log_tail_of(z: float) -> float:
    """Return log P(Z > z) of a standard normal."""
    if z < 6:  # noqa: PLR2004 from here on the asymptotic series is exact to 1e-5
        return math.log(0.5 * math.erfc(z * math.sqrt(0.5)))
    inverse = 1 / (z * z)
    return (
        -0.5 * z * z
        - math.log(z)
        - _HALF_LOG_2PI
        + math.log1p(-inverse * (1 - 3 * inverse * (1 - 5 * inverse)))
    )


@compiled
def z_of(log_tail: float) -> float:
    """Return the z whose upper tail is exp(log_tail); Acklam's rational approximation, error under 2e-9.

    Deep tails are found by a few steps of Newton's rule on `log_tail_of`, so that order is never lost.
    """
    if log_tail < _DEEP:
        z = math.sqrt(-2 * log_tail)
        for _ in range(4):
            z += (log_tail_of(z) - log_tail) / (z + 1 / z)
        return z
    tail = math.exp(log_tail)
    if tail > 0.5:  # noqa: PLR2004
        return -_upper(max(1 - tail, 1e-300))
    return _upper(tail)


@compiled
def _upper(tail: float) -> float:
    """Return the z of an upper tail of at most one half (P. J. Acklam 2003)."""
    if tail < 0.02425:  # noqa: PLR2004 where Acklam's two pieces meet
        q = math.sqrt(-2 * math.log(tail))
        top = -7.784894002430293e-03
        for c in (
            -3.223964580411365e-01,
            -2.400758277161838,
            -2.549732539343734,
            4.374664141464968,
            2.938163982698783,
        ):
            top = top * q + c
        foot = 7.784695709041462e-03
        for c in (3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1.0):
            foot = foot * q + c
        return -top / foot
    q = 0.5 - tail
    r = q * q
    top = -3.969683028665376e01
    for c in (
        2.209460984245205e02,
        -2.759285104469687e02,
        1.383577518672690e02,
        -3.066479806614716e01,
        2.506628277459239,
    ):
        top = top * r + c
    foot = -5.447609879822406e01
    for c in (1.615858368580409e02, -1.556989798598866e02, 6.680131188771972e01, -1.328068155288572e01, 1.0):
        foot = foot * r + c
    return top * q / foot


@compiled
def unusual(y: float, mean: float, dispersion: float) -> float:
    """Return the z of the mid-p tail: how far above the usual a count is, as a standard normal."""
    variance = mean * max(dispersion, 1.0)
    if variance > _WIDE:
        return (y - mean) / math.sqrt(variance)
    mass = log_mass(y, mean, dispersion)
    if y >= mean:
        return z_of(mass + math.log(_above(y, mean, dispersion, 0.5)))
    return -z_of(mass + math.log(_below(y, mean, dispersion, 0.5)))


@compiled
def tail_over(y: float, mean: float, dispersion: float) -> float:
    """Return P(Y > y)."""
    if y >= mean:
        return math.exp(log_mass(y, mean, dispersion)) * _above(y, mean, dispersion, 0.0)
    return 1 - math.exp(log_mass(y, mean, dispersion)) * _below(y, mean, dispersion, 1.0)


@compiled
def highest_usual(mean: float, dispersion: float, rate: float) -> float:
    """Return the smallest count that is exceeded with a probability of at most `rate`."""
    if mean <= 0:
        return 0.0
    z, spread = z_of(math.log(rate)), max(dispersion, 1.0)
    guess = mean + z * math.sqrt(mean * spread) + (2 * spread - 1) * (z * z - 1) / 6  # Cornish-Fisher
    y = max(math.floor(guess), 0.0)
    tail = tail_over(y, mean, dispersion)
    while tail > rate:
        y += 1
        tail -= math.exp(log_mass(y, mean, dispersion))
    while y > 0:
        lower = tail + math.exp(log_mass(y, mean, dispersion))
        if lower > rate:
            break
        y -= 1
        tail = lower
    return y
