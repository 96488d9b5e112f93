"""The night in the worker's timetable."""

from pathlib import Path
from typing import Any

from huiyin.base.clock import now
from huiyin.insight import store
from huiyin.jobs.timetable import TIMETABLE


def test_a_house_may_leave_the_night_to_commands(home: Path, settings: Any) -> None:
    keeps = next(job for job in TIMETABLE if job.name == "keep the lake in step")
    settings.HUIYIN_NIGHT = "off"
    assert keeps.run(now()) == 0
    assert store.read(store.place(home)) is None
    settings.HUIYIN_NIGHT = "auto"
    keeps.run(now())
    assert store.read(store.place(home)) is not None
