"""The folder of keys in one file, sealed by a passphrase; it needs neither database nor framework."""

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from huiyin.base.errors import Conflict, Invalid
from huiyin.foundation import keys, whole

HEAD = b"huiyin-keys-1\n"
SHORTEST = 12
_SALT, _NONCE = 16, 12
_COST = 2**15  # about a tenth of a second and 32 MB for each try at the passphrase


def save_keys(folder: Path, file: Path, passphrase: str) -> int:
    """Write the keys of a folder to a sealed file; return how many files of keys it holds."""
    if len(passphrase) < SHORTEST:
        raise Invalid("backup.passphrase_short", field="passphrase", least=SHORTEST)
    held = {
        path.name: base64.b64encode(path.read_bytes()).decode()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith("tmp")
    }
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(held).encode(), HEAD)
    whole.replace(file, HEAD + salt + nonce + sealed)
    return len(held)


def open_keys(file: Path, passphrase: str) -> dict[str, bytes]:
    """Return the files of keys by name. Raises Invalid for a wrong passphrase or a damaged file."""
    if not file.is_file():
        raise Invalid("backup.no_file", path=str(file))
    blob = file.read_bytes()
    if not blob.startswith(HEAD):
        raise Invalid("backup.not_keys", path=str(file))
    rest = blob[len(HEAD) :]
    salt, nonce, sealed = rest[:_SALT], rest[_SALT : _SALT + _NONCE], rest[_SALT + _NONCE :]
    try:
        held = json.loads(AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, HEAD))
    except (InvalidTag, ValueError) as wrong:
        raise Invalid("backup.passphrase_wrong", field="passphrase") from wrong
    return {Path(name).name: base64.b64decode(text) for name, text in held.items()}


def put_keys(held: dict[str, bytes], folder: Path, *, replace: bool) -> int:
    """Write the keys to their folder. Raises Conflict when other keys are there and may not be replaced.

    What was noted there as erased stays noted: bringing back old keys must not bring back erased people.
    """
    present = {p.name: p.read_bytes() for p in folder.iterdir()} if folder.is_dir() else {}
    differing = [name for name in present if name != keys.ERASED and held.get(name) != present[name]]
    if differing and not replace:
        raise Conflict("backup.other_keys_here", path=str(folder))
    marks = set(held.get(keys.ERASED, b"").decode().split()) | keys.erased(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if differing:
        aside = folder.with_name(f"{folder.name}-before-{secrets.token_hex(4)}")
        folder.rename(aside)
        folder.mkdir(mode=0o700)
    for name, content in held.items():
        whole.replace(folder / name, content)
    keys.remember_erased(folder, marks)
    return len(held)


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())


def passphrase_from(file: Path | None) -> str | None:
    """Return the passphrase a file (or HUIYIN_PASSPHRASE) holds, or None when it has to be asked for."""
    if file is not None:
        if not file.is_file():
            raise Invalid("backup.no_file", path=str(file))
        return file.read_text(encoding="utf-8").strip("\r\n")
    return os.environ.get("HUIYIN_PASSPHRASE")
