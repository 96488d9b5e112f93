"""Reads a table row by row, whatever it is kept in; a faulty row says so and the rest goes on."""

import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self

from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.foundation.tables.delimited import DelimitedTable
from huiyin.foundation.tables.headings import checked_headers
from huiyin.foundation.tables.spreadsheet import SpreadsheetTable

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_NOT_TABLES: Final = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")


class Cells(dict[str, str]):
    """A row's cells by header; `problem` says what is wrong with a row that does not fit its table."""

    problem: Message | None = None


class _Table(Protocol):
    encoding: str
    delimiter: str
    total: int

    @property
    def done(self) -> int: ...

    def __iter__(self) -> Generator[tuple[int, Sequence[str], Message | None]]: ...


class RowReader:
    """Iterates (row number, cells); closes its file when left or used up.

    `done` of `total` tells how far it is (bytes of a text file, rows of a spreadsheet): for a progress bar.
    """

    def __init__(self, table: _Table, files: ExitStack, *, name: str) -> None:
        self._files = files
        self._table = table
        self._rows = iter(table)
        self.name = name
        self.encoding, self.delimiter, self.total = table.encoding, table.delimiter, table.total
        try:
            self.headers = self._read_headers()
        except BaseException:
            self._rows.close()
            raise

    @property
    def done(self) -> int:
        """How much of `total` has been read."""
        return min(self._table.done, self.total)

    def close(self) -> None:
        """Close the file; reading on is not possible afterwards."""
        self._rows.close()
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        try:
            for number, texts, problem in self._rows:
                if any(texts) or problem:
                    yield number, self._fitted(texts, problem)
        finally:
            self.close()

    def _read_headers(self) -> tuple[str, ...]:
        for _, texts, problem in self._rows:
            if problem:
                raise Invalid("tables.no_headers", field="file", name=self.name)
            if any(texts):
                return checked_headers(texts)
        raise Invalid("tables.empty", field="file", name=self.name)

    def _fitted(self, texts: Sequence[str], problem: Message | None) -> Cells:
        wanted = len(self.headers)
        cells = Cells(zip(self.headers, texts, strict=False))
        if problem is None and (len(texts) < wanted or any(texts[wanted:])):
            problem = Message("tables.ragged", {"found": len(texts), "wanted": wanted})
        for header in self.headers[len(texts) :]:
            cells[header] = ""
        cells.problem = problem
        return cells


def read_rows(source: Path | str | BinaryIO, *, name: str = "") -> RowReader:
    """Return a reader over a CSV (also .gz) or Excel table; what it is, is told by its content.

    Raises Invalid when it is no table, is damaged or locked, or its first row is unusable as headings.
    """
    files = ExitStack()
    try:
        return RowReader(_opened(source, name, files), files, name=name or _name_of(source))
    except BaseException:
        files.close()
        raise


def _name_of(source: Path | str | BinaryIO) -> str:
    return Path(source).name if isinstance(source, Path | str) else ""


def _opened(source: Path | str | BinaryIO, name: str, files: ExitStack) -> _Table:
    name = name or _name_of(source)
    stream = _seekable(source, name, files)
    head = stream.read(8)
    stream.seek(0)
    if not head:
        raise Invalid("tables.empty", field="file", name=name)
    if head.startswith(_NOT_TABLES):
        raise Invalid("tables.not_a_table", field="file", name=name)
    if head.startswith((_ZIP, _OLE)):
        return SpreadsheetTable(stream, name=name)
    return DelimitedTable(stream, name=name)


def _seekable(source: Path | str | BinaryIO, name: str, files: ExitStack) -> BinaryIO:
    if isinstance(source, Path | str):
        try:
            return files.enter_context(Path(source).open("rb"))
        except FileNotFoundError as missing:
            raise Invalid("tables.missing", field="file", name=name) from missing
        except (IsADirectoryError, PermissionError) as closed:
            raise Invalid("tables.unreadable", field="file", name=name) from closed
    if source.seekable():
        source.seek(0)
        return source
    copy = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 # the stack closes it
    shutil.copyfileobj(source, copy)
    copy.seek(0)
    return copy
