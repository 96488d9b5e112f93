"""The keyed digests by which people and petitions are found, written anew under the present key."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from huiyin.cases import persons
from huiyin.cases.models import Person, Petition
from huiyin.cases.services import same
from huiyin.foundation import crypto

BATCH = 200


@dataclass(frozen=True)
class Reindexed:
    """How many persons and petitions were looked at, of how many, and how many digests changed."""

    seen: int
    total: int
    changed: int


def reindex() -> Iterator[Reindexed]:
    """Write every digest anew that is of an earlier key; yield how far it is.

    May be stopped and begun again; what was erased has no digest and gets none.
    """
    total, seen = Person.objects.count() + Petition.objects.count(), 0
    for batch in (_persons, _petitions):
        last = 0
        while True:
            with transaction.atomic():
                keys, changed = batch(last)
            if not keys:
                break
            last, seen = keys[-1], seen + len(keys)
            yield Reindexed(seen, total, changed)


def _persons(last: int) -> tuple[list[int], int]:
    rows = list(Person.objects.select_for_update().filter(pk__gt=last).order_by("pk")[:BATCH])
    return [row.pk for row in rows], sum(_person(row) for row in rows)


def _petitions(last: int) -> tuple[list[int], int]:
    locked = Petition.objects.select_for_update(of=("self",)).select_related("person")
    rows = list(locked.filter(pk__gt=last).order_by("pk")[:BATCH])
    return [row.pk for row in rows], sum(_petition(row) for row in rows)


def _person(person: Person) -> bool:
    if persons.is_erased(person):
        return False
    given = persons.opened(person)
    return _write(person, **persons.indexes(given))


def _petition(petition: Petition) -> bool:
    code = crypto.house_unseal(petition.code_sealed).decode()
    values = {"code_index": crypto.blind_index(code, about="code")}
    if not persons.is_erased(petition.person):
        values["text_index"] = persons.text_index(persons.words_of(petition).text)
    changed = _write(petition, **values)
    if changed:
        same.learn_again(petition)
    return changed


def _write(row: Person | Petition, **values: str | None) -> bool:
    stale = [name for name, value in values.items() if getattr(row, name) != value]
    for name in stale:
        setattr(row, name, values[name])
    if stale:
        row.save(update_fields=stale)
    return bool(stale)
