"""A redacted text and the way between it and the text as given."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.text.redact.found import Finding
from huiyin.text.redact.masks import placeholders as placeholders_for


@dataclass(frozen=True, slots=True)
class Redaction:
    """The redacted text, what was masked in the text as given, and where each mask stands.

    It holds the details themselves: only for those who may see the original.
    """

    text: str
    findings: tuple[Finding, ...]
    places: tuple[tuple[int, int], ...]

    def to_given(self, start: int, end: int) -> tuple[int, int]:
        """Return offsets in the text as given; a stretch that touches a mask takes in the whole detail."""
        theirs = [(f.start, f.end) for f in self.findings]
        return _moved(self.places, theirs, start, end)

    def to_redacted(self, start: int, end: int) -> tuple[int, int]:
        """Return offsets in the redacted text; a stretch that touches a detail takes in the whole mask."""
        theirs = [(f.start, f.end) for f in self.findings]
        return _moved(theirs, self.places, start, end)

    def restored(self) -> str:
        """Return the text as given."""
        return _spliced(self.text, self.places, [f.text for f in self.findings])


def redaction_of(text: str, stars: str, found: Sequence[Finding], *, placeholders: bool) -> Redaction:
    """Return the redaction of a text of which the stars and the findings are known."""
    merged = _merged(text, found)
    spans = [(f.start, f.end) for f in merged]
    masks = placeholders_for(merged) if placeholders else [stars[start:end] for start, end in spans]
    places, shift = [], 0
    for (start, end), mask in zip(spans, masks, strict=True):
        places.append((start + shift, start + shift + len(mask)))
        shift += len(mask) - (end - start)
    return Redaction(_spliced(text, spans, masks), merged, tuple(places))


def _merged(text: str, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Join findings that overlap: a later look may find more around what an earlier one masked."""
    out: list[Finding] = []
    for finding in found:
        if out and finding.start < out[-1].end:
            last = out.pop()
            end = max(last.end, finding.end)
            out.append(
                Finding(
                    last.kind,
                    last.start,
                    end,
                    text[last.start : end],
                    max(last.confidence, finding.confidence),
                )
            )
        else:
            out.append(finding)
    return tuple(out)


def _spliced(text: str, spans: Sequence[tuple[int, int]], instead: Sequence[str]) -> str:
    pieces, at = [], 0
    for (start, end), new in zip(spans, instead, strict=True):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def _moved(
    here: Sequence[tuple[int, int]], there: Sequence[tuple[int, int]], start: int, end: int
) -> tuple[int, int]:
    starts = [first for first, _ in here]
    first = _end_of(here, there, bisect_right(starts, start) - 1, start, 0)
    last = _end_of(here, there, bisect_right(starts, max(start, end - 1)) - 1, end, 1)
    return first, last


def _end_of(
    here: Sequence[tuple[int, int]], there: Sequence[tuple[int, int]], which: int, at: int, side: int
) -> int:
    if which < 0:
        return at
    inside = at < here[which][1] or (side == 1 and at <= here[which][1])
    return there[which][side] if inside else at + there[which][1] - here[which][1]
