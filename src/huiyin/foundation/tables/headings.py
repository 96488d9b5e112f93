"""Recognises which column is which from the headings people give them, in Chinese or English."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from huiyin.base.errors import Invalid

_REMARK = re.compile(r"[(\[【〔].*?[)\]】〕]")
_BETWEEN = re.compile(r"[\s_\-*:：·.、/]+")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def checked_headers(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of a table, unnamed columns named by their letter. Raises Invalid for doubles."""
    last = max((i for i, text in enumerate(texts) if text), default=-1)
    headers = [_HIDDEN.sub("", text).strip() or f"#{_letters(i)}" for i, text in enumerate(texts[: last + 1])]
    doubles = sorted({header for header in headers if headers.count(header) > 1})
    if doubles:
        raise Invalid("tables.duplicate_headers", field="file", headers=doubles)
    return tuple(headers)


def recognise(
    headers: Sequence[str],
    wanted: Mapping[str, Sequence[str]],
    mapping: Mapping[str, str] | None = None,
    *,
    required: Collection[str] | None = None,
) -> dict[str, str]:
    """Return which header holds which wanted field; `mapping` (field to header) overrides what is recognised.

    `wanted` gives each field its other names. Raises Invalid naming the `required` fields (all wanted ones
    unless said) that no header holds, or a header of the mapping that the table lacks.
    """
    found = _mapped(headers, mapping or {})
    free = {plain(header): header for header in reversed(headers) if header not in found.values()}
    for field, names in wanted.items():
        if field in found:
            continue
        for name in (field, *names):
            if header := free.pop(plain(name), ""):
                found[field] = header
                break
    missing = [field for field in (wanted if required is None else required) if field not in found]
    if missing:
        names = [" / ".join((field, *wanted.get(field, ())[:2])) for field in missing]
        raise Invalid("tables.headers_missing", field="file", missing=names, headers=list(headers))
    return found


def _mapped(headers: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    by_plain = {plain(header): header for header in headers}
    found: dict[str, str] = {}
    for field, named in mapping.items():
        header = named if named in headers else by_plain.get(plain(named))
        if header is None:
            told = {"header": named, "target": field, "headers": list(headers)}
            raise Invalid("tables.mapped_header_missing", field="map", **told)
        found[field] = header
    return found


def plain(header: str) -> str:
    """Return a heading without case, width, spaces, remarks in brackets or marks such as `*`."""
    text = _HIDDEN.sub("", unicodedata.normalize("NFKC", header)).casefold()
    return _BETWEEN.sub("", _REMARK.sub("", text) or text)


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
