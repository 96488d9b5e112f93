"""Secret keys of one installation: made on first run, outside the database, readable by the owner only."""

import base64
import json
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """The keys an installation works with."""

    django: str
    ring: dict[str, bytes]
    current: str
    blind_index: bytes
    audit: bytes
    seal: Ed25519PrivateKey


@cache
def load(folder: Path) -> Keys:
    """Return the keys kept in a folder, making those that do not exist yet."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ring = json.loads(_kept(folder / "ring.json", _new_ring))
    return Keys(
        django=_kept(folder / "django.key", lambda: secrets.token_urlsafe(50).encode()).decode(),
        ring={name: base64.b64decode(key) for name, key in ring["keys"].items()},
        current=ring["current"],
        blind_index=base64.b64decode(_kept(folder / "index.key", _new_key)),
        audit=base64.b64decode(_kept(folder / "audit.key", _new_key)),
        seal=_signing_key(_kept(folder / "seal.pem", _new_signing_key)),
    )


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
