"""The numbers and provisions of the law as dated, cited values read from the YAML files beside this one.

Files in `local` hold what a province adds; `law_of` lays them over the national values.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from huiyin.base.citation import Citation, Status
from huiyin.base.errors import Refused

NATIONAL = "national"
_PLACE = "place"  # how else a province may be named in its file


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of the law, the days on which it holds, and where it stands."""

    name: str
    value: Any
    unit: str
    citation: Citation
    since: date
    until: date | None
    last_checked: date
    description: str
    interpretation: str | None = None
    applies: tuple[str, ...] = ()
    jurisdiction: str = "national"


class Law:
    """The parameters in force on any day; the law of the day of an act decides."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self._versions: dict[str, list[Parameter]] = {}
        for parameter in sorted(parameters, key=lambda p: p.since):
            self._versions.setdefault(parameter.name, []).append(parameter)
        self._suspending: dict[str, list[str]] = {}
        for name, versions in self._versions.items():
            for duty in versions[0].applies:
                self._suspending.setdefault(duty, []).append(name)
        self._starts = {name: [p.since for p in versions] for name, versions in self._versions.items()}

    def find(self, name: str, on: date) -> Parameter | None:
        """Return the value that held on a day, or None when the law had no such rule then."""
        place = bisect_right(self._starts[name], on) - 1
        if place < 0:
            return None
        found = self._versions[name][place]
        return None if found.until is not None and on >= found.until else found

    def suspensions(self, duty: str, on: date) -> tuple[Parameter, ...]:
        """Return the local rules by which days are left out of the limit of a duty."""
        names = self._suspending.get(duty, ())
        return tuple(found for name in names if (found := self.find(name, on)))

    def parameter(self, name: str, on: date) -> Parameter:
        """Return the value that held on a day; Refused when it is used outside its validity."""
        if name not in self._versions:
            raise Refused("law.refused.unknown-parameter", name=name)
        found = self.find(name, on)
        if found is None:
            raise Refused("law.refused.not-in-force", name=name, day=on)
        return found

    def cite(self, name: str, on: date) -> Citation:
        """Return where a rule stood on a day, or where it first stood when the day is before it."""
        return (self.find(name, on) or self._versions[name][0]).citation

    def all(self) -> tuple[Parameter, ...]:
        """Return every version of every parameter, oldest first within a name."""
        return tuple(p for name in sorted(self._versions) for p in self._versions[name])

    def names(self) -> frozenset[str]:
        """Return the names of all parameters."""
        return frozenset(self._versions)


def read(text: str, jurisdiction: str = "national") -> tuple[Parameter, ...]:
    """Return the parameters written in one YAML text."""
    written = yaml.load(text, yaml.CSafeLoader).items()
    return tuple(p for name, entry in written if name != _PLACE for p in _versions(name, entry, jurisdiction))


def _versions(name: str, entry: Mapping[str, Any], jurisdiction: str) -> list[Parameter]:
    days = sorted(entry["values"])
    ends = [*days[1:], entry.get("until")]
    return [
        Parameter(
            name=name,
            value=entry["values"][day]["value"],
            unit=entry["unit"],
            citation=Citation(
                entry["values"][day]["instrument"],
                entry["values"][day]["article"],
                Status(entry["values"][day].get("status", entry["status"])),
            ),
            since=day,
            until=end,
            last_checked=entry["last_checked"],
            description=entry["description"],
            interpretation=entry.get("interpretation"),
            applies=tuple(entry.get("applies", ())),
            jurisdiction=jurisdiction,
        )
        for day, end in zip(days, ends, strict=True)
    ]


@cache
def national() -> Law:
    """Return the national rules that ship with Huiyin."""
    return Law(p for _, text in _texts() for p in read(text))


@cache
def jurisdictions() -> tuple[str, ...]:
    """Return the places whose rules are known: the nation, and the provinces that add something to it."""
    return (NATIONAL, *(name for name, _ in _texts("local")))


@cache
def law_of(jurisdiction: str) -> Law:
    """Return the national rules with those that a province adds. Raises Refused for a place not known.

    A province may be given by its name or by a division code inside it (`370102`).
    """
    if jurisdiction == NATIONAL:
        return national()
    for name, text in _texts("local"):
        place = yaml.load(text, yaml.CSafeLoader)[_PLACE]
        code = jurisdiction.isdecimal() and jurisdiction.startswith(place["division"])
        if code or jurisdiction.strip().lower() in (name, *place["names"]):
            return Law((*national().all(), *read(text, name)))
    raise Refused("law.refused.unknown-jurisdiction", value=jurisdiction[:60], known=jurisdictions())


def _texts(*folder: str) -> list[tuple[str, str]]:
    files = sorted(resources.files(__name__).joinpath(*folder).iterdir(), key=lambda f: f.name)
    names = [f for f in files if f.name.endswith(".yaml")]
    return [(f.name.removesuffix(".yaml"), f.read_text(encoding="utf-8")) for f in names]
