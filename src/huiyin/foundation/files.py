"""Keeps uploaded files: checked, cleaned, encrypted, and found again by the checksum of what was kept."""

import contextlib
import fcntl
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.foundation.content_types import ContentType, extension_of, sniff
from huiyin.foundation.pictures import without_metadata

_PIECE: Final = 1 << 18
_NAME_LIMIT: Final = 80
_CHECKSUM: Final = re.compile(r"[0-9a-f]{64}")
_SHELF: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_INCOMING: Final = "incoming"
_LEFTOVER_SECONDS: Final = 3600
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})  # among them what turns text round
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*]')


@dataclass(frozen=True)
class StoredFile:
    """A kept file: the checksum and size are those of the readable content, after cleaning."""

    sha256: str
    size: int
    content_type: ContentType
    name_clean: str


def keep(
    stream: BinaryIO,
    *,
    root: Path,
    name: str,
    limit_bytes: int,
    encrypt: Callable[[bytes], bytes],
    shelf: str = "house",
) -> StoredFile:
    """Check, clean, encrypt and keep an upload; the same content kept twice is one file.

    `shelf` separates files sealed under different keys: a file that another person also sent must stay
    readable when the first person's key is destroyed. Nothing readable is ever given a name on disk, and a
    file appears whole or not at all. Raises Invalid, saying what to do, for what is not taken in.
    """
    incoming = _made(root / _INCOMING)
    with tempfile.TemporaryFile(dir=incoming) as arrived:
        _take_in(stream, arrived, limit_bytes=limit_bytes, name=name)
        kind = sniff(arrived, name=name)
        arrived.seek(0)
        content = arrived.read()
    if kind.family == "image":
        content = without_metadata(content, kind.code, name=name)
    checksum = hashlib.sha256(content).hexdigest()
    place = _place(root, shelf, checksum)
    if not _touched(place, root):
        _write_whole(place, encrypt(content), incoming)
    return StoredFile(checksum, len(content), kind, clean_name(name, kind))


def open_kept(sha256: str, *, root: Path, decrypt: Callable[[bytes], bytes], shelf: str = "house") -> bytes:
    """Return the content of a kept file. Raises NotFound, or Refused when it was changed on disk."""
    place = _place(root, shelf, sha256)
    try:
        content = decrypt(place.read_bytes())
    except FileNotFoundError as missing:
        raise NotFound("files.missing") from missing
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused("files.changed_on_disk")
    return content


def remove(sha256: str, *, root: Path, shelf: str = "house") -> None:
    """Erase a kept file; the caller knows that nothing refers to it any more."""
    _place(root, shelf, sha256).unlink(missing_ok=True)


def sweep(root: Path, *, now: datetime) -> int:
    """Remove what a killed server left half written an hour ago or longer; return how many."""
    removed = 0
    incoming = root / _INCOMING
    for leftover in incoming.glob("*.part") if incoming.is_dir() else ():
        with contextlib.suppress(FileNotFoundError):
            if now.timestamp() - leftover.stat().st_mtime >= _LEFTOVER_SECONDS:
                leftover.unlink()
                removed += 1
    return removed


def stale(root: Path, *, now: datetime, shelf: str = "house") -> Iterator[str]:
    """Yield the checksums of the kept files that nobody sent within the last hour."""
    for place in (root / shelf).glob("??/??/*"):
        if _is_stale(place, now):
            yield place.name


def remove_stale(sha256: str, *, root: Path, now: datetime, shelf: str = "house") -> bool:
    """Erase a kept file unless it came in again meanwhile; return whether it is gone."""
    place = _place(root, shelf, sha256)
    with _alone(root):
        if not _is_stale(place, now):
            return False
        place.unlink(missing_ok=True)
        return True


def kept(root: Path, *, shelf: str = "house") -> Iterator[Path]:
    """Yield where the kept files of a shelf lie."""
    yield from sorted((root / shelf).glob("??/??/*"))


def keep_again(content: bytes, *, root: Path, encrypt: Callable[[bytes], bytes], shelf: str) -> None:
    """Keep content that was checked and cleaned before on another shelf, under that shelf's key."""
    place = _place(root, shelf, hashlib.sha256(content).hexdigest())
    if not _touched(place, root):
        _write_whole(place, encrypt(content), _made(root / _INCOMING))


def shelves(root: Path) -> list[str]:
    """Return the shelves on which anything was ever kept."""
    found = root.iterdir() if root.is_dir() else ()
    return sorted(p.name for p in found if p.is_dir() and p.name != _INCOMING)


def changed(place: Path, change: Callable[[bytes], bytes | None], *, root: Path) -> bool:
    """Put a kept file's sealed bytes anew under the same name and age; return whether there was a need to."""
    try:
        before, age = place.read_bytes(), place.stat()
    except FileNotFoundError:
        return False
    after = change(before)
    if after is None:
        return False
    _write_whole(place, after, _made(root / _INCOMING))
    os.utime(place, ns=(age.st_atime_ns, age.st_mtime_ns))
    return True


def _is_stale(place: Path, now: datetime) -> bool:
    try:
        return now.timestamp() - place.stat().st_mtime >= _LEFTOVER_SECONDS
    except FileNotFoundError:
        return False


def _touched(place: Path, root: Path) -> bool:
    """Return whether a file is kept already, now as fresh as if it came in: not to be erased as forgotten."""
    with _alone(root):
        if not place.exists():
            return False
        os.utime(place)
        return True


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    folder = os.open(_made(root / _INCOMING), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def clean_name(name: str, kind: ContentType) -> str:
    """Return a name safe to show and to download under: no path, no hidden characters, true extension."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in _HIDDEN)
    visible = _NOT_IN_NAMES.sub("_", " ".join(visible.split()))
    extension = extension_of(visible)
    stem = visible[: -len(extension) - 1] if extension else visible
    stem = stem.strip(" .")[:_NAME_LIMIT] or "file"
    return f"{stem}.{extension if extension in kind.extensions else kind.extensions[0]}"


def _take_in(stream: BinaryIO, arrived: BinaryIO, *, limit_bytes: int, name: str) -> None:
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > limit_bytes:
            raise Invalid("files.too_large", field="file", name=name, limit_mb=_megabytes(limit_bytes))
        arrived.write(piece)


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")


def _place(root: Path, shelf: str, checksum: str) -> Path:
    if not _CHECKSUM.fullmatch(checksum) or not _SHELF.fullmatch(shelf) or shelf == _INCOMING:
        raise NotFound("files.missing")
    return root / shelf / checksum[:2] / checksum[2:4] / checksum


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _write_whole(place: Path, sealed: bytes, incoming: Path) -> None:
    descriptor, part = tempfile.mkstemp(dir=incoming, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        _made(place.parent)
        Path(part).replace(place)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _settle(place.parent)


def _settle(folder: Path) -> None:
    # Without this a power cut may forget the file's name although its bytes are on disk.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
