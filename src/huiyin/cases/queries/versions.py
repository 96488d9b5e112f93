"""The saved versions of a letter, and what changed from one to another."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.base.errors import NotFound
from huiyin.cases import letters as words
from huiyin.cases.models import Letter, LetterVersion
from huiyin.cases.queries.scope import readable_letters
from huiyin.cases.rules.differences import Changed, between
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class VersionRow:
    """One saved version: who saved it and when, and in how many elements it differs from the one before."""

    version: int
    by: str
    at: datetime
    changed: int | None


@dataclass(frozen=True)
class VersionsView:
    """The versions of a letter, the latest first, and what changed from `old` to `new`."""

    letter: int
    matter: int
    kind: str
    number: str
    rows: Sequence[VersionRow]
    old: int
    new: int
    changed: Sequence[Changed]


def versions(actor: Actor, letter_id: int, *, old: int = 0, new: int = 0, at: datetime) -> VersionsView:
    """Return the versions of a letter and the differences of two, the last two unless others are named.

    Puts on record that they were read. Raises NotFound.
    """
    letter = (
        readable_letters(actor, void=True).select_related("matter", "drafted_by").filter(pk=letter_id).first()
    )
    if letter is None:
        raise NotFound("cases.no_letter")
    audit.record("letter.versions", actor=actor.label, about=f"letter:{letter.pk}", at=at)
    saved = _saved(letter)
    known = sorted(saved)
    new = new if new in saved else known[-1]
    before = [version for version in known if version < new]
    old = old if old in saved else (before[-1] if before else new)
    rows = [
        VersionRow(v, saved[v][0], saved[v][1], _differing(saved, known, place))
        for place, v in enumerate(known)
    ]
    return VersionsView(
        letter=letter.pk,
        matter=letter.matter_id,
        kind=letter.kind,
        number=letter.number or "",
        rows=rows[::-1],
        old=old,
        new=new,
        changed=between(saved[old][2], saved[new][2]),
    )


Saved = Mapping[int, tuple[str, datetime, Mapping[str, str]]]


def _saved(letter: Letter) -> Saved:
    """Return every version with who saved it, when, and its words; before versions were kept there is one."""
    found: dict[int, tuple[str, datetime, Mapping[str, str]]] = {}
    for row in LetterVersion.objects.filter(letter=letter).select_related("by").order_by("version"):
        if not row.content_sealed:
            raise crypto.Erased("crypto.erased")
        text = crypto.unseal_text(crypto.open_key(letter.matter.key), row.content_sealed, about="letter")
        found[row.version] = (row.by.name if row.by else "", row.at, json.loads(text))
    if letter.version not in found:
        by = letter.drafted_by.name if letter.drafted_by and not found else ""
        found[letter.version] = (by, letter.changed, words.content_of(letter, letter.matter))
    return found


def _differing(saved: Saved, known: Sequence[int], place: int) -> int | None:
    if not place:
        return None
    old, new = saved[known[place - 1]][2], saved[known[place]][2]
    return sum(old.get(name, "") != new.get(name, "") for name in {*old, *new})


def latest(letter_id: int) -> tuple[str, datetime] | None:
    """Return who saved the latest version of a letter and when. The caller has shown the letter already."""
    row = LetterVersion.objects.filter(letter_id=letter_id).select_related("by").order_by("-version").first()
    return (row.by.name if row.by else "", row.at) if row else None


def count(letter_id: int) -> int:
    """Return how many versions of a letter were kept. The caller has shown the letter already."""
    return LetterVersion.objects.filter(letter_id=letter_id).count()
