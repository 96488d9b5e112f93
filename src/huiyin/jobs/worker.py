"""Runs the timetable until it is stopped; a job that fails is logged and tried again at its next turn."""

import logging
import signal
import threading
from collections.abc import Sequence
from datetime import datetime
from types import FrameType

from django.db import close_old_connections, connection

from huiyin.base.clock import now
from huiyin.jobs.timetable import TIMETABLE, Job

log = logging.getLogger("huiyin.worker")


def run(job: Job, at: datetime) -> bool:
    """Run one job; return whether it went well. What went wrong is logged by kind, never by content."""
    close_old_connections()
    try:
        done = job.run(at)
    except Exception as fault:
        log.error("%s failed: %s", job.name, type(fault).__name__)
        return False
    log.info("%s: %d", job.name, done)
    return True


def is_due(turn: datetime | None, job: Job, at: datetime) -> bool:
    """Return whether a job's next turn has come; one further off than its interval is of another clock."""
    return turn is None or turn <= at or turn > at + job.every


def work(*, once: bool = False) -> dict[str, bool]:
    """Run every job when it is due, until the process is told to stop; return which went well at last."""
    stop, went_well = threading.Event(), dict[str, bool]()
    if once:
        _turns(TIMETABLE, went_well, stop, once=True)
        return went_well

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    lanes = [[job for job in TIMETABLE if job.lane == lane] for lane in sorted({j.lane for j in TIMETABLE})]
    threads = [threading.Thread(target=_turns, args=(lane, went_well, stop)) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return went_well


def _turns(
    jobs: Sequence[Job], went_well: dict[str, bool], stop: threading.Event, *, once: bool = False
) -> None:
    due: dict[str, datetime] = {}
    while not stop.is_set():
        at = now()
        for job in jobs:
            if is_due(due.get(job.name), job, at):
                went_well[job.name] = run(job, at)
                due[job.name] = at + job.every
            if stop.is_set():
                break
        if once:
            return
        stop.wait(1)
    connection.close()
