"""Reads the invented agency: offices, staff, matters with what happened to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from huiyin.demo.invented import Inventor
from huiyin.demo.told import book


@dataclass(frozen=True)
class World:
    """The invented agency; `matters` in the order in which their petitions came in."""

    province: Mapping[str, Any]
    city: Mapping[str, Any]
    divisions: Sequence[Mapping[str, Any]]
    offices: Sequence[Mapping[str, Any]]
    staff: Sequence[Mapping[str, Any]]
    intake: str
    matters: Sequence[Mapping[str, Any]]


@cache
def read() -> World:
    """Return the invented agency as its YAML files describe it."""
    folder = resources.files(__package__).joinpath("agency")
    agency = yaml.load(folder.joinpath("agency.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    matters: list[Mapping[str, Any]] = []
    for file in sorted(folder.joinpath("matters").iterdir(), key=lambda f: f.name):
        matters += yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return World(
        province=agency["province"],
        city=agency["city"],
        divisions=agency["divisions"],
        offices=agency["offices"],
        staff=agency["staff"],
        intake=agency["intake"],
        matters=sorted(matters, key=lambda m: int(m["day"])),
    )


def whole(today: date) -> World:
    """Return the agency with all matters of 26 months, those told in full and those drawn from the texts."""
    told = read()
    areas = {d["code"]: d for d in (told.city, *told.divisions)}
    areas[told.city["code"]] = {**told.city, "villages": [v for d in told.divisions for v in d["villages"]]}
    drawn = Inventor(book(), told.matters, areas, today).matters()
    return replace(told, matters=sorted([*told.matters, *drawn], key=lambda m: int(m["day"])))
