"""Reads comma-, tab- or semicolon-separated text, mending what can be mended and naming what cannot."""

import contextlib
import csv
import io
import re
from collections.abc import Generator, Iterator, Sequence
from typing import BinaryIO, Final

from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.foundation.tables.decoding import encoding_of, unpacked

CELL_LIMIT: Final = 2_000_000  # a longer cell means a quotation mark that was never closed
_DELIMITERS: Final = (",", "\t", ";", "，", "；", "|")
_SAID: Final = re.compile(r"^sep=(.)\r?\n?$", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_MARKUP: Final = re.compile(r"^\s*<(!doctype|html|\?xml|table|svg)", re.IGNORECASE)
_PROBE: Final = 1 << 16

csv.field_size_limit(CELL_LIMIT)  # one limit for the whole interpreter; nothing else here reads CSV


class _Lines:
    """The lines of a text file, remembering whether the end was reached."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline()
        if not line:
            self.ended = True
            raise StopIteration
        return line


class DelimitedTable:
    """A text table; `done` and `total` are bytes of the file as it lies on disk."""

    def __init__(self, stream: BinaryIO, *, name: str) -> None:
        self._stream = stream
        self.encoding = encoding_of(stream, name=name)
        self.total = stream.seek(0, io.SEEK_END)
        self._text = io.TextIOWrapper(unpacked(stream), encoding=self.encoding, newline="")
        probe = self._text.read(_PROBE)
        self._text.seek(0)
        if _MARKUP.match(probe):
            self._text.detach()
            raise Invalid("tables.not_a_table", field="file", name=name)
        self._skip, self.delimiter = _delimiter_of(probe)

    @property
    def done(self) -> int:
        """How many bytes of the file have been read."""
        return self.total if self._stream.closed else self._stream.tell()

    def __iter__(self) -> Generator[tuple[int, Sequence[str], Message | None]]:
        try:
            yield from self._rows()
        finally:
            with contextlib.suppress(ValueError):  # already closed by its owner
                self._text.detach()

    def _rows(self) -> Iterator[tuple[int, Sequence[str], Message | None]]:
        lines = _Lines(self._text)
        if self._skip:
            next(lines, None)
        rows = csv.reader(lines, delimiter=self.delimiter)
        number = 0
        while True:
            number += 1
            unclosed = Message("tables.unclosed_quote", {"row": number})
            try:
                texts = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield number, (), unclosed
                continue
            # A reader that had to look for the end of the file inside a row was still inside a quotation.
            yield number, [_tidy(text) for text in texts], unclosed if lines.ended else None


def _tidy(text: str) -> str:
    return text.replace("\x00", "").strip() if "\x00" in text else text.strip()


def _delimiter_of(probe: str) -> tuple[bool, str]:
    first = next((line for line in probe.splitlines() if line.strip()), "")
    if said := _SAID.match(first):
        return True, said[1]
    bare = _QUOTED.sub("", probe.lstrip("\r\n"))
    heading = next((line for line in bare.splitlines() if line.strip()), "")
    best = max(_DELIMITERS, key=heading.count)
    return False, best if best in heading else ","
