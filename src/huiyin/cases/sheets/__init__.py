"""What can be done, what cannot, and how: written for each kind of demand and each way, in files here.

`【文件 条款】` cites an instrument, `【=name】` a parameter of the law; `{name}` waits for a number of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from huiyin.base.citation import Citation
from huiyin.text.plain.glossary import cited, numbers_in

_SOURCE = re.compile(r"【([^【】]+)】")
_KINDS = ("insurance.yaml", "labour.yaml", "people.yaml", "others.yaml")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing said: words and sources in turn, as they stand; `numbers` of the law wait to be filled in."""

    pieces: tuple[str | Citation, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way one can go: where, by when, how long it takes, what speaks for it and what makes it hard."""

    code: str
    name: str
    where: Point
    by: Point
    takes: Point
    good: tuple[Point, ...]
    hard: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said of a kind of demand or of a path; `heart` is what circumstance adds to the law."""

    can: tuple[Point, ...]
    cannot: tuple[Point, ...]
    how: tuple[Point, ...]
    heart: str
    ways: tuple[str, ...]


def point(written: str) -> Point:
    """Return what one line says; a source `=name` stays a name, until the law of the day is asked."""
    parts = _SOURCE.split(written)
    pieces: list[str | Citation] = []
    for place, part in enumerate(parts):
        if not place % 2:
            pieces += [part] if part else []
        elif part.startswith("="):
            pieces.append(part)
        else:
            instrument, _, article = part.rpartition(" ")
            pieces.append(cited(instrument, article))
    words = "".join(parts[::2])
    return Point(tuple(pieces), tuple(numbers_in(words)))


@cache
def ways() -> Mapping[str, Way]:
    """Return every way by its code."""
    return {
        code: Way(
            code=code,
            name=entry["name"],
            where=point(entry["where"]),
            by=point(entry["by"]),
            takes=point(entry["takes"]),
            good=tuple(map(point, entry["good"])),
            hard=tuple(map(point, entry["hard"])),
        )
        for code, entry in _read("ways.yaml").items()
    }


@cache
def of_kinds() -> Mapping[str, Advice]:
    """Return what is said of each kind of demand, by its code."""
    return {code: _advice(entry) for file in _KINDS for code, entry in _read(file).items()}


@cache
def of_paths() -> Mapping[str, Advice]:
    """Return what is said of each path, and of what is no claim or not the agency's."""
    return {code: _advice(entry) for code, entry in _read("paths.yaml").items()}


def _advice(entry: Mapping[str, Any]) -> Advice:
    can, cannot, how = (tuple(map(point, entry.get(name, ()))) for name in ("can", "cannot", "how"))
    return Advice(can, cannot, how, entry.get("heart", ""), tuple(entry["ways"]))


def _read(name: str) -> Mapping[str, Any]:
    source = resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(source, yaml.CSafeLoader)
    return found
