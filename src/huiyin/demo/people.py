"""Invented petitioners: names put together at will, telephone and identity numbers that nobody has."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random

import yaml

from huiyin.demo.chance import happens

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
MOBILES = 10_000


@cache
def _names() -> tuple[str, tuple[str, ...]]:
    file = resources.files(__package__).joinpath("agency", "names.yaml")
    parts = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return parts["surnames"], tuple(parts["given"].split())


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist."""

    name: str
    phone: str
    id_number: str
    address: str


def identity_number(division: str, birth: str, serial: int) -> str:
    """Return an identity number with the right check digit, of a place that does not exist."""
    body = f"{division}{birth}{serial:03d}"
    return body + _CHECK[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % len(_CHECK)]


def people(random: Random, taken: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield names with telephone numbers of the demo's own range, none twice, none of those taken."""
    surnames, given = _names()
    numbers = [n for n in range(MOBILES) if f"1990000{n:04d}" not in taken]
    random.shuffle(numbers)
    for number in numbers:
        yield random.choice(surnames) + random.choice(given), f"1990000{number:04d}"


def somebody(random: Random, name: str, phone: str, division: str, place: str) -> Invented:
    """Return a person with or without an identity number, as people leave it out or give it."""
    born = f"{random.randint(1948, 2003)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    known = happens(random, 0.35)
    number = identity_number(division, born, random.randint(1, 999)) if known else ""
    return Invented(name, phone, number, place)
