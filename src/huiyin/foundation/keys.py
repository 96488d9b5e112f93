"""Secret keys of one installation: made on first run, outside the database, readable by the owner only."""

import base64
import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.foundation.whole import replace

KEY_BYTES = 32
RING, INDEX, OLDER, ERASED = "ring.json", "index.key", "index-older.json", "erased"


class Keys:
    """The keys an installation works with, as their folder holds them now.

    Another process may change the folder while this one runs (`huiyin keys rotate`): ring and index keys are
    read again as soon as their files are newer than what was read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = tuple(str(folder / name) for name in (RING, INDEX, OLDER))
        self._stamps: tuple[tuple[int, int], ...] = ()
        self._lock = threading.Lock()
        self.django = _kept(folder / "django.key", lambda: secrets.token_urlsafe(50).encode()).decode()
        self.audit = base64.b64decode(_kept(folder / "audit.key", _new_key))
        self.seal = _signing_key(_kept(folder / "seal.pem", _new_signing_key))
        _kept(folder / RING, _new_ring)
        _kept(folder / INDEX, _new_key)
        self._fresh()

    def _fresh(self) -> None:
        stamps = tuple(map(_stamp, self._files))
        if stamps == self._stamps:
            return
        with self._lock:
            ring = json.loads((self._folder / RING).read_bytes())
            older = index_keys_before(self._folder)
            index = base64.b64decode((self._folder / INDEX).read_bytes())
            self._ring = {name: base64.b64decode(key) for name, key in ring["keys"].items()}
            self._current = str(ring["current"])
            self._index = index
            self._older = tuple(k for k in (base64.b64decode(o["key"]) for o in older) if k != index)
            self._stamps = stamps

    @property
    def folder(self) -> Path:
        """Return where the keys are kept."""
        return self._folder

    @property
    def ring(self) -> dict[str, bytes]:
        """Return the keys that wrap data keys, by name; while one is replaced there are two."""
        self._fresh()
        return self._ring

    @property
    def current(self) -> str:
        """Return the name of the ring key that wraps what is new."""
        self._fresh()
        return self._current

    @property
    def blind_index(self) -> bytes:
        """Return the key of the blind indexes that are written."""
        self._fresh()
        return self._index

    @property
    def older_indexes(self) -> tuple[bytes, ...]:
        """Return earlier keys of blind indexes, by which something may still have to be found."""
        self._fresh()
        return self._older

    def fingerprints(self) -> dict[str, str]:
        """Return by which a set of keys is recognised without giving it away."""
        named = {f"ring:{name}": key for name, key in self.ring.items()}
        named |= {"index": self.blind_index, "audit": self.audit}
        named["seal"] = self.seal.public_key().public_bytes_raw()
        return {name: hashlib.sha256(b"huiyin:" + key).hexdigest()[:16] for name, key in named.items()}


def _stamp(file: str) -> tuple[int, int]:
    # Asked ten times for each petition: pathlib would take a third of a millisecond for it.
    try:
        found = os.stat(file)  # noqa: PTH116
    except FileNotFoundError:
        return (0, 0)
    return (found.st_ino, found.st_mtime_ns)


@cache
def load(folder: Path) -> Keys:
    """Return the keys kept in a folder, making those that do not exist yet."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Keys(folder)


def add_ring_key(folder: Path) -> str:
    """Add a fresh ring key and make it the current one; return its name. Those before it stay readable."""
    with alone(folder):
        ring = json.loads((folder / RING).read_bytes())
        name = f"k{1 + max(int(n[1:]) for n in (*ring['keys'], *ring.get('gone', ['k0'])))}"
        ring["keys"][name] = _new_key().decode()
        ring["current"] = name
        replace(folder / RING, json.dumps(ring).encode())
    return name


def drop_ring_key(folder: Path, name: str) -> None:
    """Destroy a ring key; the caller knows that nothing is wrapped by it any more."""
    with alone(folder):
        ring = json.loads((folder / RING).read_bytes())
        if name != ring["current"] and ring["keys"].pop(name, None):
            ring["gone"] = [*ring.get("gone", []), name]
            replace(folder / RING, json.dumps(ring).encode())


def add_index_key(folder: Path, *, at: datetime) -> None:
    """Replace the key of the blind indexes; the one before it still finds what was written under it."""
    with alone(folder):
        before = (folder / INDEX).read_bytes().decode()
        older = [*index_keys_before(folder), {"key": before, "until": at.isoformat()}]
        replace(folder / OLDER, json.dumps(older).encode())
        replace(folder / INDEX, _new_key())


def index_keys_before(folder: Path) -> list[dict[str, str]]:
    """Return the earlier keys of blind indexes, each with the instant until which it was written with."""
    return list(json.loads((folder / OLDER).read_bytes())) if (folder / OLDER).exists() else []


def drop_index_keys(folder: Path, *, before: datetime) -> int:
    """Destroy the earlier index keys that were replaced before an instant; return how many."""
    with alone(folder):
        older = index_keys_before(folder)
        kept = [key for key in older if datetime.fromisoformat(key["until"]) > before]
        if len(kept) < len(older):
            replace(folder / OLDER, json.dumps(kept).encode())
        return len(older) - len(kept)


def remember_erased(folder: Path, marks: Iterable[str]) -> None:
    """Note the marks of data keys that were destroyed, so that no older backup brings them back."""
    with alone(folder):
        known = erased(folder)
        fresh = sorted({*marks} - known)
        if fresh:
            replace(folder / ERASED, "".join(f"{mark}\n" for mark in sorted(known | {*fresh})).encode())


def erased(folder: Path) -> set[str]:
    """Return the marks of the data keys that were destroyed on purpose."""
    return set((folder / ERASED).read_text().split()) if (folder / ERASED).exists() else set()


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder of keys, so that two commands do not change it at once."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _new_key() -> bytes:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES))


def _new_ring() -> bytes:
    return json.dumps({"current": "k1", "keys": {"k1": _new_key().decode()}}).encode()


def _new_signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _signing_key(pem: bytes) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("seal.pem must hold an Ed25519 private key")
    return key


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return the file's content; where it is missing, exactly one of several processes makes it."""
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as fresh:
            fresh.write(make())
            fresh.flush()
            os.fsync(fresh.fileno())
        try:
            os.link(name, path)  # atomic, and refuses to replace what another process made meanwhile
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
    return path.read_bytes()
