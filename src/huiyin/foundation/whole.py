"""Small files beside the database: written whole or not at all, and by one process at a time."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAKING = ".making-"  # begins the name of what is not whole yet


def replace(path: Path, content: bytes) -> None:
    """Write a file, readable by the owner only: it is the old one or the new one, never half of it."""
    handle, name = tempfile.mkstemp(prefix=MAKING, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as fresh:
            fresh.write(content)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def alone(folder: Path, what: str, *, wait: bool = True) -> Iterator[bool]:
    """Be the only one who does something in a folder; yields False where another is at it and none waits."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    door = os.open(folder / f"{what}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(door)
