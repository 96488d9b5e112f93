"""Keeps the signature off a page of its own by a little more or less space between lines (GB/T 9704)."""

from collections.abc import Callable
from typing import Any

# What is tried, in this order: lines a little closer, then a little further apart; never more than this.
_PITCHES = (0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 1.02, 1.04, 1.06)
Described = dict[str, Any]


def fitted(described: Described, pages: Callable[[Described], int]) -> Described:
    """Return a letter with the line pitch at which its signature shares the last page with the text.

    As it is where it fits on one page, where it does so anyhow, or where no pitch near the standard's helps.
    """
    if not described["blocks"] or pages(described) == 1 or not _alone(described, pages):
        return described
    usual = described["pitch"]
    tried = ({**described, "pitch": usual * factor} for factor in _PITCHES)
    return next((one for one in tried if not _alone(one, pages)), described)


def _alone(described: Described, pages: Callable[[Described], int]) -> bool:
    """Return whether the last page holds the signature, or a note on attachments, and nothing of the text."""
    return pages(described) > pages({**described, "signed": False, "copies": "", "attachments": []})
