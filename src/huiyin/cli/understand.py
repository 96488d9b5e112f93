"""`huiyin understand`: read one petition, or a file of them line by line."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.base.errors import Invalid, NotFound
from huiyin.text import Place, understand

_EVERY = 200  # lines between two reports of progress


@dataclass(frozen=True, slots=True)
class Counted:
    """How many lines were read and how many of them could not be understood as petitions."""

    read: int
    rejected: int


def understand_one(
    text: str, title: str = "", *, home: str | None = None, places: Sequence[Place] = ()
) -> dict[str, Any]:
    """Return the reading of one petition as JSON; `home` and `places` are the tenant's divisions."""
    return understand(text, title, home=home, places=places).as_dict()


def understand_lines(
    in_path: Path,
    out_path: Path,
    progress: Callable[[int], None] | None = None,
    *,
    home: str | None = None,
    places: Sequence[Place] = (),
) -> Counted:
    """Read `{"id","title","text"}` lines and write one reading a line, in the same order.

    A line that cannot be read becomes `{"id", "line", "error": {"code", "message"}}`, with any id.
    `progress` is called with the number of lines done since the last call.
    """
    if not in_path.is_file():
        raise NotFound("text.no_such_file", path=str(in_path))
    if out_path.exists() and out_path.samefile(in_path):
        raise Invalid("text.same_file", field="out", path=str(out_path))
    read = rejected = 0
    with out_path.open("wb") as out:
        for record in _readings(in_path, home, places):
            out.write(_line(record))
            read += 1
            rejected += "error" in record
            if progress and read % _EVERY == 0:
                progress(_EVERY)
    if progress and read % _EVERY:
        progress(read % _EVERY)
    return Counted(read, rejected)


def _line(record: dict[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair in the input: only escapes can carry it
        return json.dumps(record).encode() + b"\n"


def _readings(in_path: Path, home: str | None, places: Sequence[Place]) -> Iterator[dict[str, Any]]:
    with in_path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if raw.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _reading(raw, number, home, places)


def _reading(raw: bytes, number: int, home: str | None, places: Sequence[Place]) -> dict[str, Any]:
    try:
        line = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return _refused(None, number, "text.not_json")
    if not isinstance(line, dict):
        return _refused(None, number, "text.not_a_record")
    text, title = line.get("text"), line.get("title")
    wrong = [given for given in (text, title) if not isinstance(given, str | None)]
    if wrong or text is title is None:
        return _refused(line.get("id"), number, "text.no_text")
    reading = understand(text or "", title or "", home=home, places=places).as_dict()
    return reading | {"id": line.get("id")}


def _refused(id_: Any, number: int, code: str) -> dict[str, Any]:
    from huiyin.foundation.wording import say

    return {"id": id_, "line": number, "error": {"code": code, "message": say(code)}}
