"""On the page of a matter: what other systems call it, with their status and their own clocks."""

from datetime import date

from huiyin.cases.queries.matter import MatterView
from huiyin.exchange.queries import matters
from huiyin.orgs.rules import Actor
from huiyin.web.desk.panel import Panel
from huiyin.web.templatetags.wording import coded


def elsewhere(actor: Actor, view: MatterView, today: date) -> Panel | None:
    """Return the panel of the records that other systems hold of a matter, or None where there are none."""
    rows = matters.of_matter(actor, view.id)
    if not rows:
        return None
    shown = [
        (row, [(coded(name, "exchange.clock"), day, day < today) for name, day in row.clocks.items()])
        for row in rows
    ]
    return Panel("desk/exchange/_elsewhere.html", "side", {"elsewhere": shown})
