"""What other areas add to the page of a matter: each panel is a template with what it shows."""

from collections.abc import Mapping, Sequence
from datetime import date

from huiyin.cases.queries.matter import MatterView
from huiyin.orgs.rules import Actor
from huiyin.web.desk import outside
from huiyin.web.desk.channels import panel as channels
from huiyin.web.desk.exchange import panel as exchange
from huiyin.web.desk.hands import panels as hands
from huiyin.web.desk.panel import Panel, PanelOf
from huiyin.web.desk.plain import panel as plain
from huiyin.web.desk.reception import panel as reception
from huiyin.web.desk.registers import panel as registers
from huiyin.web.desk.registers import promised
from huiyin.web.desk.same import panel as same
from huiyin.web.desk.search import panel as search

__all__ = ["PANELS", "Panel", "PanelOf", "panels"]

PANELS: Sequence[PanelOf] = (
    registers.came_back,
    promised.panel,
    reception.waiting_for_service,
    outside.asked,
    outside.awaited,
    same.remarks,
    same.joined,
    same.proposed,
    same.joining,
    same.apart,
    same.of_the_petitioner,
    search.cases,
    plain.sheet,
    hands.tasks_panel,
    hands.recusal_panel,
    outside.unasked,
    reception.reception,
    registers.panel,
    exchange.elsewhere,
    channels.panel,
)


def panels(actor: Actor, view: MatterView, *, today: date) -> Mapping[str, Sequence[Panel]]:
    """Return the panels of a matter by their place."""
    shown = [panel for make in PANELS if (panel := make(actor, view, today))]
    return {place: [p for p in shown if p.place == place] for place in ("top", "side", "rest", "folded")}
