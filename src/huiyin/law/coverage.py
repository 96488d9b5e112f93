"""Which articles of the petition regulation the software counts by, and which stay the duty of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

ENCODED, PEOPLE, NOT_APPLICABLE = "encoded", "people", "not-applicable"
INSTRUMENT = "信访工作条例"


@dataclass(frozen=True)
class Covered:
    """One article: how it is covered, by which parameters, and why so."""

    article: int
    how: str
    by: tuple[str, ...]
    why: str


@cache
def coverage() -> Mapping[int, Covered]:
    """Return the articles on handling petitions, 17 to 47, each with how it is covered."""
    text = resources.files(__package__).joinpath("coverage.yaml").read_text(encoding="utf-8")
    written = yaml.load(text, yaml.CSafeLoader)
    return {n: Covered(n, e["how"], tuple(e.get("by", ())), e["why"]) for n, e in written.items()}
