"""The search index kept in step with the records: redacted words only, and no possible accusation ever.

New matters are found by their number, what happened to old ones by the events that tell of it. An event whose
transaction ended late has a number before others: each turn looks back a little and knows what it saw.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Max, QuerySet

from huiyin.base.errors import Conflict
from huiyin.cases.indexed import entries, names
from huiyin.cases.models import Matter
from huiyin.foundation import outbox
from huiyin.foundation.search import Health, health, meaning, shelf
from huiyin.foundation.search.meaning import Gists
from huiyin.foundation.search.shelves import UNREADABLE, State, keep, place, spoilt, state
from huiyin.foundation.search.writing import Writer, alone, begin, building, change_over, note
from huiyin.text.similar import gist

BATCH = 200
LOOKED_BACK = timedelta(minutes=10)
_TOO_LONG = timedelta(days=6)  # events are forgotten after seven
_NOTED_EVERY = 2_000  # matters
_REFRESHED = timedelta(hours=1)
_AT_ONCE = 8  # gists
TURN = 10.0  # seconds that a turn of the worker may take
_writers: dict[Path, Writer] = {}
_seen: dict[Path, set[int]] = {}


@dataclass(frozen=True)
class Progress:
    """Up to which matter the index reaches, of how many, and how many this step looked at."""

    done: int
    total: int
    written: int


def keep_up(home: Path, *, at: datetime, seconds: float = TURN) -> int:
    """Bring the index in step with what happened, and make it anew where it cannot be used, a part a turn.

    Returns how many matters were looked at.
    """
    with alone(home) as mine:
        if not mine:
            return 0
        now, done = state(home), 0
        usable = now is not None and health(home) is Health.READY and not _behind(now, at)
        if now is not None and usable:
            done += _followed(home, now, at)
        if not usable or building(home) is not None:
            until = time.monotonic() + seconds
            done += sum(step.written for step in _built(home, at=at, until=until))
        return done


def _behind(now: State, at: datetime) -> bool:
    """Return whether events may have been forgotten since, or the records are older than the index."""
    newest = outbox.newest()
    return 0 < newest < now.event or datetime.fromisoformat(now.at) < at - _TOO_LONG


def rebuild(home: Path, *, at: datetime) -> Iterator[Progress]:
    """Make the index anew beside the one in use, which then gives way; goes on where it was stopped.

    Raises Conflict while the worker is at it.
    """
    with alone(home) as mine:
        if not mine:
            raise Conflict("search.written_elsewhere")
        yield from _built(home, at=at)


def _built(home: Path, *, at: datetime, until: float | None = None) -> Iterator[Progress]:
    last = Matter.objects.aggregate(last=Max("pk"))["last"] or 0
    now = building(home) or begin(home, event=outbox.newest(before=at - LOOKED_BACK), at=at)
    writer, noted = Writer(place(home) / now.folder, names(home)), now.matter
    while keys := list(_after(now.matter)[:BATCH]):
        found, gone = entries(keys)
        writer.put(found, gone)
        now = replace(now, matter=keys[-1])
        stop = until is not None and time.monotonic() > until
        if stop or now.matter - noted > _NOTED_EVERY:
            writer.commit()
            note(home, now)
            noted = now.matter
        yield Progress(now.matter, last, len(keys))
        if stop:
            return
    writer.commit()
    writer.close()
    change_over(home, replace(now, at=at.isoformat()))


def _after(matter: int) -> "QuerySet[Matter, int]":
    return Matter.objects.filter(pk__gt=matter).order_by("pk").values_list("pk", flat=True)


def _followed(home: Path, now: State, at: datetime) -> int:
    """Write what is new and what changed; the place where it is up to moves only over what is settled."""
    new = list(_after(now.matter)[: 10 * BATCH])
    seen = _seen.setdefault(home, set())
    events = [event for event in outbox.since(now.event) if event.id not in seen]
    told = {key for event in events if (key := _matter_of(event)) is not None}
    changed = sorted(told.union(new))
    if not changed and datetime.fromisoformat(now.at) > at - _REFRESHED:
        return 0
    try:
        _write(home, now.folder, changed)
    except UNREADABLE as fault:
        _writers.pop(home, None)
        spoilt(home, fault)
        raise
    settled = [event.id for event in events if event.at < at - LOOKED_BACK]
    seen.update(event.id for event in events)
    reached = max([now.event, *settled])
    seen -= {key for key in seen if key <= reached}
    erased = now.erased or any(event.kind == "erased" for event in events)
    keep(home, now.moved(at=at, matter=max([now.matter, *new]), event=reached, erased=erased))
    return len(changed)


def _write(home: Path, folder: str, matters: Sequence[int]) -> None:
    writer = _writers.get(home)
    if writer is None or writer.folder != place(home) / folder:
        writer = _writers[home] = Writer(place(home) / folder)
    for few in (matters[n : n + BATCH] for n in range(0, len(matters), BATCH)):
        found, gone = entries(few)
        writer.put(found, gone)
        Gists(writer.folder).forget(gone)
    writer.commit()


def _matter_of(event: outbox.Told) -> int | None:
    if event.kind in {"petition", "erased"}:
        return int(event.params.get("matter", 0)) or None
    return event.key if event.kind in {"act", "sorted"} else None


def purge(home: Path, *, at: datetime) -> int:
    """Begin an index anew once after somebody was erased, so that no file of it holds a word of theirs."""
    now = state(home)
    if now is None or not now.erased or building(home) is not None:
        return 0
    with alone(home) as mine:
        if mine:
            begin(home, event=outbox.newest(before=at - LOOKED_BACK), at=at)
        return int(mine)


def embed(home: Path, *, seconds: float = TURN) -> int:
    """Embed what is asked in matters that have no vector yet, for a while; nothing without the extra."""
    here = shelf(home) if meaning.available() else None
    if here is None:
        return 0
    done, until = 0, time.monotonic() + seconds
    with alone(home) as mine:
        while mine and time.monotonic() < until and (keys := list(_after(here.gists.upto)[:_AT_ONCE])):
            said = {key: here.of(key) for key in keys}
            here.gists.put(
                {key: gist(words.text, words.title) if words else "" for key, words in said.items()}
            )
            done += len(keys)
    return done
