"""What is asked and answered, in a plain form that can be written down: numbers, days, columns, records.

Records are told by their names and read back only as frozen records of this package: what lies in a file
makes nothing run. Sets and maps stand in one order, so the same question is always written alike.
"""

import base64
import importlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

import numpy as np

_OURS = "huiyin."
_WORDS = "O"  # what numpy calls columns of words


def plain(value: Any) -> Any:
    """Return a value in plain form. Raises TypeError for what has none."""
    if isinstance(value, Enum):
        return {"enum": [_name(type(value)), value.value]}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return {"at" if isinstance(value, datetime) else "on": value.isoformat()}
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, np.ndarray):
        return {"column": _column(value)}
    return _many(value)


def _many(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, tuple):
        return {"row": [plain(one) for one in value]}
    if isinstance(value, frozenset | set):
        return {"set": sorted((plain(one) for one in value), key=_written)}
    if isinstance(value, Mapping):
        return {"map": [[plain(name), plain(one)] for name, one in value.items()]}
    if is_dataclass(value) and not isinstance(value, type):
        known = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return {"record": [_name(type(value)), known]}
    raise TypeError(f"no plain form: {type(value).__name__}")


def _column(value: "np.ndarray[Any, Any]") -> list[Any]:
    if value.dtype.kind == _WORDS:
        return [_WORDS, list(value.shape), value.ravel().tolist()]
    content = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
    return [value.dtype.str, list(value.shape), content]


def read(said: Any) -> Any:
    """Return the value of a plain form. Raises ValueError for what is none, or of another version."""
    if isinstance(said, list):
        return [read(one) for one in said]
    if not isinstance(said, dict):
        return said
    [(sort, inside)] = said.items()
    if sort not in _READ:
        raise ValueError(sort)
    return _READ[sort](inside)


def _read_column(inside: Any) -> "np.ndarray[Any, Any]":
    kind, shape, content = inside
    if kind == _WORDS:
        made = np.array(content, object)
    else:
        made = np.frombuffer(base64.b64decode(content), np.dtype(kind))
    made = made.reshape(shape)
    made.flags.writeable = False  # who asks the same again is given the same
    return made


def _read_record(inside: Any) -> Any:
    name, known = inside
    found = _found(name)
    if not is_dataclass(found) or {field.name for field in fields(found)} != {*known}:
        raise ValueError(name)
    return found(**{field: read(one) for field, one in known.items()})


def _read_enum(inside: Any) -> Any:
    found = _found(inside[0])
    if not issubclass(found, Enum):
        raise ValueError(inside[0])
    return found(inside[1])


_READ: Mapping[str, Any] = {
    "at": datetime.fromisoformat,
    "on": date.fromisoformat,
    "row": lambda inside: tuple(read(one) for one in inside),
    "set": lambda inside: frozenset(read(one) for one in inside),
    "map": lambda inside: {read(name): read(one) for name, one in inside},
    "column": _read_column,
    "record": _read_record,
    "enum": _read_enum,
}


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _found(name: str) -> type:
    module, _colon, kind = name.partition(":")
    if not module.startswith(_OURS):
        raise ValueError(name)
    try:
        found = getattr(importlib.import_module(module), kind)
    except (ImportError, AttributeError) as gone:
        raise ValueError(name) from gone
    if not isinstance(found, type):
        raise ValueError(name)
    return found


def _written(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def text(value: Any) -> str:
    """Return a value as text, always the same for the same value."""
    return _written(plain(value))
