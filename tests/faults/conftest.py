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


@pytest.fixture(scope="session")
def set_up_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation that is set up once and copied by those who need one."""
    with site(tmp_path_factory.mktemp("set-up") / "home") as one:
        one.home.mkdir()
        one.set_up().python("from huiyin.orgs.services import ensure_intake_office; ensure_intake_office()")
        yield one


@pytest.fixture
def ready(set_up_once: Site, tmp_path: Path) -> Iterator[Site]:
    """An installation that can take petitions in and has none."""
    with site(tmp_path / "home", like=set_up_once) as one:
        yield one


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Site]:
    """A second one, to restore into."""
    with site(tmp_path / "elsewhere" / "home") as other:
        yield other
