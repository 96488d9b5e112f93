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

    With `mend` they are written anew, a batch a transaction: an interrupted run goes on harmlessly.
    """
    last = 0
    while True:
        with transaction.atomic():
            batch = list(Matter.objects.select_related("office").filter(pk__gt=last).order_by("pk")[:BATCH])
            if not batch:
                return
            acts: dict[int, list[Act]] = {m.pk: [] for m in batch}
            for act in Act.objects.filter(matter__in=batch).order_by("matter_id", "position"):
                acts[act.matter_id].append(act)
            found = [(m.number, _compare(m, acts[m.pk], mend=mend)) for m in batch]
        yield from found
        last = batch[-1].pk


def _compare(matter: Matter, acts: list[Act], *, mend: bool) -> list[str]:
    values = spine.index_values(matter, acts)
    names = [name for name, value in values.items() if getattr(matter, name) != value]
    if names and mend:
        spine.index(matter, acts)
    return names
