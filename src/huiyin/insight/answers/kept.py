"""Kept answers on disk: a small file for each question, in a folder of the one state of the lake.

A file is written whole or not at all, and says what was asked; one that cannot be read, or of another state,
counts as not there. No person is in any of them: who is told from whom stays in the facts.
"""

import hashlib
import json
import shutil
import zlib
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import huiyin
from huiyin.foundation import whole
from huiyin.insight.answers import form
from huiyin.insight.store import Manifest

FOLDER, DONE = "answers", "done"
MOST_BYTES = 64_000_000  # of all answers together
_VERSION = 1  # of how answers are reckoned; what another one, or another release, reckoned is not used


def place(lake: Path, manifest: Manifest) -> Path:
    """Return the folder of the answers that are true of a state of the lake."""
    of = f"{manifest.generation} {manifest.at.isoformat()} {manifest.pseudonyms} {manifest.version}"
    state = hashlib.sha256(f"{of} {_VERSION} {huiyin.__version__}".encode()).hexdigest()[:16]
    return lake / FOLDER / f"{manifest.generation:06d}-{state}"


def _file(folder: Path, question: str) -> Path:
    return folder / f"{hashlib.sha256(question.encode()).hexdigest()}.z"


def found(folder: Path, question: Hashable) -> tuple[Any] | None:
    """Return the kept answer to a question, alone in a row; None where there is none that can be read."""
    asked = form.text(question)
    try:
        said = json.loads(zlib.decompress(_file(folder, asked).read_bytes()))
        return (form.read(said["answer"]),) if said["question"] == asked else None
    except (OSError, zlib.error, ValueError, TypeError, KeyError, RecursionError):
        return None


def there(folder: Path, question: Hashable) -> bool:
    """Return whether an answer to a question is kept."""
    return _file(folder, form.text(question)).exists()


def keep(folder: Path, question: Hashable, answer: Any) -> int:
    """Keep the answer to a question; return the bytes it takes. Raises OSError where the disk is full."""
    asked = form.text(question)
    said = json.dumps({"question": asked, "answer": form.plain(answer)}, ensure_ascii=False)
    content = zlib.compress(said.encode(), 6)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole.replace(_file(folder, asked), content)
    return len(content)


def taken(folder: Path) -> int:
    """Return the bytes that the answers of a state take."""
    return sum(file.stat().st_size for file in folder.glob("*.z"))


def forget_others(lake: Path, manifest: Manifest) -> None:
    """Remove the answers of other states of the lake, and what a writer that died has left."""
    now = place(lake, manifest)
    for folder in (lake / FOLDER).glob("*"):
        if folder != now:
            shutil.rmtree(folder, ignore_errors=True)
    for file in now.glob(f"{whole.MAKING}*"):
        file.unlink(missing_ok=True)
