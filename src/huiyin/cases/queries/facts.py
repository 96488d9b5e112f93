"""What is counted of matters: days, codes and keys, no word of anybody; read in batches, each in few queries.

Possible accusations are left out. A person is a keyed pseudonym, made here from the digests that persons are
found by; neither those nor a key of a person leave this module.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.base.clock import local_day
from huiyin.cases.counted import (
    ActFact,
    DeadlineFact,
    Facts,
    LetterFact,
    MatterFact,
    PetitionFact,
    RatingFact,
    Where,
)
from huiyin.cases.models import Act, Changed, Feedback, Letter, Matter, Petition, SameProposal, Service
from huiyin.cases.queries.courses import Course, course_of, ended_on, outcome_of, review_of
from huiyin.cases.queries.topics import person_key
from huiyin.foundation import crypto
from huiyin.orgs import queries as orgs

PSEUDONYMS = "lake"  # names the key that persons' pseudonyms are made with
_WORDS = frozenset({"text", "near-text"})  # marks of two matters that say the same


_MATTER = (
    *("pk", "joined_to_id", "division", "kind", "office_id", "registered_at_id", "nature", "path"),
    *("provenance", "received_on", "flaws", "late"),
)
_PETITION = (
    *("pk", "matter_id", "channel", "received_on", "persons", "anonymous", "person_id"),
    *("person__id_index", "person__phone_index", "person__name_index", "text_index"),
)


def counted() -> "QuerySet[Matter]":
    """Return the matters that are counted: all but possible accusations (信访工作条例 art 30)."""
    return Matter.objects.filter(restricted=False).exclude(nature="accusation")


def matters() -> int:
    """Return how many matters are counted."""
    return counted().count()


def keys_after(last: int, *, limit: int) -> list[int]:
    """Return the keys of the matters after one, in order."""
    rows = Matter.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    return list(rows[:limit])


def keys_received(first: date, before: date) -> list[int]:
    """Return the keys of the matters received from a day on and before another."""
    rows = Matter.objects.filter(received_on__gte=first, received_on__lt=before)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def changed() -> dict[int, int]:
    """Return the matters that changed since they were last looked at, with how many times."""
    return dict(Changed.objects.order_by("pk").values_list("pk", "times"))


def waiting() -> int:
    """Return how many matters changed since they were last looked at."""
    return Changed.objects.count()


def with_joined(keys: Sequence[int]) -> list[int]:
    """Return matters with those that are handled together with them: what changes one may change those."""
    heads = Matter.objects.filter(pk__in=keys, joined_to__isnull=False).values_list("joined_to", flat=True)
    led = {*keys, *(head for head in heads if head is not None)}
    return sorted(led | {*Matter.objects.filter(joined_to__in=led).values_list("pk", flat=True)})


def facts_of(keys: Sequence[int]) -> Facts:
    """Return the facts of matters, in a number of queries that does not depend on how many they are."""
    rows = list(counted().filter(pk__in=keys).order_by("pk").values_list(*_MATTER))
    here = [row[0] for row in rows]
    offices = {office.id: office for office in orgs.offices()}
    found = Facts()
    courses, wheres = dict[int, Course](), dict[int, Where]()
    acts, petitions = _acts(here), _petitions(here)
    for key, _head, area, kind, office, registered_at, nature, *rest in rows:
        wheres[key] = Where(area or offices[office].division or "", kind, office, registered_at)
        courses[key] = course_of(acts[key], office=offices[office].kind, nature=nature, source=rest[1])
    heads = {row[0]: row[1] or row[0] for row in rows}
    concluded = _concluded({*heads.values()} - courses.keys())
    for row in rows:
        _matter(found, row, wheres[row[0]], courses[row[0]], len(petitions.get(row[0], ())))
    imported = {row[0]: row[8] == "imported" for row in rows}
    ends = concluded | {key: course.state.concluded_on for key, course in courses.items()}
    _add_petitions(found, petitions, wheres, heads, ends, imported, _in_words_of_others(here))
    _add_letters(found, here, wheres)
    return found


def _acts(keys: Sequence[int]) -> Mapping[int, list[tuple[Any, ...]]]:
    acts: dict[int, list[tuple[Any, ...]]] = {key: [] for key in keys}
    rows = Act.objects.filter(matter__in=keys).order_by("matter_id", "position")
    for key, *act in rows.values_list("matter_id", "position", "kind", "day", "fields", "office_id"):
        acts[key].append(tuple(act))
    return acts


def _petitions(keys: Sequence[int]) -> Mapping[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    rows = Petition.objects.filter(matter__in=keys).order_by("pk").values_list(*_PETITION)
    for row in rows:
        found.setdefault(row[1], []).append(row)
    return found


def _in_words_of_others(keys: Sequence[int]) -> set[int]:
    """Return the matters that were found to say what an earlier one says, unless somebody told them apart."""
    rows = SameProposal.objects.filter(matter__in=keys).exclude(state="different")
    found = rows.values_list("matter_id", "marks")
    return {key for key, marks in found if _WORDS & {mark["code"] for mark in marks}}


def _concluded(heads: set[int]) -> dict[int, date | None]:
    return dict(Matter.objects.filter(pk__in=heads).values_list("pk", "concluded_on"))


def _matter(found: Facts, row: tuple[Any, ...], where: Where, course: Course, petitions: int) -> None:
    key, head, *_, nature, path, source, received_on, flaws, late = row
    state, imported = course.state, source == "imported"
    found.matter.append(
        MatterFact(
            *(key, head or key, *where, nature, path or 0, imported, state.stage, received_on),
            *(state.accepted_on, ended_on(state), outcome_of(state), review_of(state)),
            *(petitions, flaws, late),
        )
    )
    found.act.extend(ActFact._make((key, step[0], *where, *step[1:])) for step in course.steps())
    found.deadline.extend(DeadlineFact._make((key, *where, *duty, imported)) for duty in course.duties())


def _add_petitions(
    found: Facts,
    petitions: Mapping[int, list[tuple[Any, ...]]],
    wheres: Mapping[int, Where],
    heads: Mapping[int, int],
    ends: Mapping[int, date | None],
    imported: Mapping[int, bool],
    in_words_of_others: set[int],
) -> None:
    who = _Pseudonyms()
    first = _first_of_each(petitions, heads, who)
    for matter, rows in petitions.items():
        head = heads[matter]
        for row in rows:
            petition, _matter, channel, on, persons, anonymous, *marks = row
            person = who.of(*marks)
            again = first[head, person] < (on, petition)
            found.petition.append(
                PetitionFact(
                    *(petition, matter, head, *wheres[matter], channel, on, person, persons, again),
                    *(matter in in_words_of_others, anonymous, imported[matter], ends.get(head)),
                )
            )


def _first_of_each(
    petitions: Mapping[int, list[tuple[Any, ...]]], heads: Mapping[int, int], who: "_Pseudonyms"
) -> dict[tuple[int, int], tuple[date, int]]:
    """Return each person's first petition about each matter, those about matters joined to it among them."""
    led = {*heads.values()}
    others = Petition.objects.filter(Q(matter__joined_to__in=led) | Q(matter__in=led - heads.keys()))
    rows = [(heads[row[1]], row) for some in petitions.values() for row in some]
    rows += [
        (head or row[1], tuple(row)) for head, *row in others.values_list("matter__joined_to_id", *_PETITION)
    ]
    first: dict[tuple[int, int], tuple[date, int]] = {}
    for head, row in rows:
        which, when = (head, who.of(*row[6:])), (row[3], row[0])
        first[which] = min(first.get(which, when), when)
    return first


