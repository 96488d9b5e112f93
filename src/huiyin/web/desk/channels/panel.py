"""The other channels on the page of a matter: the clock it was led into, and what is told of the rest."""

from datetime import date

from huiyin.cases import elsewhere
from huiyin.cases.queries.matter import MatterView
from huiyin.orgs.rules import Actor
from huiyin.web.desk.panel import Panel


def panel(actor: Actor, view: MatterView, today: date) -> Panel | None:
    """Show the other procedure with its clock, and the clauses that notices to the petitioner carry."""
    if not view.petitions or view.provenance == "imported":
        return None
    first = view.petitions[0]
    told = elsewhere.told(view, first.received_on, today=today, proposed=first.proposed)
    led = elsewhere.led_into(view.state, view.kind, view.state.path or view.path, today=today)
    if not told and led is None:
        return None
    return Panel("desk/channels/_panel.html", "rest", {"limits": told, "led": led})
