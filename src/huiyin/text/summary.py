"""One short line that says what a petition is about, safe to show in a list."""

import re
from collections.abc import Callable, Iterator

from huiyin.text.normalise import normalise
from huiyin.text.openings import tells_trouble, to_the_trouble, without_greeting, without_introduction
from huiyin.text.redact import redact

LONGEST = 40
_SAYS_SOMETHING = 4  # characters; shorter is a greeting or a sigh
_LONGEST_ADDRESS = (
    30  # characters of a line that only says to whom, or what comes: "市劳动监察支队：", "情况如下："
)
_FIRST, _READ = 300, 4000  # characters looked at: where nearly every text has said something, and at most
_OPENING = 3  # sentences among which the trouble is looked for: later ones tell only parts of it
_STOPS = re.compile(r"[。！!？?；;\n]+")
_EDGES = " ,，:：、—-·.…"


def headline(text: str, title: str = "") -> str:
    """Return at most 40 redacted characters: the title, or else the first sentence that tells the trouble.

    A text that tells none by its words gives the first sentence that says more than who writes.
    """
    line = _first(title, _saying) or _first(text, _telling)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _first(source: str, choose: Callable[[list[str]], str]) -> str:
    if len(source) > _FIRST:
        # The last piece is left out: the cut may go through a number, which is then not known as one.
        said = choose(_pieces(source[:_FIRST])[:-1])
        if said:
            return said
    pieces = _pieces(source[:_READ])
    return choose(pieces) or _saying(pieces) or next((p for p in pieces if p), "")


def _pieces(source: str) -> list[str]:
    return [" ".join(p.split()) for p in _STOPS.split(_visible(redact(source)))]


def _told(pieces: list[str]) -> Iterator[str]:
    return (p for p in pieces if not (p.endswith(("：", ":")) and len(p) <= _LONGEST_ADDRESS))


def _saying(pieces: list[str]) -> str:
    said = (without_greeting(p).strip(_EDGES) for p in _told(pieces))
    return next((s for s in said if len(s) >= _SAYS_SOMETHING), "")


def _telling(pieces: list[str]) -> str:
    left = (without_introduction(p).strip(_EDGES) for p in _told(pieces))
    said = [s for s in left if len(s) >= _SAYS_SOMETHING]
    first = next(filter(tells_trouble, said[:_OPENING]), said[0] if said else "")
    return to_the_trouble(first, LONGEST).strip(_EDGES)


def _visible(text: str) -> str:
    """Return the text without mark-up and invisible characters, in the width it was typed."""
    normal = normalise(text)
    kept = []
    for at, character in enumerate(normal.text):
        first, last = normal.back(at, at + 1)
        kept.append(character if character in " \n" else text[first:last])
    return "".join(kept)
