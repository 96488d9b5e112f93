"""What other areas add to the page of a matter: each panel is a template with what it shows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from huiyin.cases.queries.matter import MatterView
from huiyin.orgs.rules import Actor
from huiyin.web.desk.hands import panels as hands
from huiyin.web.desk.panel import Panel

# A panel that has nothing to show and nothing to offer returns None.
PanelOf = Callable[[Actor, MatterView, date], Panel | None]
PANELS: Sequence[PanelOf] = (hands.tasks_panel, hands.recusal_panel)


def panels(actor: Actor, view: MatterView, *, today: date) -> Mapping[str, Sequence[Panel]]:
    """Return the panels of a matter by their place."""
    shown = [panel for make in PANELS if (panel := make(actor, view, today))]
    return {place: [p for p in shown if p.place == place] for place in ("top", "side", "rest")}
