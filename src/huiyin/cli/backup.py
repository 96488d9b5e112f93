"""`huiyin backup` and `huiyin restore`: save everything but the keys, and bring it back proven."""

import errno
import getpass
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from huiyin.base.errors import Invalid, Refused
from huiyin.base.messages import Message
from huiyin.foundation.backup import key_file
from huiyin.foundation.wording import say

_ERR = Console(stderr=True)


def nothing_named() -> None:
    """Refuse a call that names neither a file of records nor one of keys."""
    raise Invalid("backup.nothing_named", field="file")


def save(file: Path | None, keys_file: Path | None, passphrase_file: Path | None) -> dict[str, Any]:
    """Save the records, or the keys, or each to its own file; return what was saved."""
    from django.conf import settings

    from huiyin.cli import restoring

    done: dict[str, Any] = {}
    if file is None and keys_file is None:
        nothing_named()
    with full_disk():
        if file is not None:
            with bars() as progress:
                listed = restoring.save_records(file, progress)
            done |= {"file": str(file), "counts": listed["counts"], "parts": len(listed["parts"])}
            done |= {"bytes": file.stat().st_size, "audit": listed["audit"], "created": listed["created"]}
        if keys_file is not None:
            words = key_file.passphrase_from(passphrase_file) or _asked(twice=True)
            restoring.note_erased()
            held = key_file.save_keys(settings.KEYS.folder, keys_file, words)
            done |= {"keys_file": str(keys_file), "keys": held}
    return done


def bring_back_keys(file: Path, passphrase_file: Path | None, home: Path, *, replace: bool) -> int:
    """Bring the folder of keys back from its sealed file; return how many files it holds."""
    words = key_file.passphrase_from(passphrase_file) or _asked(twice=False)
    folder = Path(os.environ.get("HUIYIN_KEYS", str(home / "keys"))).resolve()
    with full_disk():
        return key_file.put_keys(key_file.open_keys(file, words), folder, replace=replace)


def bring_back(file: Path, *, replace: bool, gap: int) -> dict[str, Any]:
    """Check a backup, bring it back, prove it; what was here returns when anything fails."""
    from huiyin.cli import restoring

    if not file.is_file():
        raise Invalid("backup.no_file", path=str(file))
    with full_disk(), bars() as progress:
        return restoring.restore(file, replace=replace, gap=gap, progress=progress)


def _asked(*, twice: bool) -> str:
    words = getpass.getpass(say("backup.passphrase"))
    if twice and getpass.getpass(say("backup.passphrase_again")) != words:
        raise Invalid("backup.passphrases_differ", field="passphrase")
    return words


@contextmanager
def full_disk() -> Iterator[None]:
    """Say in words that a disk is full or a folder cannot be written; nothing half-made stays."""
    try:
        yield
    except Refused:
        raise
    except Exception as fault:
        from huiyin.foundation.faults import Fault, fault_of

        if fault_of(fault) is Fault.FULL:
            raise Refused("backup.disk_full") from fault
        if getattr(fault, "errno", None) in {errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOTDIR}:
            raise Refused("backup.cannot_write", path=str(getattr(fault, "filename", ""))) from fault
        raise


@contextmanager
def bars() -> Iterator[Any]:
    """Show progress on stderr, one bar for each part of the work."""
    with Progress(console=_ERR, disable=not sys.stderr.isatty()) as progress:
        known: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in known:
                known[what] = progress.add_task(say(f"backup.step.{what}"), total=total)
            progress.update(known[what], completed=done, total=total)

        yield step


@contextmanager
def staging(beside: Path) -> Iterator[Path]:
    """Give a folder for what is not finished, on the same disk, and remove it whatever happens."""
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def saved_in_words(done: dict[str, Any]) -> str:
    """Return what was saved, in a sentence."""
    lines = []
    if "file" in done:
        counts = done["counts"]
        lines.append(say(Message("backup.saved", {"path": done["file"], "parts": done["parts"], **counts})))
    if "keys_file" in done:
        lines.append(say(Message("backup.keys_saved", {"path": done["keys_file"], "count": done["keys"]})))
    return "\n".join(lines)


def restored_in_words(done: dict[str, Any]) -> str:
    """Return what was brought back, and whether it holds."""
    lines = []
    if "keys" in done:
        lines.append(say(Message("backup.keys_restored", {"count": done["keys"]})))
    if "counts" in done:
        facts = {**done["counts"], "created": done["created"], "erased": done["erased"]}
        lines.append(say(Message("backup.restored", facts)))
        lines.append(say(Message(f"backup.numbers_{done['numbers']['rule']}", done["numbers"])))
        proof = {"different": done["different"], "broken": done["broken"] or "—"}
        lines.append(say(Message("backup.proven" if done["ok"] else "backup.not_proven", proof)))
    return "\n".join(lines)
