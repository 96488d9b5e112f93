"""A lake of its own for each test, beside the tests' agency."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

FROM_THE_RECORDS = {"test_policies.py", "test_refresh.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is asked of a lake as the same anywhere; how it is filled from the records is not."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and item.path.name not in FROM_THE_RECORDS:
            item.add_marker("anywhere")


@pytest.fixture
def home(agency: None, settings: object) -> Iterator[Path]:
    """The home of this process, without a lake before and after."""
    from django.conf import settings as now

    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)
    yield now.HUIYIN_HOME
    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)
