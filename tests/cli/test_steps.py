"""Whether the database lacks a step is known without working the steps out."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from huiyin.cli.site import up_to_date, waiting_migrations


@pytest.mark.django_db
@pytest.mark.parametrize(
    "step", [("cases", "0001_initial"), ("orgs", "0001_initial"), ("sessions", "0001_initial")]
)
def test_a_step_that_is_missing_is_noticed(step: tuple[str, str]) -> None:
    assert up_to_date() and waiting_migrations() == 0
    MigrationRecorder(connection).record_unapplied(*step)
    assert not up_to_date()


@pytest.mark.django_db
def test_a_step_of_a_later_version_is_no_step_that_waits() -> None:
    MigrationRecorder(connection).record_applied("cases", "9999_of_tomorrow")
    assert up_to_date()
