"""A new ring key takes over: every data key and house seal is hung on it, while the site goes on serving."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import BinaryField, Model

from huiyin.foundation import crypto, files

BATCH = 500
HOUSE = "house"


@dataclass(frozen=True)
class Passed:
    """How far a pass over everything sealed has come: what was looked at, and what was hung anew."""

    where: str
    seen: int
    total: int
    changed: int


def sealed_columns() -> Iterator[tuple[type[Model], str]]:
    """Yield every binary column of the project's own tables; what hangs on a ring key stands in one."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("huiyin."):
            for column in model._meta.concrete_fields:
                if isinstance(column, BinaryField):
                    yield model, column.name


def one_pass() -> Iterator[Passed]:
    """Hang on the current key whatever hangs on another one, a batch a transaction; yield how far it is.

    May be stopped and begun again at any time: what is done already is passed over.
    """
    for model, column in sealed_columns():
        yield from _rows(model, column)
    root = settings.HUIYIN_HOME / "files"
    places = list(files.kept(root, shelf=HOUSE))
    for seen, place in enumerate(places, start=1):
        changed = _file(place, root)
        yield Passed("files", seen, len(places), int(changed))


def _rows(model: type[Model], column: str) -> Iterator[Passed]:
    rows, last, seen = model._base_manager.order_by("pk"), 0, 0
    total = rows.count()
    while batch := list(rows.filter(pk__gt=last).values_list("pk", column)[:BATCH]):
        changed, older = 0, [(key, bytes(value)) for key, value in batch if value]
        fresh = {key: anew for key, value in older if (anew := crypto.rewrapped(value))}
        if fresh:  # what needs nothing takes no lock from others
            with transaction.atomic():
                for key, value in older:
                    if key in fresh:  # and only if nobody changed or erased it meanwhile
                        unchanged = rows.filter(pk=key, **{column: value})
                        changed += unchanged.update(**{column: fresh[key]})
        last, seen = batch[-1][0], seen + len(batch)
        yield Passed(f"{model._meta.label}.{column}", seen, total, changed)


def _file(place: Path, root: Path) -> bool:
    return files.changed(place, crypto.rewrapped, root=root)


def left(name: str) -> int:
    """Return how many values still hang on a ring key."""
    prefix, found = f"{name}:".encode(), 0
    for model, column in sealed_columns():
        values = model._base_manager.order_by("pk").values_list(column, flat=True)
        found += sum(bytes(v[: len(prefix)]) == prefix for v in values.iterator(BATCH) if v)
    root = settings.HUIYIN_HOME / "files"
    return found + sum(_begins(place, prefix) for place in files.kept(root, shelf=HOUSE))


def _begins(place: Path, prefix: bytes) -> bool:
    try:
        with place.open("rb") as file:
            return file.read(len(prefix)) == prefix
    except FileNotFoundError:
        return False
