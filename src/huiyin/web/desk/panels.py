"""What other areas add to the page of a matter: each panel is a template with what it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiyin.cases.queries.matter import MatterView
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Panel:
    """A part of the matter page; `place` is top, side or rest, `found` what its template is given."""

    template: str
    place: str
    found: Mapping[str, Any] = field(default_factory=dict)


# A panel that has nothing to show and nothing to offer returns None.
PanelOf = Callable[[Actor, MatterView, date], Panel | None]
PANELS: Sequence[PanelOf] = ()


def panels(actor: Actor, view: MatterView, *, today: date) -> Mapping[str, Sequence[Panel]]:
    """Return the panels of a matter by their place."""
    shown = [panel for make in PANELS if (panel := make(actor, view, today))]
    return {place: [p for p in shown if p.place == place] for place in ("top", "side", "rest")}
