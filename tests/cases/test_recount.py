"""A new calendar: every process counts by it at once, and the index of open matters follows, resumably."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.cases.models import Matter
from huiyin.cases.services import rebuild, recount
from huiyin.cases.services.calendars import load_year
from huiyin.cases.standing import the_law
from huiyin.foundation.models import AuditEntry
from huiyin.law.announced import read_notice
from huiyin.orgs.rules import SYSTEM
from tests.agency import petition
from tests.cases.test_spine import append
from tests.law.test_announced import YEAR

pytestmark = pytest.mark.usefixtures("agency")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "HUIYIN_HOME", tmp_path)
    yield


def due_in_an_unknown_year() -> Matter:
    done = petition()
    append(done.matter, "accepted", path=6)
    matter = Matter.objects.get(pk=done.matter)
    assert matter.next_due is not None
    if matter.next_due.year != 2027:
        pytest.skip("2027 is known or past by now")
    return matter


def all_off_on(day: date) -> dict[str, Any]:
    """Return a year in which the day is off, and the three days after it."""
    added = {"name": "春节", "from": day, "to": day + timedelta(days=3)}
    return {
        **YEAR,
        "holidays": [h for h in YEAR["holidays"] if h["name"] != "春节"] + [added],
        "workdays": [],
    }


def test_loading_a_year_moves_the_deadlines_of_open_matters_that_end_in_it() -> None:
    matter = due_in_an_unknown_year()
    unrolled = matter.next_due
    assert unrolled is not None
    taken = load_year(all_off_on(unrolled), by=SYSTEM, at=now())
    assert (taken.fresh, taken.loaded.version) == (True, 1)
    steps = list(recount.recount(at=now()))
    assert (steps[-1].finished, steps[-1].changed) == (True, 1)
    matter.refresh_from_db()
    assert matter.next_due is not None and matter.next_due > unrolled + timedelta(days=3)
    assert not any(names for _, names in rebuild.differing(mend=False))
    assert AuditEntry.objects.filter(action="law.calendar", about="calendar:2027").count() == 1


def test_an_interrupted_recount_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [petition().matter for _ in range(5)]
    load_year(YEAR, by=SYSTEM, at=now())
    monkeypatch.setattr(rebuild, "BATCH", 2)
    going = recount.recount(at=now())
    assert next(going).last == numbers[1]
    going.close()
    assert recount.waiting(recount.standing()) == 3
    assert recount.go_on(at=now()) == 3
    assert (recount.standing().finished, recount.go_on(at=now())) == (True, 0)


def test_a_second_version_is_counted_anew_and_the_same_year_is_not() -> None:
    load_year(YEAR, by=SYSTEM, at=now())
    list(recount.recount(at=now()))
    assert not load_year(YEAR, by=SYSTEM, at=now()).fresh
    assert recount.standing().finished
    again = load_year({**YEAR, "workdays": []}, by=SYSTEM, at=now())
    assert (again.fresh, again.loaded.version) == (True, 2)
    assert not recount.standing().finished


def test_another_process_counts_by_the_new_year_at_once() -> None:
    _law, before = the_law()
    assert before.works(date(2027, 2, 20)) is None
    script = (
        "import json,sys;from pathlib import Path;from huiyin.foundation.calendars import keep;"
        "from huiyin.law.announced import kept_notice;"
        "keep(Path(sys.argv[1]), kept_notice(json.loads(sys.argv[2])))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = json.dumps(read_notice(YEAR).plain())
    subprocess.run([sys.executable, "-c", script, str(settings.HUIYIN_HOME), said], env=env, check=True)
    _law, after = the_law()
    assert after.works(date(2027, 2, 20)) is True
    assert the_law()[1] is after


def test_a_file_that_is_no_year_leaves_everything_as_it_was() -> None:
    with pytest.raises(Refused):
        load_year({**YEAR, "holidays": []}, by=SYSTEM, at=now())
    assert the_law()[1].works(date(2027, 2, 8)) is None
    assert not AuditEntry.objects.filter(action="law.calendar").exists()
