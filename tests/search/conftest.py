"""A home of its own for the index of a test, and the worker's turn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huiyin.foundation import keys


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A home and keys of their own, so that the index holds what the test registered."""
    settings.HUIYIN_HOME = tmp_path
    settings.KEYS = keys.load(tmp_path / "keys")
    yield tmp_path
