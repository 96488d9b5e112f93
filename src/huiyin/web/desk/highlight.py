"""Cuts a petition's text where something was read in it, so that the page can mark the evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from huiyin.text import Understanding
from huiyin.text.spans import Span

LEAST = 0.005  # a kind below this would stand on the page with 0 per cent, and says nothing
_STRONGEST = 3  # of what speaks for the likeliest kind
_MOST_ASKED = 0.5  # of a text
_IN_EVERY_LETTER = frozenset("我你您他她它们咱俺自己和与跟同的了是在有也都就，。、 ")
# What a marked stretch speaks for, in the order in which one wins when several overlap.
ROLES = ("urgent", "request", "kind", "nature", "amount", "date", "place", "hint")


@dataclass(frozen=True)
class Stretch:
    """A stretch of text; `role` says what it is evidence of, or nothing."""

    text: str
    role: str = ""


def tells(words: str) -> bool:
    """Return whether words say anything: 我和我 stands in every letter."""
    return not set(words.strip()) <= _IN_EVERY_LETTER


def evidence(seen: Understanding, length: int) -> list[tuple[str, Span]]:
    """Return the strongest stretches that a reading of a text of some length rests on, with what they mean.

    Where nearly all of a letter asks for something, to mark it all would mark nothing.
    """
    asked = sum(span.end - span.start for span in seen.requests if span.where == "text")
    found = [("request", span) for span in seen.requests if asked <= _MOST_ASKED * length]
    likeliest = [span for kind in seen.kinds[:1] for span in kind.evidence if tells(span.text)]
    strongest = list(dict.fromkeys(span.text for span in likeliest))[:_STRONGEST]
    found += [("kind", span) for span in likeliest if span.text in strongest]
    found += [("nature", span) for span in seen.nature.evidence]
    found += [("amount", amount.span) for amount in seen.amounts]
    found += [("date", dated.span) for dated in seen.dates]
    if seen.division:
        found.append(("place", seen.division.span))
    for sign, spans in seen.evidence.items():
        found += [("urgent" if sign == "urgent" else "hint", span) for span in spans]
    return found


def stretches(text: str, found: Iterable[tuple[str, Span]], *, where: str = "text") -> Sequence[Stretch]:
    """Return a text in stretches, each with the most telling role that covers it; joined it is whole."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for role, span in found:
        start, end = max(0, span.start), min(len(text), span.end)
        if span.where == where and start < end:
            opens.setdefault(start, []).append(role)
            closes.setdefault(end, []).append(role)
    open_roles = dict.fromkeys(ROLES, 0)
    cuts = sorted({0, len(text), *opens, *closes})
    out: list[Stretch] = []
    for start, end in pairwise(cuts):
        for role in closes.get(start, ()):
            open_roles[role] -= 1
        for role in opens.get(start, ()):
            open_roles[role] += 1
        out.append(Stretch(text[start:end], next((role for role in ROLES if open_roles[role]), "")))
    return out
