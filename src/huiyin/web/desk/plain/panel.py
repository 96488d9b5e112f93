"""The answer sheet on the page of a matter: whether one is kept, and the way to it."""

from datetime import date

from huiyin.cases.queries.matter import MatterView
from huiyin.cases.queries.sheets import kept_at
from huiyin.orgs.rules import Actor
from huiyin.web.desk.panel import Panel


def sheet(actor: Actor, view: MatterView, today: date) -> Panel | None:
    """Link to the answer sheet; nothing for what was imported or erased."""
    if view.provenance == "imported" or all(row.erased for row in view.petitions):
        return None
    return Panel("desk/plain/_sheet_panel.html", "side", {"kept": kept_at(actor, view.id)})
