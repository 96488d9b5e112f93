"""The words that announce a person, and those that follow a name."""

from collections.abc import Iterable, Iterator
from operator import add

from huiyin.text.redact.lists import words

_FILE = "announcing.txt"


class Words:
    """Literal words looked for all at once."""

    def __init__(self, known: Iterable[str]) -> None:
        """Sort the words by their first two characters."""
        self._by_start: dict[str, tuple[str, ...]] = {}
        for word in sorted(set(known), key=len, reverse=True):
            self._by_start[word[:2]] = (*self._by_start.get(word[:2], ()), word)

    def hits(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each place where a word stands, with the words that stand there, the longest first."""
        for at, beginning in enumerate(map(self._by_start.get, map(add, text, text[1:]))):
            if beginning and (there := [word for word in beginning if text.startswith(word, at)]):
                yield at, there


KIN = frozenset(words(_FILE, "kin"))
ANNOUNCERS = KIN | frozenset(words(_FILE, "roles"))
TITLES = frozenset(words(_FILE, "titles"))
AROUND = Words(ANNOUNCERS | TITLES)
TITLED = words(_FILE, "titled")
