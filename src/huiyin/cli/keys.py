"""`huiyin keys`: which keys there are, and letting a new one take over."""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress

from huiyin.base.clock import now
from huiyin.base.messages import Message
from huiyin.cases.services.drafts import KEPT_FOR
from huiyin.cases.services.reindex import reindex
from huiyin.foundation import audit, keys, rotation
from huiyin.foundation.faults import Fault, fault_of
from huiyin.foundation.wording import say

_ERR = Console(stderr=True)
PATIENCE = 60


def show(*, as_json: bool) -> None:
    """Print the ring keys with how much hangs on each, and the index keys."""
    ring = settings.KEYS
    rows = [
        {"name": n, "current": n == ring.current, "wraps": rotation.left(n), "fingerprint": print_}
        for n in ring.ring
        for print_ in (ring.fingerprints()[f"ring:{n}"],)
    ]
    found = {"ring": rows, "index": {"fingerprint": ring.fingerprints()["index"], "older": _older()}}
    if as_json:
        print(json.dumps(found))
        return
    for row in rows:
        code = "personal.key_current" if row["current"] else "personal.key_older"
        print(say(Message(code, {k: row[k] for k in ("name", "wraps", "fingerprint")})))
    print(say(Message("personal.index_keys", {"older": len(_older())})))


def _older() -> list[str]:
    return [key["until"] for key in keys.index_keys_before(settings.KEYS.folder)]


def rotate(*, index: bool, wait: int, as_json: bool) -> None:
    """Let a new ring key, or a new index key, take over, and say what came of it."""
    done = _rotate_index() if index else _rotate_ring(wait)
    code = "personal.index_rotated" if index else "personal.ring_rotated"
    print(say(Message(code, done)), file=sys.stderr)
    if as_json:
        print(json.dumps(done))


def _patiently(step: Callable[[], int]) -> int:
    """Do a step that may be repeated, again and again while others keep the records busy."""
    for _ in range(PATIENCE):
        try:
            return step()
        except DatabaseError as error:
            if fault_of(error) is not Fault.BUSY:
                raise
            time.sleep(1)
    return step()


def _rotate_ring(wait: int) -> dict[str, object]:
    folder = settings.KEYS.folder
    before = [name for name in settings.KEYS.ring if name != settings.KEYS.current]
    if not before:  # else an earlier run was stopped: it is brought to its end first
        before = [settings.KEYS.current]
        keys.add_ring_key(folder)
        _patiently(lambda: _record("keys.rotate", settings.KEYS.current))
    changed = _patiently(_pass)
    time.sleep(wait)  # what began before still hangs new things on the key before
    while again := _patiently(_pass):
        changed += again
    for name in before:
        if not rotation.left(name):
            keys.drop_ring_key(folder, name)
            _patiently(lambda: _record("keys.retire", name))  # noqa: B023 - called at once
    kept = [name for name in before if name in settings.KEYS.ring]
    return {"current": settings.KEYS.current, "rewrapped": changed, "retired": len(before) - len(kept)}


def _record(action: str, name: str) -> int:
    audit.record(action, actor="system", about=f"keys:{name}", at=now())
    return 1


def _pass() -> int:
    changed = 0
    with Progress(console=_ERR) as progress:
        bars: dict[str, object] = {}
        for passed in rotation.one_pass():
            bar = bars.get(passed.where)
            if bar is None:
                bar = bars[passed.where] = progress.add_task(passed.where, total=passed.total)
            progress.update(bar, completed=passed.seen)  # type: ignore[arg-type]
            changed += passed.changed
    return changed


def _rotate_index() -> dict[str, object]:
    folder, at = settings.KEYS.folder, now()
    # Drafts are found by a secret that is not kept: an earlier key lives as long as they do.
    dropped = keys.drop_index_keys(folder, before=at - KEPT_FOR - timedelta(hours=1))
    if not dropped and not keys.index_keys_before(folder):
        keys.add_index_key(folder, at=at)
        audit.record("keys.rotate", actor="system", about="keys:index", at=at)
    changed = 0
    with Progress(console=_ERR) as progress:
        bar = progress.add_task("index", total=None)
        for step in reindex():
            progress.update(bar, completed=step.seen, total=step.total)
            changed += step.changed
    return {"reindexed": changed, "retired": dropped, "older": len(_older())}
