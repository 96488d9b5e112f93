"""Reads the writing on a photo (OCR): on this machine, in a process of its own, within limits.

Needs the extra `ocr` (`pip install 'huiyin[ocr]'`); its models are part of the package and nothing is loaded
at run time. What is read is a proposal: whoever took the photo checks it.
"""

import fcntl
import importlib.util
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from huiyin.base.errors import Conflict, Invalid

SECONDS: Final = 40  # then the reading is given up: somebody waits
AT_ONCE: Final = 2  # readings at the same time, over all processes: each takes about 500 MB for some seconds
SURE: Final = 0.8  # below it a line is named as hard to read
_LONGEST_SIDE: Final = 2_000  # pixels; more makes it slower and no better
_MOST_LINES: Final = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read, and whether the reading is sure of it."""

    text: str
    sure: bool


def available() -> bool:
    """Return whether photos can be read here."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read(content: bytes, *, home: Path) -> Sequence[Line]:
    """Return the lines of a photo from top to bottom.

    Raises Conflict while as many as can be are being read, Invalid for what is no picture or takes too long.
    """
    with _turn(home):
        picture = _prepared(content)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "huiyin.foundation.ocr_reader"],
                input=picture,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_"))}
                | {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"},
            )
        except subprocess.TimeoutExpired as slow:
            raise Invalid("ocr.too_slow", field="picture") from slow
    if done.returncode:
        raise Invalid("ocr.unreadable", field="picture")
    found = json.loads(done.stdout.splitlines()[-1])
    return [Line(text, sure >= SURE) for text, sure in found[:_MOST_LINES]]


def _prepared(content: bytes) -> bytes:
    """Return a picture of a kept file turned upright, no larger than reading needs."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            opened.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as damaged:
        raise Invalid("ocr.unreadable", field="picture") from damaged
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "PNG", compress_level=1)
    return out.getvalue()


@contextmanager
def _turn(home: Path) -> Iterator[None]:
    """Hold one of the few places in which a photo is read. Raises Conflict while all are taken."""
    for place in range(AT_ONCE):
        door = (home / f"ocr-{place}.lock").open("w")
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            door.close()
            continue
        try:
            yield
        finally:
            door.close()
        return
    raise Conflict("ocr.busy")
