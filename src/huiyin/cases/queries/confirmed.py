"""Petitions whose kind a person confirmed, for learning: opened in memory, redacted, never kept.

Nobody's reach applies and nothing of it is shown to anybody: it is for the jobs that teach the reading of
this installation. Possible accusations and erased persons are never among them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from huiyin.cases import persons
from huiyin.cases.models import Matter, Petition
from huiyin.cases.queries.topics import person_key
from huiyin.foundation import crypto
from huiyin.foundation.models import AuditEntry
from huiyin.text import redact
from huiyin.text.learned.lessons import Confirmed
from huiyin.text.taxonomy import kinds

MOST = 8_000  # matters, the newest: all of them are in memory while models are made
_CHUNK = 200


@dataclass(frozen=True)
class Case:
    """A confirmed petition with the day it came in and the instant its kind was last confirmed."""

    confirmed: Confirmed
    received_on: date
    at: datetime | None


def newest(*, most: int = MOST) -> list[int]:
    """Return the matters whose kind was confirmed, the newest first."""
    return list(_usable().order_by("-pk").values_list("pk", flat=True)[:most])


def kinds_of(matters: Sequence[int]) -> dict[int, str]:
    """Return the confirmed kind of each of these matters that may be learned from."""
    found: dict[int, str] = {}
    for begin in range(0, len(matters), _CHUNK):
        part = matters[begin : begin + _CHUNK]
        found |= dict(_usable().filter(pk__in=part).values_list("pk", "kind"))
    return found


def _usable() -> "QuerySet[Matter]":
    known = Matter.objects.filter(restricted=False, kind__in=list(kinds()))
    return known.filter(nature__in=("claim", "suggestion", "inquiry"))


def confirmed(matters: Sequence[int]) -> Iterator[Case]:
    """Yield what can be learned from these matters: the first petition of each, with what was confirmed."""
    for begin in range(0, len(matters), _CHUNK):
        part = matters[begin : begin + _CHUNK]
        said = _said_at(part)
        rows = Petition.objects.filter(matter__in=_usable().filter(pk__in=part).values("pk"))
        first: dict[int, Petition] = {}
        for petition in rows.select_related("matter", "person").order_by("pk"):
            first.setdefault(petition.matter_id, petition)
        for matter in part:
            if matter in first and (case := _case(first[matter], said.get(matter))):
                yield case


def _said_at(matters: Sequence[int]) -> dict[int, datetime]:
    """Return when each of these matters was last sorted, as the audit log has it."""
    about = [f"matter:{matter}" for matter in matters]
    rows = AuditEntry.objects.filter(about__in=about, action="matter.sort").values_list("about")
    return {int(name.rpartition(":")[2]): at for name, at in rows.annotate(last=Max("at"))}


def _case(petition: Petition, at: datetime | None) -> Case | None:
    try:
        words = persons.words_of(petition)
    except crypto.Erased:
        return None
    if not (words.text or words.title):
        return None  # erased
    person, matter = petition.person, petition.matter
    who = person_key(person.id_index, person.phone_index, person.name_index, petition.text_index)
    said = Confirmed(
        redact(words.title), redact(words.text), matter.kind, matter.nature, who=who, matter=matter.pk
    )
    return Case(said, petition.received_on, at)
