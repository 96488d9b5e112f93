"""A lake of its own for each test, beside the tests' agency."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def home(agency: None, settings: object) -> Iterator[Path]:
    """The home of this process, without a lake before and after."""
    from django.conf import settings as now

    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)
    yield now.HUIYIN_HOME
    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)
