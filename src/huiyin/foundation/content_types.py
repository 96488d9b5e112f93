"""Which kinds of file are taken in, told by what is inside them and never by their name alone."""

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from huiyin.base.errors import Invalid


@dataclass(frozen=True)
class ContentType:
    """A kind of file that may be kept; the first extension is the one it is given."""

    code: str
    mime: str
    extensions: tuple[str, ...]
    family: str


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_ALL: Final = (
    ContentType("jpg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "image"),
    ContentType("png", "image/png", ("png",), "image"),
    ContentType("webp", "image/webp", ("webp",), "image"),
    ContentType("pdf", "application/pdf", ("pdf",), "document"),
    ContentType("docx", f"{_OFFICE}wordprocessingml.document", ("docx",), "document"),
    ContentType("xlsx", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), "document"),
    ContentType("doc", "application/msword", ("doc", "wps"), "document"),
    ContentType("xls", "application/vnd.ms-excel", ("xls", "et"), "document"),
    ContentType("txt", "text/plain", ("txt", "text", "csv", "md", "log"), "text"),
    ContentType("mp3", "audio/mpeg", ("mp3",), "sound"),
    ContentType("m4a", "audio/mp4", ("m4a",), "sound"),
    ContentType("mp4", "video/mp4", ("mp4", "m4v"), "video"),
)
ALLOWED: Final = {kind.code: kind for kind in _ALL}
_BY_EXTENSION: Final = {extension: kind for kind in _ALL for extension in kind.extensions}

_HEAD: Final = 4096
_TAIL: Final = 65_557  # the longest distance of a zip's end record from the end of the file
_UNPACKED_LIMIT: Final = 500 * 1024 * 1024
_RATIO_LIMIT: Final = 300
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_MARKUP: Final = re.compile(rb"^[\s\x00\xef\xbb\xbf\xff\xfe]*<[\x00]?[a-zA-Z!?]")
_SCRIPT: Final = re.compile(rb"^\s*(#!|%!PS|MZ.{30,}PE\x00\x00)", re.DOTALL)
_BAD_IN_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MP3_FRAME: Final = re.compile(rb"\xff[\xe2-\xff]")
_MP4_BRANDS: Final = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV"}
)
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


def extensions() -> tuple[str, ...]:
    """Return every extension that is taken in, for the `accept` of a form and for messages."""
    return tuple(_BY_EXTENSION)


def extension_of(name: str) -> str:
    """Return the extension of a file's name in lower case, or nothing."""
    return PurePosixPath(name.strip().rstrip(".")).suffix.lower().lstrip(".")


def sniff(content: bytes | BinaryIO, *, name: str = "") -> ContentType:
    """Return what a file is by its content. Raises Invalid when it is not taken in or belies its name.

    A picture under the name of another kind of picture is taken as what it is: phones do this all the time.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise Invalid("files.empty", field="file", name=name)
    kind = _recognised(stream, head, name)
    stream.seek(0)
    extension = extension_of(name)
    said = _BY_EXTENSION.get(extension)
    if extension and said is not kind and not (said and said.family == kind.family == "image"):
        raise Invalid("files.mismatch", field="file", name=name, said=extension, found=kind.code)
    return kind


def _recognised(stream: BinaryIO, head: bytes, name: str) -> ContentType:
    code = _picture(head) or _film_or_sound(head, name)
    if code is None and head.startswith(b"%PDF-"):
        code = _pdf(stream, name)
    if code is None and head.startswith(b"PK\x03\x04"):
        code = _office_package(stream, name)
    if code is None and head.startswith(_OLE):
        code = _old_office(stream, name)
    if code is None:
        code = _text(stream, head, name)
    return ALLOWED[code]


def _picture(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _film_or_sound(head: bytes, name: str) -> str | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _HEIC_BRANDS:
            raise Invalid("files.heic", field="file", name=name)
        if brand == b"M4A " or (brand in _MP4_BRANDS and extension_of(name) == "m4a"):
            return "m4a"
        if brand in _MP4_BRANDS or brand == b"M4V ":
            return "mp4"
        raise Invalid("files.unknown", field="file", name=name)
    if head.startswith(b"ID3") or (_MP3_FRAME.match(head) and _mp3_frame_is_whole(head)):
        return "mp3"
    return None


def _mp3_frame_is_whole(head: bytes) -> bool:
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in (0, 15) and frequency != 3  # noqa: PLR2004 # bit fields


def _tail(stream: BinaryIO) -> bytes:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    return stream.read()


def _pdf(stream: BinaryIO, name: str) -> str:
    tail = _tail(stream)
    end = tail.rfind(b"%%EOF")
    if end < 0:
        raise Invalid("files.damaged", field="file", name=name)
    if b"PK\x05\x06" in tail[end:] or len(tail) - end > 2 * 1024:
        raise Invalid("files.two_in_one", field="file", name=name)
    return "pdf"


def _office_package(stream: BinaryIO, name: str) -> str:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as damaged:
        raise Invalid("files.damaged", field="file", name=name) from damaged
    if min((entry.header_offset for entry in entries), default=0) != 0:
        raise Invalid("files.two_in_one", field="file", name=name)
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if unpacked > _UNPACKED_LIMIT or (unpacked > 2**20 and unpacked > _RATIO_LIMIT * max(packed, 1)):
        raise Invalid("files.swells", field="file", name=name)
    names = {entry.filename for entry in entries}
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise Invalid("files.macros", field="file", name=name)
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return "docx"
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return "xlsx"
    raise Invalid("files.archive", field="file", name=name)


def _old_office(stream: BinaryIO, name: str) -> str:
    stream.seek(0)
    content = stream.read()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Invalid("files.macros", field="file", name=name)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Invalid("files.locked", field="file", name=name)
    if "WordDocument".encode("utf-16-le") in content:
        return "doc"
    if "Workbook".encode("utf-16-le") in content:
        return "xls"
    raise Invalid("files.unknown", field="file", name=name)


def _text(stream: BinaryIO, head: bytes, name: str) -> str:
    if head.startswith(_ARCHIVES):
        raise Invalid("files.archive", field="file", name=name)
    if _MARKUP.match(head):
        raise Invalid("files.web_page", field="file", name=name)
    if _SCRIPT.match(head):
        raise Invalid("files.program", field="file", name=name)
    if head.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")) and b"\x00" in head:
        raise Invalid("files.program", field="file", name=name)
    for encoding in ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        if _is_plain_text(stream, encoding):
            return "txt"
    raise Invalid("files.unknown", field="file", name=name)


def _is_plain_text(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := stream.read(1 << 16):
            if _BAD_IN_TEXT.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
