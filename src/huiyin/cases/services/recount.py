"""Counts the deadlines of open matters anew after the calendar changed; goes on where it stopped."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings

from huiyin.cases.models import Matter
from huiyin.cases.services.rebuild import batch_after
from huiyin.foundation import audit
from huiyin.foundation.calendars import RECOUNT, revision

_MOST_AT_ONCE = 20  # batches in one turn of the timetable, so that other jobs have theirs


@dataclass(frozen=True)
class Recount:
    """How far a recount is: what it counts by, the last matter looked at, how many were seen and changed."""

    by: str
    last: int = 0
    seen: int = 0
    changed: int = 0
    finished: bool = False


def standing() -> Recount:
    """Return how far the recount for the present calendar and place is."""
    by = revision(settings.HUIYIN_HOME, settings.HUIYIN_JURISDICTION)
    try:
        kept = Recount(**json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        kept = Recount("")
    return kept if kept.by == by else Recount(by)


def waiting(now: Recount) -> int:
    """Return how many open matters a recount still has before it."""
    return 0 if now.finished else Matter.objects.filter(active=True, pk__gt=now.last).count()


def recount(*, at: datetime) -> Iterator[Recount]:
    """Count every open matter anew that has not been yet, a batch at a time; yield how far it is.

    May be stopped at any time and begun again, by whichever process: what was done is not done twice.
    """
    now = standing()
    while not now.finished:
        last, found = batch_after(now.last, mend=True, active=True)
        changed = now.changed + sum(bool(names) for _, names in found)
        now = replace(now, seen=now.seen + len(found), changed=changed, last=last, finished=not found)
        _keep(now)
        if now.finished and now.seen:
            said = f"{now.changed}/{now.seen}"
            audit.record("law.recount", actor="system", about="calendar", at=at, reason=said)
        yield now


def go_on(*, at: datetime) -> int:
    """Do a part of what a recount has before it; return how many matters were looked at."""
    begun = standing()
    steps = list(islice(recount(at=at), _MOST_AT_ONCE))
    return steps[-1].seen - begun.seen if steps else 0


def _file() -> Path:
    return Path(settings.HUIYIN_HOME) / RECOUNT


def _keep(now: Recount) -> None:
    file = _file()
    part = file.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(asdict(now)), encoding="utf-8")
    part.replace(file)
