"""Masks what points to one person: numbers, contacts, plates, addresses below the town, names."""

from huiyin.text.normalise import Normal
from huiyin.text.redact.addresses import addresses
from huiyin.text.redact.contacts import contacts
from huiyin.text.redact.found import Finding, Spots, Whose, legible, spaced
from huiyin.text.redact.masks import KINDS, masked
from huiyin.text.redact.names import names
from huiyin.text.redact.numbers import numbers
from huiyin.text.redact.redaction import Redaction, redaction_of

__all__ = ["KINDS", "Finding", "Redaction", "Whose", "findings", "redact", "redaction"]


def redact(text: str, *, whose: Whose = "petitioner") -> str:
    """Return the text with what points to a person masked, character for character.

    Masking again changes nothing. Of an office's own text (`whose="office"`) its landlines and its
    address stay; hotlines always stay.
    """
    return _stars(text, whose)[0]


def findings(text: str, *, whose: Whose = "petitioner") -> tuple[Finding, ...]:
    """Return what `redact` masks, from left to right, with its place in the text as given."""
    return _stars(text, whose)[1]


def redaction(text: str, *, whose: Whose = "petitioner", placeholders: bool = False) -> Redaction:
    """Return the redacted text with the way back, for those who hold the original.

    With `placeholders`, `[姓名1]` and the like stand in, the same for the same detail of one text.
    """
    stars, found = _stars(text, whose)
    return redaction_of(text, stars, found, placeholders=placeholders)


def _stars(text: str, whose: Whose) -> tuple[str, tuple[Finding, ...]]:
    """Mask until nothing more is found: what is masked may uncover what stands beside it."""
    seen, found = text, dict[tuple[int, int], Finding]()
    while True:
        before = seen
        if (apart := spaced(seen)) != seen:
            seen = _masked_once(text, seen, legible(apart), whose, found)
        seen = _masked_once(text, seen, legible(seen), whose, found)
        if seen == before:
            return seen, tuple(found[place] for place in sorted(found))


def _masked_once(
    text: str, seen: str, normal: Normal, whose: Whose, found: dict[tuple[int, int], Finding]
) -> str:
    fresh: list[tuple[int, int, str]] = []
    for spot in _spots(normal.text, whose):
        start, end = normal.back(spot.start, spot.end)
        stars = masked(seen[start:end], spot.kind)
        if stars != seen[start:end]:
            fresh.append((start, end, stars))
            found[start, end] = Finding(spot.kind, start, end, text[start:end], spot.confidence)
    return _replaced(seen, fresh) if fresh else seen


def _replaced(text: str, stars: list[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for start, end, mask in stars:
        pieces += [text[at:start], mask]
        at = end
    return "".join([*pieces, text[at:]])


def _spots(text: str, whose: Whose) -> Spots:
    spots = Spots(len(text))
    spots.add(contacts(text))
    spots.add(numbers(text, whose))
    spots.add(addresses(text, whose))
    spots.add(names(text, spots))
    return spots
