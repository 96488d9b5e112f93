"""DuckDB and Spark answer every expression alike, and the measuring of the lake measures what it says.

Over invented facts, so no database is met. The machine is told to be in another time zone than the offices.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tools import spark as spark_tools

from huiyin.base.clock import now
from huiyin.evaluation import invented_lake, lake
from huiyin.insight import expressions, queries, store
from huiyin.insight.engines import spark
from huiyin.insight.expressions.examples import EXAMPLES
from huiyin.insight.refresh import refresh

PETITIONS, MONTHS = 4_000, 6
COMPARE = """
import json, sys, django
from pathlib import Path
django.setup()
from huiyin.insight.compared import compare
from huiyin.insight.engines import spark
spark._session().conf.set("spark.sql.shuffle.partitions", "1")
print(json.dumps([vars(one) for one in compare(Path(sys.argv[1]))]))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a lake of invented facts."""
    folder = tmp_path_factory.mktemp("invented-lake")
    invented_lake.write(folder, PETITIONS, at=now(), months=MONTHS, seed=7)
    yield folder


@pytest.fixture(scope="module")
def compared(home: Path) -> dict[str, Any]:
    """What both engines answered, asked in a process of its own: Spark keeps threads and sockets."""
    if missing := spark.lacking():
        pytest.skip(f"Spark cannot run here: no {missing} (pip install 'huiyin[spark]', Java 17)")
    done = subprocess.run(
        [sys.executable, "-c", COMPARE, str(home)],
        env={
            **spark_tools.SMALL,
            **os.environ,
            "TZ": "America/New_York",
            "DJANGO_SETTINGS_MODULE": "huiyin.foundation.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {one["name"]: one for one in json.loads(done.stdout.splitlines()[-1])}


def test_every_expression_has_an_example() -> None:
    named = {name.split()[0] for name in EXAMPLES}
    assert named == {name for name in expressions.__all__ if name.islower()}  # what is asked, not by what


@pytest.mark.spark
@pytest.mark.parametrize("name", EXAMPLES)
def test_duckdb_and_spark_answer_alike(name: str, compared: dict[str, Any]) -> None:
    one = compared[name]
    assert one["same"], name
    assert one["rows"], f"{name} found nothing to compare"


def test_an_invented_lake_holds_what_was_asked_for(home: Path) -> None:
    counted = int(queries.contacts(home=home)["petitions"][0])
    assert abs(counted - PETITIONS) < PETITIONS * 0.05
    assert len(queries.received(by=("month",), home=home)) == MONTHS
    manifest = store.read(store.place(home))
    assert manifest is not None
    assert not store.broken(store.place(home), manifest)


def test_a_day_of_change_adds_what_came_and_loses_nothing(tmp_path: Path) -> None:
    invented_lake.write(tmp_path, PETITIONS, at=now(), months=MONTHS, seed=7)
    before = int(queries.received(home=tmp_path)["matters"][0])
    changed = invented_lake.day_of_change(PETITIONS, at=now(), months=MONTHS, seed=7)
    new = [key for key in changed.changed() if key > PETITIONS / 1.125]
    list(refresh(tmp_path, at=now(), records=changed))
    assert int(queries.received(home=tmp_path)["matters"][0]) == before + len(new)


@pytest.mark.django_db
def test_the_measuring_says_all_that_is_published() -> None:
    found = lake.evaluate(3_000, 3_000, at=now(), told=lambda _words: None, times=1, months=6)
    assert found["refresh"]["broken"] == []
    assert found["refresh"]["every_month"]["seconds"] > 0
    assert found["refresh"]["as_others"]["changed_matters"] > 0
    assert {"median", "p95", "processor"} == found["questions"]["cells, all weeks"]["a_year"].keys()
