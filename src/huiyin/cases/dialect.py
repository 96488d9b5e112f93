"""The dialect words known here: those that ship for the tenant's place, and the operator's own files.

Own files lie in the folder `dialect` under HUIYIN_HOME; one that cannot be read is named, the others count.
"""

from functools import lru_cache
from pathlib import Path

from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.orgs.places import kept
from huiyin.text.dialect import DialectFound, DialectWord, Glossary, glossary, read_glossary

MOST_FILES, LARGEST = 20, 1_000_000


def found(text: str, *, home: Path) -> tuple[tuple[DialectFound, ...], tuple[Message, ...]]:
    """Return the dialect words of a text with their meanings, and what is wrong with files of our own."""
    words, problems = known(home)
    return words.found(text), problems


def known(home: Path) -> tuple[Glossary, tuple[Message, ...]]:
    """Return the words known here, and what is wrong with files of our own."""
    division, _places = kept(home)
    files = sorted((home / "dialect").glob("*.yaml"))[:MOST_FILES]
    own, problems = _own(tuple((file, file.stat().st_mtime_ns) for file in files))
    return glossary(division, own), problems


@lru_cache(maxsize=4)
def _own(files: tuple[tuple[Path, int], ...]) -> tuple[tuple[DialectWord, ...], tuple[Message, ...]]:
    words: list[DialectWord] = []
    problems: list[Message] = []
    for file, _changed in files:
        try:
            words += _read(file)
        except Invalid as wrong:
            problems.append(Message("dialect.file", {"name": file.name, "why": wrong.message}))
    return tuple(words), tuple(problems)


def _read(file: Path) -> tuple[DialectWord, ...]:
    if file.stat().st_size > LARGEST:
        raise Invalid("dialect.too_large", field="dialect")
    try:
        return read_glossary(file.read_text(encoding="utf-8"))[1]
    except (UnicodeDecodeError, OSError) as unreadable:
        raise Invalid("dialect.unreadable", field="dialect") from unreadable
