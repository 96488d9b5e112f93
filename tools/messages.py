"""`make messages`: collects what pages say into the English catalogue, keeping translations.

Chinese is the language of the source, so only English has a catalogue. GNU gettext is not needed.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/huiyin"
ENGLISH = PACKAGE / "web/locale/en/LC_MESSAGES/django.po"
# A message (or the pair of its singular and plural), its context, and comments for translators.
Found = tuple[Any, str | None, list[str]]
# Which argument is the context, which the message, which its plural.
WORDS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    **{f"gettext{more}": (None, 0, None) for more in ("", "_lazy", "_noop")},
    **{f"ngettext{more}": (None, 0, 1) for more in ("", "_lazy")},
    **{f"pgettext{more}": (0, 1, None) for more in ("", "_lazy")},
    **{f"npgettext{more}": (0, 1, 2) for more in ("", "_lazy")},
}
# Django's reader does not look into a component's attribute such as :label="_('日期')".
ATTRIBUTE = re.compile(r"""=\s*(?:"[^"{]*?_\('([^']+)'\)[^"{]*?"|'[^'{]*?_\("([^"]+)"\)[^'{]*?')""")
# Two runs must give the same file, so the catalogue carries no date of its own.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def _found_in_python(source: str) -> Iterator[Found]:
    names: dict[str, None] = dict.fromkeys(WORDS)
    file = BytesIO(source.encode())
    for _line, function, texts, comments in extract_python(
        file, names, ["Translators:"], {"encoding": "utf-8"}
    ):
        given = texts if isinstance(texts, tuple | list) else (texts,)
        context, one, many = WORDS[str(function)]
        if len(given) > max(one, many or 0) and given[one]:
            message = given[one] if many is None else (given[one], given[many])
            yield message, None if context is None else given[context], list(comments or [])


def _found_in_template(source: str) -> Iterator[Found]:
    # The reader for templates blanks out all but the messages; indentation means nothing in what is left.
    lines = (line.lstrip() for line in templatize(source).splitlines())
    yield from _found_in_python("\n".join(lines))
    for match in ATTRIBUTE.finditer(source):
        yield (match[1] or match[2]), None, []


def collect(package: Path = PACKAGE) -> Catalog:
    """Return every message that code and templates say, with the files that say it."""
    found = Catalog(charset="utf-8")
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        if "migrations" in file.parts or "built" in file.parts:
            continue
        source = file.read_text(encoding="utf-8")
        read = _found_in_python if file.suffix == ".py" else _found_in_template
        where = file.relative_to(package.parent.parent).as_posix()
        for words, context, comments in read(source):
            flags = {"python-format"} if "%(" in (words if isinstance(words, str) else words[0]) else set()
            found.add(words, locations=[(where, 0)], auto_comments=comments, context=context, flags=flags)
    return found


def read_english(path: Path = ENGLISH) -> Catalog:
    """Return the English catalogue as it is kept; an empty one when there is none."""
    if not path.exists():
        return Catalog(locale="en", project="Huiyin", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en")


def untranslated(catalog: Catalog) -> list[str]:
    """Return the messages that have no English words yet."""
    return [_shown(m) for m in catalog if m.id and (m.fuzzy or not all(_strings(m)))]


def difference(found: Catalog, kept: Catalog) -> tuple[list[str], list[str]]:
    """Return what is said but not in the catalogue, and what is in the catalogue but no longer said."""
    said = {(m.id if isinstance(m.id, str) else m.id[0], m.context): m for m in found if m.id}
    known = {(m.id if isinstance(m.id, str) else m.id[0], m.context): m for m in kept if m.id}
    return (
        [_shown(said[key]) for key in said.keys() - known.keys()],
        [_shown(known[key]) for key in known.keys() - said.keys()],
    )


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _shown(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main() -> int:
    """Bring the catalogue up to date and say what is new, gone, and still without English words."""
    found, kept = collect(), read_english()
    new, gone = difference(found, kept)
    kept.update(found, no_fuzzy_matching=True)
    kept.creation_date = kept.revision_date = UNDATED
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, kept, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    for words in sorted(gone):
        print(f"no longer said, removed: {words}")
    without = untranslated(kept)
    for words in sorted(without):
        print(f"needs English words: {words}")
    print(f"{len(found)} messages, {len(new)} new, {len(gone)} removed, {len(without)} without English words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
