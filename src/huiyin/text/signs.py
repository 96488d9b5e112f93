"""Signs a registrar should see at once: repeated, joint, in hardship, someone's life or health in danger."""

import re
from collections.abc import Sequence

from huiyin.text.learned.evidence import strongest
from huiyin.text.learned.pieces import Pieces
from huiyin.text.learned.shipped import danger
from huiyin.text.reading import Reading
from huiyin.text.spans import Span, outermost

SIGNS = ("repeat", "joint", "hardship", "urgent")
_MOST = 5
_KEPT = 50  # of each sign, before those inside others are left out
# How far "danger" may lie behind "none" and is still shown to a person: chosen on invented examples held out.
_BEHIND = 1.3
# What stands beside danger in the examples and says nothing of it: days, begging, marks.
_BESIDE = re.compile(
    r"(?:[今昨前明后当那每天][天日晚早夜](?![敌然才堂])|[上下中]午|晚上|早上|夜里|半夜|马上|立[刻即]"
    r"|只?求+(?!救|生|死)(?:你们?)?|[^\w\s])+"
)
_FEWEST = 40  # known pieces; of a shorter text only the terms say something


def find_signs(readings: Sequence[Reading], pieces: Pieces) -> dict[str, tuple[Span, ...]]:
    """Return the evidence for each sign, at most five stretches a sign."""
    found: dict[str, list[Span]] = {sign: [] for sign in SIGNS}
    for reading in readings:
        for hit in reading.hits:
            for label, _ in hit.term.labels:
                if label in found and len(found[label]) < _KEPT:
                    found[label].append(reading.span(hit.start, hit.end))
    found["urgent"] = found["urgent"] or _danger(readings, pieces)
    return {sign: outermost(spans)[:_MOST] for sign, spans in found.items()}


def _danger(readings: Sequence[Reading], pieces: Pieces) -> list[Span]:
    """Return what speaks for danger to somebody that no written term names, or nothing."""
    learned = danger()
    if learned is None:
        return []
    heard = learned.heard(pieces)
    scores = dict(zip(learned.labels, learned.weighed(heard).tolist(), strict=True))
    if len(heard.known) < _FEWEST or scores["danger"] < scores["none"] - _BEHIND:
        return []
    leaning = strongest(learned, pieces, heard, "danger", readings)
    if scores["danger"] < scores["none"] and all(_BESIDE.fullmatch(span.text) for span in leaning):
        return []
    return [*(strongest(learned, pieces, heard, "danger", readings, but=_BESIDE) or leaning)]
