"""The independent closing check (销号): who may decide it, and against what (信访工作条例 art 27)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# What art 27 asks for each thing that was asked: reasonable ones solved, others explained, hardship helped.
OUTCOMES = ("solved", "explained", "helped")
# How one knows: the petitioner says so, or somebody looked after them and saw.
WORDS = ("petitioner", "check-in")


@dataclass(frozen=True)
class Checker:
    """Somebody who wants to decide: where the power is held, and at which offices there is a post."""

    staff: int | None
    may_check_at: Collection[int]
    posts_at: Collection[int]


def why_not(checker: Checker, *, handled_by: Collection[int], worked: Collection[int]) -> str:
    """Return why somebody may not decide a closing, or nothing.

    `handled_by` are the offices that handled the matter, `worked` the staff who ever worked on it. Whoever
    decides holds the power at another office, has no post where it was handled, and never worked on it.
    """
    if checker.staff is None or not set(checker.may_check_at) - set(handled_by):
        return "another_office"
    if set(checker.posts_at) & set(handled_by):
        return "own_office"
    if checker.staff in worked:
        return "worked_on_it"
    return ""


@dataclass(frozen=True)
class Checks:
    """What the office puts forward: an outcome for each thing asked, and whose word it is, of which day."""

    outcomes: Sequence[str]
    word: str
    word_on: date | None


def read_checks(outcomes: Sequence[str], word: str, word_on: date | None) -> Checks:
    """Return the checks as they were filled in."""
    return Checks(tuple(outcomes), word, word_on)


def gaps(checks: Checks, *, requests: int, since: date, today: date) -> tuple[str, ...]:
    """Return what a proposal to close lacks: `outcomes`, `word`, `word_on`.

    The petitioner's word must be of a day since the matter went into the register.
    """
    found: list[str] = []
    told = [outcome for outcome in checks.outcomes if outcome in OUTCOMES]
    if len(told) < max(requests, 1) or len(told) != len(checks.outcomes):
        found.append("outcomes")
    if checks.word not in WORDS:
        found.append("word")
    if checks.word_on is None or not since <= checks.word_on <= today:
        found.append("word_on")
    return tuple(found)


def as_fields(checks: Checks) -> Mapping[str, object]:
    """Return the checks as they go on record: codes and a day."""
    day = checks.word_on.isoformat() if checks.word_on else ""
    return {"outcomes": list(checks.outcomes), "word": checks.word, "word_on": day}
