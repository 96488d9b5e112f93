"""A share of a number of cases, with how sure one can be of it."""

from math import sqrt

_Z = 1.959964  # 95 %


def share(hits: int, of: int) -> dict[str, float | int]:
    """Return a share with Wilson's 95 % interval (Wilson 1927) as `value`, `low`, `high`, and its `n`."""
    if of == 0:
        return {"value": 0.0, "low": 0.0, "high": 1.0, "n": 0}
    p, z2 = hits / of, _Z * _Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return {"value": round(p, 4), "low": round(low, 4), "high": round(high, 4), "n": of}
