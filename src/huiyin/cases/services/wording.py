"""The parts of letters that an agency may word itself; what the law wants in a letter stays in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from huiyin.base.errors import NotFound
from huiyin.cases.rules.letters import MARK, parts
from huiyin.cases.rules.wording import EVERYWHERE, checked, places
from huiyin.foundation.own import OwnWords, own, words_on
from huiyin.foundation.wording import catalogue
from huiyin.law.letters import LETTER_KINDS
from huiyin.orgs import own as kept
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class WordingRow:
    """A part of a letter: the usual words, the agency's own today and later, what it must and may say."""

    kind: str
    element: str
    usual: str
    own: str
    later: Sequence[OwnWords]
    must: tuple[str, ...]
    may: tuple[str, ...]


def wordings(*, on: date) -> Sequence[WordingRow]:
    """Return every part of every letter that begins with words of the system, as on a day."""
    return [
        _row(kind, part, on)
        for kind in MARK
        if kind in LETTER_KINDS
        for part in parts(kind)
        if _usual(kind, part)
    ]


def wording(kind: str, element: str, *, on: date) -> WordingRow:
    """Return one part of a letter. Raises NotFound for what no agency words itself."""
    if (
        kind not in MARK
        or kind not in LETTER_KINDS
        or element not in parts(kind)
        or not _usual(kind, element)
    ):
        raise NotFound("cases.no_wording")
    return _row(kind, element, on)


def _row(kind: str, element: str, on: date) -> WordingRow:
    usual, home = _usual(kind, element), settings.HUIYIN_HOME
    later = [w for w in own(home).words if (w.kind, w.element) == (kind, element) and w.since > on]
    must = places(usual)
    may = tuple(name for name in EVERYWHERE if name not in must)
    return WordingRow(
        kind,
        element,
        usual,
        words_on(home, kind, element, on),
        sorted(later, key=lambda w: w.since),
        must,
        may,
    )


def _usual(kind: str, element: str) -> str:
    words = catalogue("zh")  # letters are written in Chinese
    return words.get(f"letter.draft.{kind}.{element}") or words.get(f"letter.draft.any.{element}", "")


@transaction.atomic
def keep_words(
    kind: str,
    element: str,
    text: str,
    *,
    since: date,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    reason: str = "",
) -> None:
    """Keep how the agency words a part of a letter from a day on; empty goes back to the usual words."""
    row = wording(kind, element, on=since)
    said = checked(text, row.usual)
    kept.keep_words(kind, element, said, since=since, by=by, at=at, seen=seen, reason=reason)
