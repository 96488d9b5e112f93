"""Numbers of persons among what somebody looks for: no search of words holds them."""

import re
import unicodedata
from dataclasses import dataclass

from huiyin.base.errors import Invalid
from huiyin.cases.rules.given import LONGEST_FIELD, phone_digits, plain

_APART = re.compile(r"(?<=[0-9])[\s\-—·.]+(?=[0-9xX])")
_MOBILE = re.compile(r"(?<![0-9])(?:(?:\+|00)?86)?1[3-9][0-9]{9}(?![0-9])")
_ID_NUMBER = re.compile(r"(?<![0-9A-Z])[1-9][0-9]{16}[0-9X](?![0-9A-Z])")
_COUNTRY = "86"


def _together(typed: str) -> str:
    return _APART.sub("", unicodedata.normalize("NFKC", plain(typed))).upper()


def number_in(typed: str) -> str:
    """Return the mobile or identity number in what somebody typed, however it is spaced; else nothing."""
    text = _together(typed)
    found = _MOBILE.search(text) or _ID_NUMBER.search(text)
    return found.group() if found else ""


@dataclass(frozen=True)
class Numbers:
    """How a telephone and an identity number that were typed may stand on record."""

    phones: tuple[str, ...]
    ids: tuple[str, ...]


def numbers_typed(typed: str) -> Numbers:
    """Return a telephone or identity number in the forms on record. Raises Invalid when it is neither."""
    text = _together(typed).replace(" ", "")
    if not text or len(text) > LONGEST_FIELD:
        raise Invalid("search.number_missing", field="number")
    if _ID_NUMBER.fullmatch(text):
        return Numbers((), (text,))
    try:
        digits = phone_digits(text).removeprefix("00")
    except Invalid as unreadable:
        raise Invalid("search.number_unreadable", field="number") from unreadable
    bare = digits.removeprefix(_COUNTRY) if len(digits) > len(_COUNTRY) + 10 else digits
    return Numbers(tuple(dict.fromkeys((digits, bare, _COUNTRY + bare))), (digits,))
