"""Fixtures of the house tests."""

from typing import Any

import pytest


@pytest.fixture
def agency(db: None, settings: Any) -> None:
    """The tests' own agency, set up in the database."""
    from tests.agency import set_up  # not at the top: conftests are read before Django is set up

    set_up(settings)
