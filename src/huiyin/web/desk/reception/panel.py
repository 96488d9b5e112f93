"""What the reception adds to the page of a matter: talk records and urgent events."""

from datetime import date

from huiyin.cases.queries.matter import MatterView
from huiyin.cases.queries.same import members
from huiyin.orgs.rules import Actor
from huiyin.reception.queries.events import events_of
from huiyin.reception.queries.service import to_serve
from huiyin.reception.queries.talks import talks_of
from huiyin.web.desk.panel import Panel
from huiyin.web.desk.same.panel import left_no_way


def reception(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Return the talk records and events of the matter, or nothing where there are none."""
    found = {"talks": talks_of(actor, view.id), "events": events_of(actor, view.id)}
    return Panel("desk/reception/_panel.html", "side", found) if any(found.values()) else None


def waiting_for_service(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Say at the top which signed letters have not reached the petitioner yet; nothing where all have."""
    letters = to_serve(view.letters)
    if letters and left_no_way(view) and not members(actor, view.id):
        return None
    return Panel("desk/reception/_to_serve.html", "top", {"letters": letters}) if letters else None
