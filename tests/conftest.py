"""Shared by every test: a home of its own for each process, nothing taken over from the developer's shell."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadFileScheduling

# The settings are read on first use, so the home must be known before any test module imports Django. For the
# same reason the settings module is named here and not in pyproject.toml: there pytest-django would load it
# before this file. Each pytest-xdist worker imports this file too and so gets a home of its own.
# Three are kept: HUIYIN_DATA names real public rows, which are never part of the repository; HUIYIN_PICTURES
# the folder for screenshots that people look at; HUIYIN_PLAYED the home of an invented agency for the walks.
KEPT = {"HUIYIN_DATA", "HUIYIN_PICTURES", "HUIYIN_PLAYED"}
for name in [n for n in os.environ if n.startswith("HUIYIN_") and n not in KEPT]:
    del os.environ[name]
HOME = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
os.environ["HUIYIN_HOME"] = str(HOME)
os.environ["HUIYIN_MODE"] = "development"
os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.foundation.settings"


# The longest files of the suite, longest first (`--durations=60` shows them).
LONGEST = (
    "tests/web/test_routes.py",
    "tests/browser/test_accessible.py",
    "tests/browser/test_main_job.py",
    "tests/browser/test_reception.py",
    "tests/browser/test_tour.py",
    "tests/faults/test_restore.py",
    "tests/personal/test_keys.py",
    "tests/cases/test_learning.py",
    "tests/cli/test_commands.py",
    "tests/cli/test_other_systems.py",
    "tests/cli/test_learning.py",
    "tests/faults/test_database_away.py",
    "tests/text/test_extraction.py",
    "tests/cli/test_killed.py",
    "tests/faults/test_disk_full.py",
    "tests/evaluation/test_surges.py",
)

ASKED_ONCE = (
    *("api", "cli", "demo", "exchange", "insight", "reception", "registers", "search", "security", "web"),
    "cases/test_learning.py",  # training is arithmetic
)

# A busy machine is no failure: what is checked is what the rules say, never how long one example took.
hypothesis.settings.register_profile("huiyin", deadline=None)
hypothesis.settings.load_profile("huiyin")


def pytest_configure() -> None:
    """Load the settings, now that their home is known; pytest-django then sets Django up."""
    from django.conf import settings

    settings.DATABASES  # noqa: B018 - asking for one setting loads them all


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run on a second database leave out what would do the very same again."""
    parser.addoption("--records", action="store_true", help="only tests that depend on the database")
    parser.addoption("--once", action="store_true", help="leave to the second database what is asked once")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest files first, so that no worker is left alone with one at the end."""
    if config.getoption("--records"):
        items[:] = [item for item in items if _depends_on_the_database(item)]
    if config.getoption("--once"):
        items[:] = [item for item in items if not (_is_asked_once(item) and _depends_on_the_database(item))]
    first = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.nodeid.partition("::")[0], len(first)))


class WalksTogether(LoadFileScheduling):
    """A file at a time for each worker; all walks go to one, so that one site is set up for them."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "tests/browser" if file.startswith("tests/browser/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WalksTogether:
    """Return how files are given to the workers."""
    return WalksTogether(config, log)


def _is_asked_once(item: pytest.Item) -> bool:
    """Return whether one database is enough for a test unless both are asked for.

    Pages and commands are walked on the other one with a browser; the records of cases, on which all of this
    stands, and what befalls them are tried on both.
    """
    file = item.path.relative_to(Path(__file__).parent)
    return file.parts[0] in ASKED_ONCE or file.as_posix() in ASKED_ONCE


def _depends_on_the_database(item: pytest.Item) -> bool:
    """Return whether a test might go otherwise on another database; in doubt it might.

    What asks for the records says so by fixture or mark; what starts processes or names the database's
    address may reach them on its own way. What is marked to be the same anywhere is.
    """
    from django.test import SimpleTestCase

    if item.get_closest_marker("anywhere"):
        return False
    asks = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    if asks or item.get_closest_marker("django_db"):
        return True
    if issubclass(getattr(item, "cls", None) or object, SimpleTestCase):
        return True
    return any(words in _source(item.path) for words in ("subprocess", "DATABASE_URL", "faults.", "postgres"))


@cache
def _source(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Let each worker choose its home before it reads the settings: what they inherit must not name them."""
    if session.config.getoption("numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    """Remove the home of this test run."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with tables copied from those that were made once (tests/tables.py)."""
    from django.db import connection

    from tests import tables

    if connection.vendor == "sqlite":
        name = connection.creation._get_test_db_name()
        shutil.copyfile(tables.embedded(), name)
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = tables.on_server(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Keep what was copied before Django looks for it; it goes with the home of this run."""
    return bool(request.config.getoption("reuse_db")) or not os.environ.get("DATABASE_URL")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree, for tests that look at files."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def agency(db: None, settings: Any) -> Iterator[None]:
    """The tests' own agency (tests/agency.py) in the database; none finds another's index or models."""
    from tests.agency import set_up  # not at the top: conftests are read before Django is set up

    set_up(settings)
    yield
    for learned_or_found in ("search", "models"):
        shutil.rmtree(HOME / learned_or_found, ignore_errors=True)


@pytest.fixture(scope="session")
def public_rows() -> Path:
    """The folder of real public data (HUIYIN_DATA); tests that need it say why they are skipped."""
    folder = os.environ.get("HUIYIN_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("real data is not here: set HUIYIN_DATA to its folder")
    return Path(folder)
