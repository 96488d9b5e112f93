"""The steps of a backup and of a restore, in the one order in which nothing can be lost."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

from huiyin import __version__
from huiyin.base.clock import local_day, now
from huiyin.base.errors import Conflict, Invalid, NotAllowed, Refused
from huiyin.cases.queries import held
from huiyin.cases.services import personal, rebuild, reindex
from huiyin.cli import site
from huiyin.cli.backup import staging
from huiyin.foundation import audit, numbers
from huiyin.foundation.backup import archive, records, state
from huiyin.foundation.calendars import RECOUNT
from huiyin.foundation.search.writing import forget
from huiyin.insight import store as lake

Progress = Callable[[str, int, int], None]
_KEPT_ASIDE = "before"


def note_erased() -> None:
    """Note with the keys what was erased, should that have been missed when it happened."""
    with suppress(DatabaseError):
        personal.note_erased()


def save_records(file: Path, progress: Progress) -> dict[str, Any]:
    """Write the archive of records and files while others go on working; return its list."""
    site.ready()
    file = file.resolve()
    if not file.parent.is_dir():
        raise Invalid("backup.no_folder", path=str(file.parent))
    note_erased()
    at = now()
    audit.record("backup.make", actor="system", about="backup:records", at=at)
    while audit.seal(at=at):
        pass
    with staging(file.parent) as folder:
        copy = folder / records.NAME[records.engine()]
        said = {
            "version": __version__,
            "created": at.isoformat(),
            "engine": records.engine(),
            "migrations": state.applied(),
            "counts": held.counts(),
            "audit": vars(audit.head()),
            "keys": settings.KEYS.fingerprints(),
        }
        records.copy_out(copy, progress)
        if records.engine() == "sqlite" and not records.sound(copy):
            raise Refused("backup.records_unsound")
        return archive.pack(file, copy, settings.HUIYIN_HOME, said, progress)


def restore(file: Path, *, replace: bool, gap: int, progress: Progress) -> dict[str, Any]:
    """Check everything, put what is here aside, bring the backup in, prove it, and only then let go."""
    home: Path = settings.HUIYIN_HOME
    with staging(home) as folder:
        listed = archive.unpack(file, folder, progress)
        _refuse_unfit(listed, folder)
        before = _numbers_here(replace=replace)
        with _swapped(home, folder, listed):
            return _settled(listed, before, gap, progress)


def _refuse_unfit(listed: dict[str, Any], folder: Path) -> None:
    unknown = [
        f"{app}.{name}" for app, names in listed["migrations"].items() for name in state.unknown(app, names)
    ]
    if unknown or state.newer(listed["version"], __version__):
        raise NotAllowed("backup.newer", theirs=listed["version"], ours=__version__)
    if listed["engine"] != records.engine():
        raise NotAllowed("backup.other_database", theirs=listed["engine"], ours=records.engine())
    copy = folder / records.NAME[listed["engine"]]
    if not copy.is_file() or (listed["engine"] == "sqlite" and not records.sound(copy)):
        raise Invalid("backup.damaged", part=copy.name)


def _numbers_here(*, replace: bool) -> dict[str, int] | None:
    """Return the numbers given out here, None where there are none. Refuses what would be replaced."""
    try:
        filled = state.filled()
        if filled and not replace:
            raise Conflict("backup.not_empty")
        return numbers.given_out() if filled else None
    except DatabaseError:
        return None
    finally:
        connections.close_all()


@contextmanager
def _swapped(home: Path, folder: Path, listed: dict[str, Any]) -> Iterator[None]:
    """Hold the backup in the place of what was here; when anything fails, what was here returns."""
    aside = folder / _KEPT_ASIDE
    aside.mkdir()
    back: list[Callable[[], None]] = []
    try:
        _swap_records(folder, aside, back)
        for name in ("files", "maps", "calendar", "places.json", "own.json"):
            _swap(folder / "home" / name, home / name, aside / name, back)
        (home / RECOUNT).unlink(missing_ok=True)
        forget(home)  # the search index is of other records; the worker makes it anew
        lake.forget(home)  # and so is the lake
        yield
    except BaseException:
        connections.close_all()
        for step in reversed(back):
            step()
        raise


def _swap_records(folder: Path, aside: Path, back: list[Callable[[], None]]) -> None:
    source = folder / records.NAME[records.engine()]
    if records.engine() == "postgresql":
        former = aside / source.name
        records.copy_out(former, lambda *_: None)
        records.bring_in(source)
        back.append(lambda: records.bring_in(former))
        return
    here = records.place()
    here.parent.mkdir(parents=True, exist_ok=True)
    for end in ("-wal", "-shm"):
        beside = here.with_name(here.name + end)
        _swap(folder / beside.name, beside, aside / beside.name, back)
    _swap(source, here, aside / here.name, back)


def _swap(fresh: Path, here: Path, aside: Path, back: list[Callable[[], None]]) -> None:
    """Put something fresh in a place, what was there aside, and note how to undo it."""
    _move(here, aside)

    def undo() -> None:
        _remove(here)
        _move(aside, here)

    back.append(undo)
    _move(fresh, here)


def _move(source: Path, target: Path) -> None:
    if source.exists():
        shutil.move(source, target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _settled(
    listed: dict[str, Any], before: dict[str, int] | None, gap: int, progress: Progress
) -> dict[str, Any]:
    """Bring the restored records up to date, keep what was erased erased, count on, and prove the result."""
    at, made = now(), datetime.fromisoformat(listed["created"])
    site.migrate()
    if settings.KEYS.fingerprints()["index"] != listed["keys"]["index"]:
        for _ in reindex.reindex():
            pass
    erased = personal.erase_again(at=at)
    moved = numbers.advance(before, gap=gap, years=range(local_day(made).year, local_day(at).year + 1))
    head = listed["audit"]
    origin = f"{listed['created']} seal {head['position']} {head['digest'][:16]}"
    audit.record("backup.restore", actor="system", about="backup:records", at=at, reason=origin)
    while audit.seal(at=at):
        pass
    total, different = rebuild.matters(), 0
    for done, (_number, columns) in enumerate(rebuild.differing(mend=False), start=1):
        different += bool(columns)
        progress("prove", done, total)
    verdict = audit.verify()
    proven = not different and verdict.broken is None
    if before is not None and not proven:
        raise Refused("backup.put_back", different=different, broken=verdict.broken or "—")
    return {
        "ok": proven,
        "counts": held.counts(),
        "created": listed["created"],
        "erased": erased,
        "numbers": {"rule": "gap" if before is None else "known", "gap": gap, "series": len(moved)},
        "different": different,
        "broken": verdict.broken,
        "head": verdict.head,
    }
