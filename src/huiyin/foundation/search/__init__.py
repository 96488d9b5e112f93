"""Search over redacted words, in an index beside the records that can be made anew from them at any time.

Under `HUIYIN_HOME/search` lie one folder a generation of the index and `state.json`, which names the one that
counts. Only the worker (or `huiyin search rebuild`) writes; whoever looks reads anew after each change.
"""

from huiyin.foundation.search.finding import Hit, alike, matching
from huiyin.foundation.search.shelves import Health, Shelf, State, health, shelf
from huiyin.foundation.search.within import Narrowed, Sight
from huiyin.foundation.search.wording import Entry, Said

__all__ = [
    "Entry",
    "Health",
    "Hit",
    "Narrowed",
    "Said",
    "Shelf",
    "Sight",
    "State",
    "alike",
    "health",
    "matching",
    "shelf",
]
