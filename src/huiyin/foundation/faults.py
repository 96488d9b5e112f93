"""What a fault of disk or database means: full, busy, or away; anything else is a defect of ours."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from django.db import InterfaceError, OperationalError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE_FULL, _SQLITE_BUSY = (
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR},
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED},
)
_PRIMARY = 0xFF  # SQLite's detailed codes hold the plain one in their last byte
_DISK_FULL, _LOCKED = "53100", {"55P03", "40P01", "40001"}


class Fault(StrEnum):
    """What keeps the records from being read or written for a while."""

    FULL = "full"
    BUSY = "busy"
    AWAY = "away"


def fault_of(error: BaseException) -> Fault | None:
    """Return what an error says of disk or database, or None when it is no such fault."""
    for one in _chain(error):
        if isinstance(one, OSError) and one.errno in _NO_ROOM:
            return Fault.FULL
        if isinstance(one, sqlite3.Error):
            code = getattr(one, "sqlite_errorcode", 0) & _PRIMARY
            if code in _SQLITE_FULL:
                return Fault.FULL
            if code in _SQLITE_BUSY:
                return Fault.BUSY
        state = getattr(one, "sqlstate", None)
        if state == _DISK_FULL:
            return Fault.FULL
        if state in _LOCKED:
            return Fault.BUSY
    return Fault.AWAY if isinstance(error, OperationalError | InterfaceError) else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
