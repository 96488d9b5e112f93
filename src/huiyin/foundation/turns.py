"""Waiting in line to write into the embedded database, which has one writer at a time.

SQLite lets who finds it busy try again after growing pauses: with four callers one in twenty waited 100 ms
for work of one. A lock that wakes the next in line when the writer before is done has no such pauses.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.db import connection

_THREADS = threading.Lock()
LONGEST = 0.015  # seconds that a long work keeps the others waiting
# Who finds the database busy and does not wait in this line asks again within a tenth of a second.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.005, 0.12


@cache
def _door(_process: int) -> int:
    return os.open(settings.HUIYIN_HOME / "writing.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


class Turn:
    """A turn to write: how long it has lasted, and the pause that is owed to the others after it."""

    def __init__(self, *, alone: bool) -> None:
        self._alone, self._since = alone, time.monotonic()

    def long_enough(self) -> bool:
        """Return whether somebody with more to write should let the others in first."""
        return self._alone and time.monotonic() - self._since > LONGEST

    def let_others_write(self) -> None:
        """Pause for as long as the turn lasted, or until all have asked: whoever waits to write gets in.

        Who does many small writes one right after another leaves no moment to those who do not wait in this
        line: signing in waited more than 20 seconds while the worker carried the first events of a new
        installation, and a backup found no moment beside an import. PostgreSQL, with many writers at once,
        needs no pause.
        """
        if self._alone:
            time.sleep(min(max(SHORTEST_PAUSE, time.monotonic() - self._since), LONGEST_PAUSE))


@contextmanager
def turn() -> Iterator[Turn]:
    """Let the threads and processes of one machine write one after another.

    Does nothing on PostgreSQL, or inside a transaction that has begun to write already.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield Turn(alone=False)
        return
    with _THREADS:
        door = _door(os.getpid())
        fcntl.flock(door, fcntl.LOCK_EX)
        try:
            yield Turn(alone=True)
        finally:
            fcntl.flock(door, fcntl.LOCK_UN)
