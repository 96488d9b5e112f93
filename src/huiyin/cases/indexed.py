"""What the search index is given of a matter: redacted words only, and of a possible accusation nothing."""

from collections.abc import Sequence
from pathlib import Path

from huiyin.cases import letters as letter_words
from huiyin.cases import persons
from huiyin.cases.models import Letter, Matter, Petition
from huiyin.cases.queries.scope import RE_EXAMINED, REVIEW_STAGES
from huiyin.cases.reviewing import reviewer_key
from huiyin.cases.rules.given import PersonGiven
from huiyin.foundation import crypto
from huiyin.foundation.search import Entry, Said
from huiyin.law.letters import SERVED_ACTS
from huiyin.orgs import queries as orgs
from huiyin.orgs.places import kept
from huiyin.text import redact

_NEWEST = 5  # petitions of one matter whose words are looked through


def names(home: Path) -> tuple[str, ...]:
    """Return the names of the tenant's places and units, which are words of their own."""
    _division, places = kept(home)
    return tuple(dict.fromkeys([*(p.name for p in places), *(o.name for o in orgs.offices())]))


def entries(matters: Sequence[int]) -> tuple[list[Entry], list[int]]:
    """Return what the index keeps of matters, and those of which it keeps nothing.

    Nothing of a possible accusation, nothing where everybody was erased.
    """
    rows = list(Matter.objects.filter(pk__in=matters, restricted=False).select_related("office__superior"))
    said = _said([row.pk for row in rows])
    found = [_entry(row, said[row.pk]) for row in rows if row.pk in said]
    return found, sorted(set(matters) - {entry.matter for entry in found})


def _entry(row: Matter, said: Said) -> Entry:
    due = row.next_due if row.active else None
    return Entry(
        row.pk,
        row.office_id,
        row.registered_at_id,
        _reviewers(row),
        row.kind,
        row.stage,
        row.division,
        row.received_on,
        due,
        said,
    )


def _reviewers(row: Matter) -> tuple[int, ...]:
    """Return the offices that see a matter for its review, and once it is re-examined for that."""
    first = reviewer_key(row.office) if row.stage in REVIEW_STAGES else None
    further = reviewer_key(row.office, again=True) if row.stage in RE_EXAMINED else None
    return tuple(key for key in (first, further) if key)


def _said(matters: Sequence[int]) -> dict[int, Said]:
    """Return the redacted words of matters in which somebody is left who was not erased."""
    asked = Petition.objects.filter(matter__in=matters).exclude(person__key=b"")
    petitions: dict[int, list[Petition]] = {}
    for petition in (
        asked.select_related("person", "behalf_of").prefetch_related("companions").order_by("-pk")
    ):
        petitions.setdefault(petition.matter_id, []).append(petition)
    answers = _answers(list(petitions))
    return {key: _one(rows[:_NEWEST], answers.get(key, "")) for key, rows in petitions.items()}


def _one(petitions: Sequence[Petition], answer: str) -> Said:
    people = [
        persons.opened(person)
        for petition in petitions
        for person in (petition.person, petition.behalf_of, *petition.companions.all())
        if person is not None
    ]
    words = [persons.words_of(petition) for petition in reversed(petitions)]
    title = next((said.title for said in words if said.title), "")
    hidden = [
        redact(persons.without(part, people, reader=PersonGiven()))
        for part in (title, "\n".join(dict.fromkeys(said.text for said in words)), answer)
    ]
    return Said(*hidden)


def _answers(matters: Sequence[int]) -> dict[int, str]:
    """Return the words of the newest signed answer of each matter."""
    signed = Letter.objects.filter(
        matter__in=matters, number__isnull=False, discarded=False, act__in=SERVED_ACTS
    )
    found: dict[int, str] = {}
    for letter in signed.select_related("matter").order_by("pk"):
        try:
            content = letter_words.content_of(letter, letter.matter)
        except crypto.Erased:
            continue
        found[letter.matter_id] = "\n".join(content.values())
    return found
