"""Reads the folders of data that measurements take: one row a line, nothing kept, nothing printed."""

import csv
import gzip
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from huiyin.base.errors import Refused

_LONGEST_FIELD = 10_000_000


def rows(file: Path) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a CSV file, also one packed with gzip. Raises Refused when it is not there."""
    if not file.is_file():
        raise Refused("evaluate.no_file", file=file.name)
    csv.field_size_limit(_LONGEST_FIELD)
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def day_in(written: str) -> date:
    """Return the day of a time written as 2019/1/5 10:00 or 2019-01-05 10:00:00."""
    year, month, day = written.strip().replace("/", "-").split(" ")[0].split("-")
    return date(int(year), int(month), int(day))
