"""Reads the first filled sheet of an Excel workbook, every cell as the text a person would read."""

import zipfile
from collections.abc import Generator, Sequence
from datetime import datetime, time
from typing import Any, BinaryIO, Final

import python_calamine

from huiyin.base.errors import Invalid
from huiyin.base.messages import Message

UNPACKED_LIMIT: Final = 1024**3
_RATIO_LIMIT: Final = 300
_ZIP: Final = b"PK"


class SpreadsheetTable:
    """A sheet; `done` and `total` are rows."""

    encoding = "xlsx"
    delimiter = ""

    def __init__(self, stream: BinaryIO, *, name: str) -> None:
        _refuse_bomb(stream, name)
        self._sheet = _first_filled(stream, name)
        self.total = self._sheet.end[0] + 1
        self.done = 0

    def __iter__(self) -> Generator[tuple[int, Sequence[str], Message | None]]:
        for number, row in enumerate(self._sheet.iter_rows(), 1):
            self.done = number
            yield number, [as_text(value) for value in row], None


def _refuse_bomb(stream: BinaryIO, name: str) -> None:
    stream.seek(0)
    if stream.read(2) != _ZIP:
        return
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as damaged:
        raise Invalid("tables.damaged", field="file", name=name) from damaged
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if unpacked > UNPACKED_LIMIT or (unpacked > 2**24 and unpacked > _RATIO_LIMIT * max(packed, 1)):
        raise Invalid("tables.too_large", field="file", name=name)


def _first_filled(stream: BinaryIO, name: str) -> Any:
    stream.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(stream)
        for number in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(number)
            if sheet.end is not None:
                return sheet
    except python_calamine.PasswordError as locked:
        raise Invalid("tables.locked", field="file", name=name) from locked
    except (python_calamine.CalamineError, OSError, ValueError) as damaged:
        raise Invalid("tables.damaged", field="file", name=name) from damaged
    raise Invalid("tables.empty", field="file", name=name)


def as_text(value: Any) -> str:
    """Return a cell as text: whole numbers without a point, days and moments in ISO form."""
    text = str(value)
    match value:
        case bool():
            text = text.lower()
        case float() if value.is_integer():
            text = str(int(value))
        case datetime() if value.time() == time():
            text = value.date().isoformat()
        case datetime():
            text = value.isoformat(sep=" ", timespec="seconds")
    return text.replace("\x00", "").strip()
