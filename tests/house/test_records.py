"""How records are kept: sealed, never edited, in a database that waits in line and can go back."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from huiyin.base.clock import now
from huiyin.foundation import audit
from huiyin.foundation.database import database
from tests.agency import petition
from tests.people import RETIREE, WORKER

OURS = ("foundation", "orgs", "cases", "registers", "reception", "exchange", "insight")


def _columns() -> Iterator[tuple[str, list[Any]]]:
    """Every column of the project's own tables with everything in it."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for column in model._meta.concrete_fields:
                yield (
                    f"{model.__name__}.{column.name}",
                    list(model._base_manager.values_list(column.name, flat=True)),
                )


def _holds(values: list[Any], secret: str) -> bool:
    return any(
        secret.encode() in (bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode())
        for v in values
    )


@pytest.mark.usefixtures("agency")
def test_columns_that_hold_what_people_wrote_are_sealed() -> None:
    petition(
        "灯塔路的工程款一直没有结清，我每周都去问。",
        title="求助：灯塔路",
        person=WORKER,
        companions=(RETIREE,),
        persons=2,
    )
    secrets = [*(vars(WORKER).values()), RETIREE.name, RETIREE.phone, "我每周都去问"]
    columns = dict(_columns())
    assert any(_holds(values, "registered") for values in columns.values()), (
        "the test no longer reads the tables"
    )
    found = [
        (name, secret)
        for name, values in columns.items()
        for secret in secrets
        if secret and _holds(values, secret)
    ]
    assert not found


@pytest.mark.usefixtures("agency")
def test_the_database_refuses_to_change_an_act() -> None:
    matter = petition().matter
    act = apps.get_model("cases", "Act")
    with pytest.raises(DatabaseError), transaction.atomic():
        act.objects.filter(matter_id=matter).update(kind="withdrawn")
    assert list(act.objects.filter(matter_id=matter).values_list("kind", flat=True)) == ["received"]


@pytest.mark.django_db
def test_a_changed_entry_is_found_before_and_after_sealing() -> None:
    entry = apps.get_model("foundation", "AuditEntry")
    for number in range(3):
        audit.record("matter.read", actor="staff:1", about=f"matter:{number}", at=now())
    assert audit.verify().broken is None
    entry.objects.filter(about="matter:1").update(actor="staff:2")
    assert audit.verify().broken is not None
    entry.objects.filter(about="matter:1").update(actor="staff:1")
    assert audit.seal(at=now()) == 3
    assert audit.verify().broken is None
    entry.objects.filter(about="matter:2").delete()
    assert audit.verify().broken == "seal 1"


def test_sqlite_writers_wait_in_line(tmp_path: Path) -> None:
    import sqlite3

    options = database("", tmp_path)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(tmp_path / "records", timeout=options["timeout"], isolation_level=None)
        opened.executescript(options["init_command"])
        return opened

    first = connect()
    assert first.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    first.execute("CREATE TABLE written (number)")
    failures: list[Exception] = []

    def write() -> None:
        try:
            mine = connect()
            for number in range(20):
                mine.execute(f"BEGIN {options['transaction_mode']}")
                mine.execute("SELECT count(*) FROM written").fetchone()
                mine.execute("INSERT INTO written VALUES (?)", (number,))
                mine.execute("COMMIT")
            mine.close()
        except sqlite3.Error as failure:
            failures.append(failure)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    assert first.execute("SELECT count(*) FROM written").fetchone() == (80,)
    first.close()


def test_an_unknown_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="sqlite:// or postgres://"):
        database("mysql://localhost/huiyin", tmp_path)


def test_migrations_are_linear_and_can_be_taken_back() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for label in OURS:
        assert len(loader.graph.leaf_nodes(label)) == 1
        own = [migration for (app, _), migration in loader.disk_migrations.items() if app == label]
        assert own
        for migration in own:
            assert len([parent for parent in migration.dependencies if parent[0] == label]) <= 1
            for operation in migration.operations:
                if isinstance(operation, RunPython | RunSQL):
                    assert operation.reversible, f"{label} {migration.name}"


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_it_was_asked_for() -> None:
    import os

    wanted = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == wanted
