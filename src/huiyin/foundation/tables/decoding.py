"""Finds how a text file is encoded by decoding all of it, because a guess from the beginning is a guess."""

import codecs
import gzip
import zlib
from typing import BinaryIO, Final, cast

from huiyin.base.errors import Invalid

UNPACKED_LIMIT: Final = 4 * 1024**3
_PIECE: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOSTLY: Final = 0.4


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Return the stream itself, or what a gzip file holds."""
    stream.seek(0)
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb")) if packed else stream


def encoding_of(stream: BinaryIO, *, name: str) -> str:
    """Return the encoding under which all of the file can be read: its mark, else UTF-8, else GB18030."""
    head = _start(stream, name)
    candidates = next(([e] for mark, e in _MARKS if head.startswith(mark)), None)
    for encoding in candidates or _unmarked(head):
        if _reads_as(stream, encoding, name):
            return encoding
    raise Invalid("tables.encoding", field="file", name=name)


def _start(stream: BinaryIO, name: str) -> bytes:
    try:
        return unpacked(stream).read(4096)
    except (OSError, EOFError, zlib.error) as damaged:
        raise Invalid("tables.damaged", field="file", name=name) from damaged


def _unmarked(head: bytes) -> list[str]:
    half = max(1, len(head) // 2)
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first::2].count(0) / half > _MOSTLY:
            return [encoding]
    return ["utf-8", "gb18030"]


def _reads_as(stream: BinaryIO, encoding: str, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    source, size = unpacked(stream), 0
    try:
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > UNPACKED_LIMIT:
                raise Invalid("tables.too_large", field="file", name=name)
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    except (OSError, EOFError, zlib.error) as damaged:
        raise Invalid("tables.damaged", field="file", name=name) from damaged
    return True
