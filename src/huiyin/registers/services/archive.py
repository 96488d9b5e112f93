"""The file of a matter is closed, reopened with a reason, and handed to the archive with a list."""

import csv
import io
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.base.messages import Message
from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.scope import require, visible
from huiyin.foundation import audit, crypto, numbers
from huiyin.foundation.wording import say
from huiyin.law.acts import PETITIONERS_ACTS
from huiyin.orgs.rules import SYSTEM, Actor
from huiyin.registers.models import ClosedFile
from huiyin.registers.queries.papers import RETENTIONS, lacks_of
from huiyin.registers.rules.moves import KEEP
from huiyin.registers.rules.papers import cell, may_close
from huiyin.registers.services import bundles
from huiyin.registers.services.items import words_of

MOST_FILES = 50
COLUMNS = ("file", "number", "title", "day", "pages", "name", "sha256", "retention")


@transaction.atomic
def close(
    matter_id: int, retention: str, reason: str, *, version: int | None, by: Actor, at: datetime
) -> str:
    """Close a matter's file; return its number.

    Raises NotAllowed while the matter is open, Invalid without a class of retention or, when papers lack,
    without the reason; Conflict when it is closed already.
    """
    matter = spine.locked(matter_id)
    require(by, matter, KEEP)
    spine.unchanged(matter, version)
    if matter.filed_on is not None:
        raise Conflict("registers.file_closed_already")
    if retention not in RETENTIONS:
        raise Invalid("registers.needs", field="retention", what=Message("registers.asks.retention"))
    reason = words_of(reason)
    refusal = may_close(active=matter.active, lacks=bool(lacks_of(matter, at=at)), reason=reason)
    if refusal == "still_open":
        raise NotAllowed("registers.still_open")
    if refusal:
        raise Invalid("registers.gaps_unexplained", field="reason")
    day = local_day(at)
    known = ClosedFile.objects.filter(matter=matter).first()
    kept = known or ClosedFile(matter=matter, number=_number(matter, day.year))
    kept.office_id, kept.retention, kept.closed_on, kept.closed_by_id = (
        matter.office_id,
        retention,
        day,
        by.staff,
    )
    kept.acts = Act.objects.filter(matter=matter).count()
    kept.reopened_on = kept.transferred_on = None
    kept.reason_sealed = _sealed(matter, reason)
    kept.save()
    Matter.objects.filter(pk=matter.pk).update(filed_on=day)
    audit.record("file.close", actor=by.label, about=f"matter:{matter.pk}", at=at)
    return kept.number


def _number(matter: Matter, year: int) -> str:
    running = numbers.allocate(f"file:{matter.office_id}:{year}")
    return f"{matter.office.short}信档〔{year}〕{running}号"


def _sealed(matter: Matter, reason: str) -> bytes:
    return crypto.seal_text(crypto.open_key(matter.key), reason, about="file.reason")


@transaction.atomic
def reopen(matter_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Reopen a closed file so that it takes papers again, for a reason."""
    matter = spine.locked(matter_id)
    require(by, matter, KEEP)
    kept = ClosedFile.objects.filter(matter=matter).first()
    if matter.filed_on is None or kept is None:
        raise Conflict("registers.file_open_already")
    reason = words_of(reason)
    if not reason:
        raise Invalid("registers.needs", field="reason", what=Message("registers.asks.reason"))
    _reopen(matter, kept, reason, by, at)


def reopen_for_petitioner(matter: Matter, acts: Sequence[Act], *, at: datetime) -> bool:
    """Reopen a closed file after the petitioner did something: what petitioners do is always taken in."""
    kept = ClosedFile.objects.filter(matter=matter).first() if matter.filed_on else None
    if kept is None or not any(a.kind in PETITIONERS_ACTS and a.position > kept.acts for a in acts):
        return False
    _reopen(matter, kept, say("registers.reopened_for_petitioner", "zh"), SYSTEM, at)
    return True


def _reopen(matter: Matter, kept: ClosedFile, reason: str, by: Actor, at: datetime) -> None:
    kept.reopened_on, kept.reason_sealed = local_day(at), _sealed(matter, reason)
    kept.save(update_fields=["reopened_on", "reason_sealed"])
    Matter.objects.filter(pk=matter.pk).update(filed_on=None)
    audit.record("file.reopen", actor=by.label, about=f"matter:{matter.pk}", at=at)


@transaction.atomic
def transfer(files: Collection[int], *, by: Actor, at: datetime) -> int:
    """Hand closed files to the archive; return how many.

    Raises NotFound for a file that is not in sight or not the actor's to hand over, Invalid when there are
    none or too many.
    """
    found = _chosen(files, by)
    for kept in found:
        kept.transferred_on = local_day(at)
        kept.save(update_fields=["transferred_on"])
        audit.record("file.transfer", actor=by.label, about=f"matter:{kept.matter_id}", at=at)
    return len(found)


def _chosen(files: Collection[int], by: Actor) -> Sequence[ClosedFile]:
    chosen = set(files)
    if not chosen or len(chosen) > MOST_FILES:
        raise Invalid("registers.choose_files", field="files", most=MOST_FILES)
    mine = ClosedFile.objects.select_for_update(of=("self",)).filter(
        pk__in=chosen, matter__in=visible(by), office_id__in=by.offices(KEEP), matter__filed_on__isnull=False
    )
    found = list(mine.select_related("matter__office").order_by("id"))
    if len(found) != len(chosen):
        raise NotFound("registers.no_file")
    return found


@transaction.atomic
def archive_list(files: Collection[int], *, by: Actor, at: datetime) -> bytes:
    """Return the list that goes along to the archive (CSV, with a byte order mark for spreadsheets).

    One row for each paper with its checksum, the same as in the file's own bundle; it can be made as often as
    somebody needs it. Raises as `transfer` does.
    """
    found = _chosen(files, by)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([say(f"registers.column.{name}", "zh") for name in COLUMNS])
    for kept in found:
        for paper, name in bundles.hashed(by, kept.matter):
            pages = "" if paper.pages is None else str(paper.pages)
            day, keep = paper.day.isoformat(), say(f"registers.retention.{kept.retention}", "zh")
            line = (kept.number, str(paper.number), paper.title, day, pages, name, paper.sha256, keep)
            rows.writerow([cell(text) for text in line])
        audit.record("file.list", actor=by.label, about=f"matter:{kept.matter_id}", at=at)
    return out.getvalue().encode("utf-8-sig")
