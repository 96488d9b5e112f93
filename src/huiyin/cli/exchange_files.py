"""The work behind `huiyin exchange import`, `export` and `differences`."""

import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from huiyin.base.clock import now
from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.exchange.services import comparing, files, giving, taking
from huiyin.foundation.tables import RowReader, read_rows
from huiyin.foundation.wording import say
from huiyin.orgs.rules import SYSTEM

_SHOWN = 20


def _tell(message: Message, lang: str) -> None:
    print(say(message, lang), file=sys.stderr)


def _tell_refusals(refusals: list[tuple[int, str, Message]], lang: str) -> list[dict[str, Any]]:
    for row, number, message in refusals[:_SHOWN]:
        print(f"{row}\t{number}\t{say(message, lang)}", file=sys.stderr)
    return [
        {"row": row, "number": number, "code": m.code, "message": say(m, lang)} for row, number, m in refusals
    ]


def _open(file: Path) -> RowReader:
    if not file.is_file():
        raise Invalid("exchange.file_missing", field="file", path=str(file))
    return read_rows(file)


def bring_in(file: Path, *, system: str, dry_run: bool, lang: str) -> dict[str, Any]:
    """Take a file in with a progress bar; return the counts and what was refused."""
    tally, refusals = taking.Taken(), list[tuple[int, str, Message]]()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with _open(file) as table, Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(table.name, total=table.total)
        steps = taking.take_in(table.headers, table, system=system, by=SYSTEM, at=now(), dry_run=dry_run)
        for tally in steps:
            refusals += tally.refusals
            progress.update(bar, completed=table.done)
    _tell(Message("exchange.taken", tally.counts()), lang)
    refused = _tell_refusals(refusals, lang)
    return {**tally.counts(), "batch": tally.batch, "left_out": list(tally.left_out), "refusals": refused}


def give(
    system: str, what: str, *, batch: int, form: str, folder: Path, delivered: bool, lang: str
) -> dict[str, Any]:
    """Make a batch, or an earlier one again, and write its file; or note that one was taken over."""
    if batch and delivered:
        giving.confirm(system, batch, by=SYSTEM, at=now())
        return {"number": batch, "delivered": True}
    made = giving.Given(batch, 0, False) if batch else giving.export(system, what, by=SYSTEM, at=now())
    if not made.number:
        _tell(Message("exchange.exported_nothing"), lang)
        return {"number": 0, "rows": 0, "more": False, "file": None}
    content = files.file_of(system, made.number, form, by=SYSTEM, at=now())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / content.name
    path.write_bytes(content.content)
    rows = made.rows or len(files.rows_of(system, made.number, by=SYSTEM, at=now()).rows)
    _tell(Message("exchange.exported", {"number": made.number, "rows": rows}), lang)
    print(path, file=sys.stderr)
    return {"number": made.number, "rows": rows, "more": made.more, "file": str(path)}


def compare(file: Path, *, system: str, lang: str) -> dict[str, Any]:
    """Compare a file of theirs with our records; return the counts."""
    with _open(file) as table:
        done = comparing.compare_file(table.headers, table, system=system, by=SYSTEM, at=now())
    counts = {name: getattr(done, name) for name in ("read", "rejected", "new", "still", "gone")}
    _tell(Message("exchange.compared", counts), lang)
    _tell_refusals(done.refusals, lang)
    return counts


def difference_in_words(row: Any, lang: str) -> str:
    """Return a difference as one line."""
    kind, proposed = (
        say(f"exchange.difference.{row.kind}", lang),
        say(f"exchange.proposed.{row.proposed}", lang),
    )
    return f"{row.number}\t{kind}\t{row.ours or '—'} | {row.theirs or '—'}\t{proposed}"
