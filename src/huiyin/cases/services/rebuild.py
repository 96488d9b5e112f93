"""The index columns of matters, built anew from their acts or compared with them."""

from collections.abc import Iterator

from django.db import transaction

from huiyin.cases import spine
from huiyin.cases.models import Act, Matter

BATCH = 500


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
    acts: dict[int, list[Act]] = {m.pk: [] for m in batch}
    for act in Act.objects.filter(matter__in=batch).order_by("matter_id", "position"):
        acts[act.matter_id].append(act)
    found = [(m, _differs(m, acts[m.pk])) for m in batch]
    if mend and any(names for _, names in found):
        with transaction.atomic():
            for matter, names in found:
                if names:
                    _mend(matter.pk)
    return (batch[-1].pk if batch else last), [(m.number, names) for m, names in found]


def _differs(matter: Matter, acts: list[Act]) -> list[str]:
    values = spine.index_values(matter, acts)
    return [name for name, value in values.items() if getattr(matter, name) != value]


def _mend(matter_id: int) -> None:
    matter = (
        Matter.objects.select_for_update(of=("self",)).select_related("office").filter(pk=matter_id).first()
    )
    if matter is not None:
        acts = list(Act.objects.filter(matter=matter).order_by("position"))
        if _differs(matter, acts):
            spine.index(matter, acts)
