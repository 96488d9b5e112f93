"""The look-ups by digest: earlier petitions of a person, in these words; those nearly in the same words.

Registering a petition takes the first one. Plain SQL, the same on both databases: the ORM took nine tenths of
the time to put the statements together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.cases.models import Matter, Person, Petition
from huiyin.cases.rules.same import CANDIDATES
from huiyin.foundation.statements import run
from huiyin.text.near import BANDS

# A missing value is NULL, which equals nothing, so its part is never looked through.
_STATEMENT = f"""
SELECT p.matter_id, m.joined_to_id, m.restricted,
       p.text_index, p.source_id, r.phone_index, r.id_index, r.name_index
FROM cases_petition p
JOIN cases_person r ON r.id = p.person_id
JOIN cases_matter m ON m.id = p.matter_id
WHERE p.id IN (
    SELECT a.id FROM cases_petition a WHERE a.person_id IN (
        SELECT id FROM cases_person WHERE phone_index = %s
        UNION SELECT id FROM cases_person WHERE id_index = %s
        UNION SELECT id FROM cases_person WHERE name_index = %s)
    UNION
    SELECT b.id FROM (
        SELECT id FROM cases_petition WHERE text_index = %s ORDER BY id DESC LIMIT {CANDIDATES + 1}) b
    UNION
    SELECT c.id FROM cases_petition c WHERE c.source_id = %s AND c.source_id <> ''
) AND p.id <> %s
ORDER BY p.id DESC LIMIT {CANDIDATES}
"""  # noqa: S608 - no input in it
# The newest of each band: a form letter has thousands that share them all.
_OF_A_BAND = f"""
SELECT petition_id FROM (
    SELECT petition_id FROM cases_nearkey WHERE key = %s ORDER BY petition_id DESC LIMIT {CANDIDATES + 1}
) band"""  # noqa: S608 - no input in it
_OF_ALL_BANDS = " UNION ".join([_OF_A_BAND] * BANDS)


_PETITION = ("id", "title_sealed", "text_sealed", "text_index", "source_id")
_MATTER = ("id", "restricted", "joined_to_id")
_PERSON = ("id", "key", "phone_index", "id_index", "name_index")
_READ = [
    f"{table}.{column}" for table, of in (("p", _PETITION), ("m", _MATTER), ("r", _PERSON)) for column in of
]
_OF_A_PETITION = f"""
SELECT {", ".join(_READ)}
FROM cases_petition p
JOIN cases_person r ON r.id = p.person_id
JOIN cases_matter m ON m.id = p.matter_id
WHERE p.id IN ({", ".join(["%s"] * CANDIDATES)})
ORDER BY p.id DESC
"""  # noqa: S608 - no input in it


@dataclass(frozen=True)
class Compared:
    """What is compared of an earlier petition: its matter, the one that leads it, and keyed digests."""

    matter: int
    leading: int | None
    restricted: bool
    text: str
    source: str
    phone: str | None
    id_number: str | None
    name: str | None


def alike(petition: Petition) -> list[Compared]:
    """Return the newest petitions by the same person, in the same words, or of the same source number."""
    person = petition.person
    marks = (person.phone_index, person.id_index, person.name_index, petition.text_index)
    asked = [mark or None for mark in marks]
    values = [*asked, petition.source_id or None, petition.pk]
    return [
        Compared(matter, leading, bool(restricted), *digests)
        for matter, leading, restricted, *digests in run(_STATEMENT, values)
    ]


def texts(keys: Sequence[int]) -> list[Petition]:
    """Return petitions, at most CANDIDATES, the newest first, with nothing but what is compared of them."""
    asked = [*keys, *[0] * (CANDIDATES - len(keys))]
    return [_petition(row) for row in run(_OF_A_PETITION, asked)]


def _petition(row: Sequence[Any]) -> Petition:
    own, matter, person = row[: len(_PETITION)], row[len(_PETITION) : -len(_PERSON)], row[-len(_PERSON) :]
    return Petition(
        **dict(zip(_PETITION, own, strict=True)),
        matter=Matter(**dict(zip(_MATTER, matter, strict=True))),
        person=Person(**dict(zip(_PERSON, person, strict=True))),
    )


def sharing(keys: Sequence[int], petition: int) -> list[int]:
    """Return the newest other petitions that share a band with one, at most CANDIDATES."""
    if len(keys) != BANDS:
        return []
    rows = run(_OF_ALL_BANDS, keys)
    found = {int(row[0]) for row in rows} - {petition}
    return sorted(found, reverse=True)[:CANDIDATES]
