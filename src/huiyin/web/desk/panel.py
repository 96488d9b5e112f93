"""A part of the matter page that an area adds: its template, its place, what it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiyin.cases.queries.matter import MatterView
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Panel:
    """A part of the matter page; `place` is top, side, rest or folded, `found` what its template is given.

    What is folded is a form for now and then: it stands with the others of its kind at the end of the side.
    """

    template: str
    place: str
    found: Mapping[str, Any] = field(default_factory=dict)


# A panel that has nothing to show and nothing to offer returns None.
PanelOf = Callable[[Actor, MatterView, date], Panel | None]
