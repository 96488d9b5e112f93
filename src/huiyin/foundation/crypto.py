"""Authenticated encryption of personal data, and blind indexes for exact look-up.

Each person and each matter has a data key of its own, wrapped by the installation's key ring: destroying the
wrapped key erases everything sealed under it, in every backup too.
"""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from huiyin.base.errors import Refused

Sealed = bytes | memoryview  # as PostgreSQL and SQLite hand binary columns back
_NONCE = 12
_TAG = 16
_CIPHERS: dict[str, tuple[int, int]] = {"aes-256-gcm": (1, 32), "sm4-gcm": (2, 16)}  # name: (mark, key bytes)
_BY_MARK = {mark: (name, size) for name, (mark, size) in _CIPHERS.items()}


class Erased(Refused):
    """The key was destroyed on purpose: what it sealed is gone."""


class Broken(Refused):
    """The sealed bytes were changed or belong elsewhere."""


def _cipher(name: str, key: bytes, nonce: bytes, tag: bytes | None = None) -> Cipher[modes.GCM]:
    algorithm = algorithms.AES(key) if name == "aes-256-gcm" else algorithms.SM4(key)
    return Cipher(algorithm, modes.GCM(nonce, tag))


def seal(key: bytes, plain: bytes, *, about: str) -> bytes:
    """Return `plain` encrypted and bound to what it is about, so that it cannot be moved to another field."""
    name = settings.HUIYIN_CIPHER
    mark, size = _CIPHERS[name]
    nonce = os.urandom(_NONCE)
    if name == "aes-256-gcm":  # the same in one call; a petition has eight of them
        sealed = AESGCM(key[:size]).encrypt(nonce, plain, about.encode())
        return bytes([mark]) + nonce + sealed[-_TAG:] + sealed[:-_TAG]
    encryptor = _cipher(name, key[:size], nonce).encryptor()
    encryptor.authenticate_additional_data(about.encode())
    sealed = encryptor.update(plain) + encryptor.finalize()
    return bytes([mark]) + nonce + encryptor.tag + sealed


def unseal(key: bytes, sealed: Sealed, *, about: str) -> bytes:
    """Return what was sealed. Raises Broken when the bytes, the key or `about` do not belong together."""
    blob = bytes(sealed)
    if not blob or blob[0] not in _BY_MARK:
        raise Broken("crypto.broken")
    name, size = _BY_MARK[blob[0]]
    nonce, tag = blob[1 : 1 + _NONCE], blob[1 + _NONCE : 1 + _NONCE + _TAG]
    decryptor = _cipher(name, key[:size], nonce, tag).decryptor()
    decryptor.authenticate_additional_data(about.encode())
    try:
        return decryptor.update(blob[1 + _NONCE + _TAG :]) + decryptor.finalize()
    except InvalidTag as changed:
        raise Broken("crypto.broken") from changed


def seal_text(key: bytes, text: str, *, about: str) -> bytes:
    """Return text sealed; an empty text stays empty, so that a missing value needs no key."""
    return seal(key, text.encode(), about=about) if text else b""


def unseal_text(key: bytes, sealed: Sealed, *, about: str) -> str:
    """Return the text that was sealed, or an empty one."""
    return unseal(key, sealed, about=about).decode() if sealed else ""


def new_wrapped_key() -> bytes:
    """Return a fresh data key, wrapped by the installation's current key."""
    return wrap(os.urandom(32))


def wrap(data_key: bytes) -> bytes:
    """Return a data key wrapped by the installation's current key."""
    current = settings.KEYS.current
    return current.encode() + b":" + seal(settings.KEYS.ring[current], data_key, about="data-key")


def mark(wrapped: Sealed) -> str:
    """Return by which a data key is recognised once it is destroyed, however it was wrapped."""
    return hashlib.sha256(b"huiyin-erased:" + open_key(wrapped)).hexdigest()


def open_key(wrapped: Sealed) -> bytes:
    """Return a data key from its wrapped form. Raises Erased when it was destroyed."""
    if not wrapped:
        raise Erased("crypto.erased")
    return _open_key(bytes(wrapped))


@lru_cache(maxsize=4096)
def _open_key(wrapped: bytes) -> bytes:
    name, _, sealed = wrapped.partition(b":")
    return unseal(_ring_key(name), sealed, about="data-key")


def _ring_key(name: bytes) -> bytes:
    key: bytes | None = settings.KEYS.ring.get(name.decode("ascii", "replace"))
    if key is None:
        raise Broken("crypto.key_not_here", name=name.decode("ascii", "replace")[:20])
    return key


def house_seal(plain: bytes) -> bytes:
    """Return bytes sealed under the installation's own key (files, drafts: what belongs to no person yet)."""
    current = settings.KEYS.current
    return current.encode() + b":" + seal(settings.KEYS.ring[current], plain, about="house")


def house_unseal(sealed: Sealed) -> bytes:
    """Return what `house_seal` sealed."""
    name, _, blob = bytes(sealed).partition(b":")
    return unseal(_ring_key(name), blob, about="house")


def rewrapped(sealed: Sealed) -> bytes | None:
    """Return what hangs on an older ring key hung on the current one, or None when it does not."""
    blob, current = bytes(sealed), settings.KEYS.current
    name, colon, rest = blob[:20].partition(b":")
    if not colon or name.decode("ascii", "replace") not in settings.KEYS.ring or name == current.encode():
        return None
    rest = blob[len(name) + 1 :]
    try:
        return wrap(unseal(_ring_key(name), rest, about="data-key"))
    except Broken:
        return house_seal(unseal(_ring_key(name), rest, about="house"))


def derived_key(about: str) -> bytes:
    """Return a key for digests of one sort, derived from the one that blind indexes are made with."""
    return hmac.new(settings.KEYS.blind_index, f"derived:{about}".encode(), hashlib.sha256).digest()


def blind_index(value: str, *, about: str) -> str:
    """Return a keyed digest by which an exact value is found again without being stored."""
    return _digest(settings.KEYS.blind_index, value, about)


def blind_indexes(value: str, *, about: str) -> list[str]:
    """Return the digests by which a value may be found: the present one, then those of earlier keys."""
    keys = (settings.KEYS.blind_index, *settings.KEYS.older_indexes)
    return [_digest(key, value, about) for key in keys]


def _digest(key: bytes, value: str, about: str) -> str:
    return hmac.new(key, f"{about}:{value}".encode(), hashlib.sha256).hexdigest()
