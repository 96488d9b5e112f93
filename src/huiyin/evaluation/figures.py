"""What every table of results is made of: shares with their intervals, and lines of Markdown."""

from collections.abc import Iterable, Sequence
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


def in_words(found: dict[str, float | int]) -> str:
    """Return a share as `.853 (.812 to .886, n = 400)`."""
    value, low, high = (f"{found[name]:.3f}".lstrip("0") or "0" for name in ("value", "low", "high"))
    return f"{value} ({low} to {high}, n = {found['n']})"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
