"""What speaks for two matters being one, how much it says, and when they may be joined."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

CANDIDATES = 30  # looked at for one petition, the newest first
# Marks of the person, of the words, and of another system's number. Codes, never what they stand for.
OF_THE_PERSON = ("phone", "id-number", "name-address")
OF_THE_WORDS = ("text", "near-text")
MARKS = (*OF_THE_PERSON, *OF_THE_WORDS, "source-number")
CONFIDENCES = ("strong", "likely", "weak")
# Why two matters are joined by hand; free words would carry personal data into a clear column.
JOIN_REASONS = ("same-claim", "same-petitioner", "joint", "entered-twice")


@dataclass(frozen=True)
class Mark:
    """One thing that two petitions have in common; `similarity` in whole per cent, for texts nearly alike."""

    code: str
    similarity: int = 0


def confidence(marks: Collection[Mark]) -> str:
    """Return how much the marks say of two matters being one: strong, likely or weak.

    The same person may well have two matters, so a mark of the person alone is weak. It says nothing of the
    person.
    """
    codes = {mark.code for mark in marks}
    person, words = bool(codes & set(OF_THE_PERSON)), bool(codes & set(OF_THE_WORDS))
    if (person and words) or ("source-number" in codes and (person or words)):
        return "strong"
    return "likely" if words or "source-number" in codes else "weak"


def merged(before: Sequence[Mark], more: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return all marks, each once at its highest likeness; an identical text is not nearly alike too."""
    found: dict[str, Mark] = {}
    for mark in (*before, *more):
        known = found.get(mark.code)
        if known is None or mark.similarity > known.similarity:
            found[mark.code] = mark
    if "text" in found:
        found.pop("near-text", None)
    return tuple(found[code] for code in MARKS if code in found)


@dataclass(frozen=True)
class Side:
    """What the rules ask of a matter before it is joined to another."""

    id: int
    office: int
    restricted: bool
    leading: int | None


def joining_refused(matter: Side, into: Side) -> str:
    """Return the code of why one matter cannot be joined to another, or nothing. `into` is the head it leads.

    Both rest with one office, so that whoever handles the leading matter also sees the petitions joined to it
    and no deadline gets out of sight.
    """
    if into.id == matter.id:
        return "same.itself"
    if matter.leading is not None:
        return "same.joined_already"
    if matter.restricted != into.restricted:
        return "same.restricted_apart"
    if matter.office != into.office:
        return "same.other_office"
    return ""
