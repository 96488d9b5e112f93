"""One archive of records and files with a signed list of its parts; checked before anything is touched."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cryptography.exceptions import InvalidSignature
from django.conf import settings

from huiyin.base.errors import Invalid, NotAllowed
from huiyin.foundation.backup.records import Progress

LIST = "manifest.json"
_PIECE = 1 << 20
# What of the home belongs to the records; keys, half-arrived uploads and lists of errors do not.
# Nor does what is remembered of confirmed petitions: it is made from the records, erased ones left out.
_FOLDERS, _SINGLE = ("files", "maps", "calendar", "dialect", "models"), ("places.json", "own.json")
_NOT = ("files/incoming", "models/remembered", "models/.", "models/training.lock", "models/remembering.lock")


def parts_of(home: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a home that a backup holds, each with its name there."""
    for name in _SINGLE:
        if (home / name).is_file():
            yield f"home/{name}", home / name
    for folder in _FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            name = path.relative_to(home).as_posix()
            if path.is_file() and not name.startswith(_NOT):
                yield f"home/{name}", path


def pack(
    target: Path, records: Path, home: Path, said: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Write an archive of records and the home's files; return its list. It appears whole or not at all."""
    part = target.with_name(target.name + ".part")
    parts: dict[str, dict[str, Any]] = {}
    try:
        with part.open("wb") as raw:
            part.chmod(0o600)
            with tarfile.open(fileobj=raw, mode="w") as archive:
                waiting = [(records.name, records), *parts_of(home)]
                for done, (name, path) in enumerate(waiting, start=1):
                    if (found := _add(archive, name, path)) is not None:
                        parts[name] = found
                    progress("files", done, len(waiting))
                listed = {**said, "parts": parts}
                _add_list(archive, listed)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return listed


def _add(archive: tarfile.TarFile, name: str, path: Path) -> dict[str, Any] | None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None  # erased meanwhile
    with file:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.fstat(file.fileno()).st_size, 0o600
        digest = hashlib.sha256()
        archive.addfile(entry, _Hashed(file, digest))
        return {"size": entry.size, "sha256": digest.hexdigest()}


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes], digest: Any) -> None:
        self._file, self._digest = file, digest

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece


def _add_list(archive: tarfile.TarFile, listed: Mapping[str, Any]) -> None:
    body = json.dumps(listed, ensure_ascii=False, sort_keys=True).encode()
    signed = json.dumps({"list": body.decode(), "signature": settings.KEYS.seal.sign(body).hex()}).encode()
    entry = tarfile.TarInfo(LIST)
    entry.size, entry.mode = len(signed), 0o600
    archive.addfile(entry, io.BytesIO(signed))


def unpack(source: Path, staging: Path, progress: Progress) -> dict[str, Any]:
    """Take an archive apart into a folder and check every part of it; return its list.

    Raises Invalid for what is damaged, incomplete or no backup at all, NotAllowed for other keys.
    """
    found: dict[str, dict[str, Any]] = {}
    signed: bytes | None = None
    whole = source.stat().st_size
    try:
        with tarfile.open(source, mode="r:") as archive:
            for entry in archive:
                content = archive.extractfile(entry) if entry.isreg() else None
                if content is None:
                    raise Invalid("backup.damaged", part=entry.name[:80])
                if entry.name == LIST:
                    signed = content.read()
                else:
                    found[entry.name] = _put(content, staging / _safe(entry.name))
                progress("check", archive.offset, whole)
    except (tarfile.TarError, EOFError) as broken:
        raise Invalid("backup.not_a_backup", path=source.name) from broken
    listed = _trusted(signed)
    if found != listed["parts"]:
        differing = {n for n in {*found, *listed["parts"]} if found.get(n) != listed["parts"].get(n)}
        raise Invalid("backup.damaged", part=min(differing))
    return listed


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not (path.parts[0] == "home" or len(path.parts) == 1):
        raise Invalid("backup.damaged", part=name[:80])
    return path


def _put(content: IO[bytes], target: Path) -> dict[str, Any]:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while piece := content.read(_PIECE):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return {"size": size, "sha256": digest.hexdigest()}


def _trusted(signed: bytes | None) -> dict[str, Any]:
    try:
        outer = json.loads(signed or b"")
        body, signature = outer["list"].encode(), bytes.fromhex(outer["signature"])
        listed: dict[str, Any] = json.loads(body)
    except (ValueError, KeyError, TypeError) as unreadable:
        raise Invalid("backup.incomplete") from unreadable
    here, there = settings.KEYS.fingerprints(), listed["keys"]
    # Another key of the look-ups only means that they are written anew.
    if missing := sorted(n for n, mark in there.items() if here.get(n) != mark and n != "index"):
        raise NotAllowed("backup.wrong_keys", keys="、".join(missing), folder=str(settings.KEYS.folder))
    try:
        settings.KEYS.seal.public_key().verify(signature, body)
    except InvalidSignature as forged:
        raise Invalid("backup.damaged", part=LIST) from forged
    return listed
