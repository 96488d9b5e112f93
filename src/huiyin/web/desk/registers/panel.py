"""What the registers add to the page of a matter: its open items, and what came back to this office."""

from datetime import date

from huiyin.cases.queries.matter import MatterView
from huiyin.orgs.rules import Actor
from huiyin.registers.queries import lists
from huiyin.registers.rules.following import what_to_do
from huiyin.registers.rules.moves import DIRECT, KEEP
from huiyin.web.desk.panel import Panel


def panel(actor: Actor, view: MatterView, today: date) -> Panel:
    """Show the register items about the matter, its file, and the ways to add an item where one may."""
    rows = lists.of_matter(actor, view.id, today=today)
    keeps = view.office in actor.offices(KEEP)
    in_backlog = any(row.register == "backlog" and row.ended_on is None for row in rows)
    # Who keeps the register enters directives there, as they come in; a leader gives one from here.
    directs = DIRECT in actor.may and KEEP not in actor.may
    found = {"rows": rows, "matter": view, "keeps": keeps, "directs": directs, "in_backlog": in_backlog}
    return Panel("desk/registers/_panel.html", "side", found)


def came_back(actor: Actor, view: MatterView, today: date) -> Panel | None:
    """Say at the top that the matter was not accepted where it was guided to, and what may be done now."""
    if view.state.stage not in {"guided", "told"}:
        return None
    rows = [row for row in lists.of_matter(actor, view.id, today=today) if row.state == "came_back"]
    if not rows:
        return None
    steps = [act for act in what_to_do(view.state) if act in view.offered]
    return Panel("desk/registers/_came_back.html", "top", {"rows": rows, "steps": steps, "matter": view.id})
