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
PAUSE = 0.03  # seconds; about as long as one event takes


@cache
def _door(_process: int) -> int:
    return os.open(settings.HUIYIN_HOME / "writing.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def turn() -> Iterator[None]:
    """Let the threads and processes of one machine write one after another.

    Does nothing on PostgreSQL, or inside a transaction that has begun to write already.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _THREADS:
        door = _door(os.getpid())
        fcntl.flock(door, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(door, fcntl.LOCK_UN)


def let_others_write() -> None:
    """Pause between two pieces of a long work, so that somebody who waits to write gets in.

    Who does many small writes one right after another leaves the others no moment: signing in waited more
    than 20 seconds while the worker carried the first events of a new installation. PostgreSQL needs none.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)
