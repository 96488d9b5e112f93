"""What the reception adds to the page of a matter: the urgent events it is linked to."""

from datetime import date

from huiyin.cases.queries.matter import MatterView
from huiyin.orgs.rules import Actor
from huiyin.reception.queries.events import events_of
from huiyin.web.desk.panel import Panel


def events(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Return the events of the matter, or nothing where there are none."""
    found = events_of(actor, view.id)
    return Panel("desk/reception/_panel.html", "side", {"events": found}) if found else None
