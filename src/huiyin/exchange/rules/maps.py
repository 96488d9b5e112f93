"""Between another system's columns and codes and ours: read from a map, the same in both directions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid
from huiyin.exchange.rules.fields import CODED, DAYS, NEVER, Said, targets
from huiyin.foundation.tables import parse_moment, recognise

ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")
COUNTS = ("petition", "order")
EXPORTS = ("petitions", "progress")
LONGEST_CELL = 100_000
_FIELD = re.compile(r"[a-z][a-z_]{0,39}")


@dataclass(frozen=True)
class CodeTable:
    """Their codes and ours. Several of theirs may mean one of ours; the first one named goes out."""

    ours: Mapping[str, str]  # their code or name -> ours
    theirs: Mapping[str, str]  # ours -> their code


@dataclass(frozen=True)
class SystemMap:
    """How another system writes what we keep. `counts` says whether its rows are petitions or work orders."""

    name: str
    title: Mapping[str, str]
    counts: str
    encoding: str
    unconfirmed: bool
    columns: Mapping[str, tuple[str, ...]]
    exports: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, CodeTable] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """Return the heading under which a field goes out."""
        return self.columns[name][0]

    def headers(self, what: str) -> list[str]:
        """Return the headings of an export."""
        return [self.header(name) for name in self.exports[what]]

    def code(self, name: str, ours: str) -> str:
        """Return their code for a value of ours in a coded field, or nothing when they have none."""
        table = self.tables.get(CODED.get(name, ""))
        return table.theirs.get(ours, "") if table else ""


def read_map(name: str, raw: Any) -> SystemMap:
    """Return a map from its file. Raises Invalid naming the part that cannot be used."""
    if not isinstance(raw, Mapping):
        raise Invalid("exchange.map_broken", field="map", name=name, part="columns")
    columns = _columns(name, raw.get("columns"))
    tables = {str(t): _table(name, str(t), rows) for t, rows in _mapping(raw.get("codes")).items()}
    exports = {str(k): tuple(map(str, v or ())) for k, v in _mapping(raw.get("exports")).items()}
    lacking = [f for fields in exports.values() for f in fields if f not in columns]
    counts, encoding = raw.get("counts", "petition"), raw.get("encoding", "utf-8-sig")
    for part, wrong in (
        ("exports", bool(lacking) or not set(exports) <= set(EXPORTS)),
        ("counts", counts not in COUNTS),
        ("encoding", encoding not in ENCODINGS),
        ("columns.number", "number" not in columns),
    ):
        if wrong:
            raise Invalid("exchange.map_broken", field="map", name=name, part=part)
    return SystemMap(
        name=name,
        title=_mapping(raw.get("title")) or {"zh": name, "en": name},
        counts=counts,
        encoding=encoding,
        unconfirmed=raw.get("status") == "unconfirmed",
        columns=columns,
        exports=exports,
        tables=tables,
    )


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _columns(name: str, raw: Any) -> dict[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    for own, headings in _mapping(raw).items():
        names = tuple(str(h).strip() for h in (headings if isinstance(headings, list) else [headings]))
        if not _FIELD.fullmatch(str(own)) or not names or not all(names):
            raise Invalid("exchange.map_broken", field="map", name=name, part=f"columns.{own}")
        for heading in names:
            if any(word in heading for word in NEVER):
                raise Invalid("exchange.map_never", field="map", name=name, header=heading)
        columns[str(own)] = names
    return columns


def _table(name: str, table: str, rows: Any) -> CodeTable:
    ours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for code, row in _mapping(rows).items():
        given = row if isinstance(row, Mapping) else {"ours": row}
        value = str(given.get("ours", ""))
        if value not in targets(table):
            raise Invalid("exchange.map_broken", field="map", name=name, part=f"codes.{table}.{code}")
        for word in (code, given.get("name", code), *given.get("also", ())):
            if ours.setdefault(str(word).strip(), value) != value:
                raise Invalid("exchange.map_twice", field="map", name=name, table=table, code=str(word))
        theirs.setdefault(value, str(code).strip())
    return CodeTable(ours, theirs)


def columns_of(system: SystemMap, headers: Sequence[str]) -> dict[str, str]:
    """Return which heading of a table holds which field. Raises Invalid when the number's is not there."""
    found: dict[str, str] = {}
    free = list(headers)
    for name, names in system.columns.items():
        here = recognise(free, {f"~{name}": names}, required=())
        if here:
            found[name] = here[f"~{name}"]
            free.remove(found[name])
    if "number" not in found:
        wanted = " / ".join(system.columns["number"])
        raise Invalid("exchange.number_column_missing", field="file", wanted=wanted, headers=list(headers))
    return found


def read_record(system: SystemMap, columns: Mapping[str, str], cells: Mapping[str, str]) -> Said:
    """Return a row of theirs in our words. Raises Invalid for an unreadable day or a lacking number."""
    texts: dict[str, str] = {}
    days: dict[str, str] = {}
    codes: dict[str, str] = {}
    unmapped: dict[str, str] = {}
    for name, heading in columns.items():
        cell = bare(cells.get(heading, ""))[:LONGEST_CELL]
        if not cell:
            continue
        if name in DAYS:
            days[name] = _day(cell, name)
        elif name in CODED:
            table = system.tables.get(CODED[name])
            ours = table.ours.get(cell) if table else None
            if ours is None:
                unmapped[name] = cell
            else:
                codes[name] = ours
            texts[name] = cell  # their code, verbatim
        else:
            texts[name] = cell
    if not texts.get("number"):
        raise Invalid("exchange.no_number", field="number")
    return Said(texts, days, codes, unmapped)


def _day(text: str, name: str) -> str:
    try:
        moment = parse_moment(text)
    except Invalid as unreadable:
        raise Invalid("import.day_unreadable", field=name, text=text[:40]) from unreadable
    return (local_day(moment) if isinstance(moment, datetime) else moment).isoformat()


def write_record(system: SystemMap, what: str, record: Mapping[str, Any]) -> list[str]:
    """Return the cells of one exported row, in the order of the export's headings."""
    cells = []
    for name in system.exports[what]:
        value = record.get(name, "")
        if isinstance(value, date):
            value = value.isoformat()
        cells.append(system.code(name, str(value)) if name in CODED else str(value))
    return cells


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def safe(cell: str) -> str:
    """Return a cell that a spreadsheet shows as text and never runs as a formula; `bare` takes it back."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def plain_cell(cell: str) -> str:
    """Return a cell for a workbook, as it is, marked only where `bare` would shorten it."""
    return cell if bare(cell) == cell else safe(cell)


def bare(cell: str) -> str:
    """Return a cell without the mark that `safe` put before it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
