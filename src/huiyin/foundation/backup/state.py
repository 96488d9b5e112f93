"""Which version the tables have, and whether anything is in them."""

import re
from collections.abc import Iterable

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from huiyin.foundation.models import AuditEntry


def applied() -> dict[str, list[str]]:
    """Return the migrations that were applied, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def unknown(app: str, names: Iterable[str]) -> list[str]:
    """Return the migrations of an app that this version does not know: its records come from a newer one."""
    known = {name for label, name in MigrationLoader(None).disk_migrations if label == app}
    return [name for name in names if name not in known]


def newer(theirs: str, ours: str) -> bool:
    """Return whether a version is newer than another."""
    return _parts(theirs) > _parts(ours)


def _parts(version: str) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", version)[:3]]


def filled() -> bool:
    """Return whether anything ever happened in these records."""
    try:
        return AuditEntry.objects.exists()
    except DatabaseError:
        return False  # there are no tables yet
