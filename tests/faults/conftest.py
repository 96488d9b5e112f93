"""Installations of their own for the faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site, site


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    """An empty installation."""
    with site(tmp_path / "home") as one:
        yield one


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Site]:
    """A second one, to restore into."""
    with site(tmp_path / "elsewhere" / "home") as other:
        yield other
