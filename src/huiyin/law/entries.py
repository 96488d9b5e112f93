"""Reads acts as people write them (YAML, JSON, a database row) and says clearly what needs mending."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from huiyin.base.errors import Invalid, Refused
from huiyin.law.acts import KINDS, Act, Field

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
_YES, _NO = ("true", "yes", "是"), ("false", "no", "否")
# An act's own key is `act`, so the act a correction points at may be written under any of these.
_TARGETS = ("index", "corrects", "target", "of")


def read_day(value: Any, **where: Any) -> date:
    """Return a local day written as 2026-03-02; Refused when it is no day or out of all reason."""
    day: date | None = None
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, str):
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            day = None
    if day is None:
        raise Invalid("law.refused.bad-day", field="day", value=_short(value), **where)
    if not EARLIEST <= day <= LATEST:
        raise Invalid("law.refused.day-out-of-range", field="day", value=day, **where)
    return day


def read_act(entry: Any, index: int) -> Act:
    """Return the act that one entry describes; Refused when it names no known act, day or field value."""
    if not isinstance(entry, Mapping):
        raise Refused("law.refused.entry-not-mapping", index=index)
    raw = {str(key): value for key, value in entry.items()}
    kind = raw.pop("act", None)
    if isinstance(kind, int) and not isinstance(kind, bool):  # {act: corrected, act: 2}: the last key won
        kind, raw["index"] = "corrected", kind
    if not isinstance(kind, str) or kind not in KINDS:
        raise Refused("law.refused.unknown-act", act=_short(kind), index=index, known=tuple(KINDS))
    day = read_day(raw.pop("day", None), act=kind, index=index)
    office = raw.pop("office", None)
    return Act(kind, day, read_fields(kind, raw, index=index), office)


def read_fields(kind: str, raw: Mapping[str, Any], *, index: int = 0) -> dict[str, Any]:
    """Return what an act says in its proper forms, days as days and so on; Invalid names the field."""
    said = dict(raw)
    if kind == "corrected" and "index" not in said:
        found = next((said.pop(name) for name in _TARGETS if name in said), None)
        if found is not None:
            said["index"] = found
    for known in KINDS[kind].fields:
        value = said.get(known.name)
        if value is None:
            if known.required:
                raise Invalid(
                    "law.refused.field-missing", field=known.name, name=known.name, act=kind, index=index
                )
            continue
        said[known.name] = _FORMS[known.form](value, known, kind, index)
    return said


def _bad(known: Field, value: Any, kind: str, index: int, form: str) -> Invalid:
    return Invalid(
        f"law.refused.field-{form}",
        field=known.name,
        name=known.name,
        value=_short(value),
        act=kind,
        index=index,
        choices=known.choices,
    )


def _short(value: Any) -> str:
    words = str(value)
    return words if len(words) <= 60 else f"{words[:60]}…"  # noqa: PLR2004


def _text(value: Any, known: Field, kind: str, index: int) -> str:
    if isinstance(value, Mapping | list):
        raise _bad(known, value, kind, index, "text")
    return str(value)


def _number(value: Any, known: Field, kind: str, index: int, *, least: int = 1) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value) if len(value.strip()) < 10 else value  # noqa: PLR2004
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 100_000:  # noqa: PLR2004
        raise _bad(known, value, kind, index, "number")
    return value


def _count(value: Any, known: Field, kind: str, index: int) -> int:
    return _number(value, known, kind, index, least=0)


def _place(value: Any, known: Field, kind: str, index: int) -> int:
    return _number(value, known, kind, index, least=0)


def _yes_no(value: Any, known: Field, kind: str, index: int) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _YES + _NO:
        return value.strip().lower() in _YES
    raise _bad(known, value, kind, index, "yes-no")


def _choice(value: Any, known: Field, kind: str, index: int) -> Any:
    for choice in known.choices:
        same_kind = isinstance(choice, str) or not isinstance(value, bool)
        if same_kind and str(value).strip() == str(choice):
            return choice
    raise _bad(known, value, kind, index, "choice")


def _day(value: Any, known: Field, kind: str, index: int) -> date:
    return read_day(value, act=kind, index=index)


def _replacement(value: Any, known: Field, kind: str, index: int) -> Act:
    return value if isinstance(value, Act) else read_act(value, index)


_FORMS: Mapping[str, Callable[[Any, Field, str, int], Any]] = {
    "text": _text,
    "number": _number,
    "count": _count,
    "index": _place,
    "yes-no": _yes_no,
    "choice": _choice,
    "day": _day,
    "replacement": _replacement,
}
