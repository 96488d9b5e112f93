"""Writing to the shelf of models: what is there is whole, and one at a time does one thing."""

import fcntl
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MAKING = ".making-"  # begins the name of what is not whole yet


def making(folder: Path) -> Path:
    """Return a new name in a folder for what is being made."""
    return folder / f"{MAKING}{uuid.uuid4().hex}"


def in_json(value: Any) -> bytes:
    """Return a value as the content of a file."""
    return json.dumps(value, ensure_ascii=False).encode()


def write_file(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads, down to the disk."""
    with file.open("wb") as held:
        held.write(content)
        held.flush()
        os.fsync(held.fileno())
    file.chmod(0o600)


def replace_file(file: Path, content: bytes) -> None:
    """Put a file in the place of another at once: who reads meanwhile reads the one or the other."""
    part = making(file.parent)
    write_file(part, content)
    part.replace(file)


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