class _Pseudonyms:
    """By what one person is told from another in counts; who was erased is told from all others."""

    def __init__(self) -> None:
        self._key = crypto.derived_key(PSEUDONYMS)
        self._made = dict[str, int]()

    def of(self, person: int, id_index: str | None, phone: str | None, name: str | None, text: str) -> int:
        known = id_index or phone or name or text
        said = person_key(id_index, phone, name, text) if known else f"erased:{person}"
        if said not in self._made:
            digest = hmac.digest(self._key, said.encode(), "sha256")
            self._made[said] = int.from_bytes(digest[:8], "big", signed=True)
        return self._made[said]


def _add_letters(found: Facts, keys: Sequence[int], wheres: Mapping[int, Where]) -> None:
    signed = Letter.objects.filter(matter__in=keys, number__isnull=False, discarded=False).order_by("pk")
    served = dict[int, tuple[date | None, str]]()
    for letter, day, how in (
        Service.objects.filter(letter__matter__in=keys)
        .order_by("-day", "-pk")
        .values_list("letter_id", "day", "how")
    ):
        served[letter] = (day, how)
    for letter, matter, kind, on in signed.values_list("pk", "matter_id", "kind", "signed_on"):
        found.letter.append(
            LetterFact._make((letter, matter, *wheres[matter], kind, on, *served.get(letter, (None, ""))))
        )
    ratings = Feedback.objects.filter(petition__matter__in=keys).order_by("pk")
    for petition, matter, at, office, unit in ratings.values_list(
        "petition_id", "petition__matter_id", "at", "petition_office", "unit"
    ):
        found.rating.append(RatingFact(petition, matter, *wheres[matter], local_day(at), office, unit))
