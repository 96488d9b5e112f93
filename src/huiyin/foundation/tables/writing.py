"""Writes tables for other systems: the same rows always give the same bytes."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str) -> bytes:
    """Return a comma-separated table; `utf-8-sig` begins with the mark that spreadsheets look for."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(headers)
    lines.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, at: datetime) -> bytes:
    """Return an Excel workbook, every cell as text: noughts stay, nothing runs as a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": at.replace(tzinfo=None)})
    sheet = book.add_worksheet()
    as_text = book.add_format({"num_format": "@"})
    heading = book.add_format({"num_format": "@", "bold": True})
    for place, name in enumerate(headers):
        sheet.write_string(0, place, name, heading)
        sheet.set_column(place, place, min(40, max(12, 2 * len(name) + 4)))
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(line, place, cell, as_text)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()
