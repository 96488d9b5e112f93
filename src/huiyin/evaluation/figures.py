"""What every table of results is made of: shares with their intervals, and lines of Markdown."""

from collections.abc import Iterable, Sequence

from huiyin.base.share import share

__all__ = ["in_words", "share", "table"]


def in_words(found: dict[str, float | int]) -> str:
    """Return a share as `.853 (.812 to .886, n = 400)`."""
    value, low, high = (f"{found[name]:.3f}".lstrip("0") or "0" for name in ("value", "low", "high"))
    return f"{value} ({low} to {high}, n = {found['n']})"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
