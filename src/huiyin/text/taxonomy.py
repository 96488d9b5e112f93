"""The 67 kinds of demand, their fields, and the usual statutory path of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of demand; `own` is false when another authority answers it."""

    code: str
    field: str
    zh: str
    en: str
    path: int | None
    own: bool

    def name(self, lang: str = "zh") -> str:
        """Return the kind's name in one language."""
        return self.zh if lang.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Field:
    """A field groups kinds that one department usually answers."""

    code: str
    zh: str
    en: str
    own: bool
    kinds: tuple[str, ...]

    def name(self, lang: str = "zh") -> str:
        """Return the field's name in one language."""
        return self.zh if lang.startswith("zh") else self.en


@cache
def fields() -> Mapping[str, Field]:
    """Return every field by its letter, in the taxonomy's order."""
    return _load()[0]


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by its code, in the taxonomy's order."""
    return _load()[1]


def kind(code: str) -> Kind:
    """Return one kind; raises KeyError for a code the taxonomy does not know."""
    return kinds()[code]


@cache
def _load() -> tuple[dict[str, Field], dict[str, Kind]]:
    source = resources.files(__package__).joinpath("taxonomy.yaml").read_text(encoding="utf-8")
    all_fields: dict[str, Field] = {}
    all_kinds: dict[str, Kind] = {}
    for letter, entry in yaml.load(source, yaml.CSafeLoader)["fields"].items():
        own = entry.get("own", True)
        for code, k in entry["kinds"].items():
            all_kinds[code] = Kind(code, letter, k["zh"], k["en"], k["path"], own)
        all_fields[letter] = Field(letter, entry["zh"], entry["en"], own, tuple(entry["kinds"]))
    return all_fields, all_kinds
