"""`huiyin import`: a table of petitions and answers, with progress and a file of what was rejected."""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from huiyin.base.clock import now
from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.cases.services.history import Tally, import_table
from huiyin.cli.site import ready
from huiyin.foundation.tables import RowReader, read_rows
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.orgs.services import ensure_intake_office


def bring_in(
    file: Path, *, source: str, map_name: str, office: str, dry_run: bool, as_json: bool, lang: str = "zh"
) -> None:
    """Import a file and say what came of it. Raises Invalid when it cannot be read as such a table."""
    if not file.is_file():
        raise Invalid("import.no_file", path=str(file))
    ready()
    ensure_intake_office()
    place = orgs.office_by_code(office) if office else orgs.intake_office()
    name = source or file.name.split(".")[0]
    with read_rows(file) as table:
        steps = import_table(
            table, source=name, office=place, at=now(), mapping=_map(map_name), dry_run=dry_run
        )
        errors = settings.HUIYIN_HOME / "imports" / f"{name}-errors.csv"
        tally, written = _run(table, steps, errors, lang)
    counts = {part: getattr(tally, part) for part in ("read", "added", "skipped", "rejected", "late")}
    errors_file = str(errors) if written else None
    print(say(Message("import.done", counts), lang), file=sys.stderr)
    if errors_file:
        print(say(Message("import.errors_file", {"path": errors_file}), lang), file=sys.stderr)
    if as_json:
        print(json.dumps({**counts, "errors_file": errors_file}, ensure_ascii=False))


def _run(table: RowReader, steps: Iterator[Tally], errors: Path, lang: str) -> tuple[Tally, int]:
    tally, written = Tally(), 0
    errors.parent.mkdir(parents=True, exist_ok=True)
    errors.unlink(missing_ok=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]} 行"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(table.name, total=table.total, rows=0)
        for tally in steps:
            progress.update(bar, completed=table.done, rows=tally.read)
            written += _write_errors(errors, tally, lang)
        progress.update(bar, completed=table.total)
    return tally, written


def _write_errors(errors: Path, tally: Tally, lang: str) -> int:
    if not tally.refusals:
        return 0
    fresh = not errors.exists()
    with errors.open("a", newline="", encoding="utf-8-sig" if fresh else "utf-8") as file:
        rows = csv.writer(file)
        if fresh:
            rows.writerow(["行号 row", "编号 id", "代码 code", "原因 reason"])
        rows.writerows(
            (n, _plain(key), message.code, _plain(say(message, lang))) for n, key, message in tally.refusals
        )
    return len(tally.refusals)


def _plain(cell: str) -> str:
    """Return a cell that a spreadsheet shows as text: what another system wrote must not run as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell


def _map(name: str) -> Mapping[str, str] | None:
    if not name:
        return None
    folder = settings.HUIYIN_HOME / "maps"
    file = folder / f"{Path(name).name}.yaml"
    if not file.is_file():
        raise Invalid("import.map_missing", name=name, folder=str(folder))
    return {str(k): str(v) for k, v in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).items()}
