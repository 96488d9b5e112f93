"""Rows with few persons are put together, so that each that is shown is none, or five and more."""

from collections.abc import Callable, Mapping, Sequence

from huiyin.stats.disclosure import SMALL

Counted = Mapping[str, Sequence[int]]  # persons of a row in each period
_LEAST = 2  # a row alone would be itself under another name


def together(persons: Counted, count: Callable[[Sequence[str]], Sequence[int]]) -> Sequence[str]:
    """Return the rows to be put together as "others", none where every one may stand alone.

    `count` says how many persons stand behind several rows in each period: one who is in two of them is one.
    Rows are added, those with fewest first, until the others are many enough in every period, too.
    """
    few = [name for name, row in persons.items() if tells(row)]
    rest = sorted(persons.keys() - {*few}, key=lambda name: (sum(persons[name]), name))
    while few and rest and (len(few) < _LEAST or tells(count(few))):
        few.append(rest.pop(0))
    return sorted(few)


def tells(row: Sequence[int]) -> bool:
    """Return whether fewer than five persons, but somebody, stand behind one of several numbers."""
    return any(0 < n < SMALL for n in row)
