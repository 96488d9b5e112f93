"""The index columns of matters, built anew from their acts or compared with them."""

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.foundation.turns import turn

BATCH = 500
_WRITTEN_AT_ONCE = 100


def matters() -> int:
    """Return how many matters there are."""
    return Matter.objects.count()


def differing(*, mend: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield each matter's number with the index columns that do not agree with its acts.

    With `mend` they are written anew: an interrupted run goes on harmlessly.
    """
    last = 0
    while True:
        last, found = batch_after(last, mend=mend)
        if not found:
            return
        yield from found


def batch_after(last: int, *, mend: bool, active: bool = False) -> tuple[int, list[tuple[str, list[str]]]]:
    """Return the last matter of the next batch, and each one's number with the columns that differ.

    Compared without a lock; each that differs is locked and counted again before it is written, so that an
    act that came in between is not lost. `active` leaves out matters that wait for nobody.
    """
    chosen = Matter.objects.select_related("office").filter(pk__gt=last).order_by("pk")
    batch = list((chosen.filter(active=True) if active else chosen)[:BATCH])
    acts = _acts(batch)
    found = [(m, _differs(m, acts[m.pk])) for m in batch]
    if mend and (keys := [m.pk for m, names in found if names]):
        with turn() as held:
            _mend(keys)
        held.let_others_write()
    return (batch[-1].pk if batch else last), [(m.number, names) for m, names in found]


def _acts(batch: Sequence[Matter]) -> Mapping[int, list[Act]]:
    acts: dict[int, list[Act]] = {m.pk: [] for m in batch}
    for act in Act.objects.filter(matter__in=batch).order_by("matter_id", "position"):
        acts[act.matter_id].append(act)
    return acts


def _differs(matter: Matter, acts: Sequence[Act]) -> list[str]:
    values = spine.index_values(matter, acts)
    return [name for name, value in values.items() if getattr(matter, name) != value]


@transaction.atomic
def _mend(keys: Sequence[int]) -> None:
    locked = Matter.objects.select_for_update(of=("self",)).select_related("office")
    batch = list(locked.filter(pk__in=keys).order_by("pk"))
    acts, columns = _acts(batch), {"version"}
    for matter in batch:
        values = spine.index_values(matter, acts[matter.pk])
        columns |= {name for name, value in values.items() if getattr(matter, name) != value}
        for name, value in values.items():
            setattr(matter, name, value)
        matter.version += 1
    Matter.objects.bulk_update(batch, sorted(columns), batch_size=_WRITTEN_AT_ONCE)
