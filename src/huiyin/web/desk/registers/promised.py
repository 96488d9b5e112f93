"""A day that a signed letter promises and no register holds: whoever handles the matter is reminded."""

from collections.abc import Sequence
from datetime import date

from huiyin.cases.queries import promised as cases
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.queries.papers import LetterView
from huiyin.orgs.rules import Actor
from huiyin.registers.queries import lists
from huiyin.registers.rules.moves import KEEP
from huiyin.web.desk.panel import Panel


def open_in(actor: Actor, matter_id: int, office: int, *, today: date) -> Sequence[cases.Promised]:
    """Return what was promised by a day and stands in no register, for whoever may enter it there."""
    found = cases.promised(actor, matter_id, today=today) if office in actor.offices(KEEP) else ()
    if not found:
        return ()
    entered = [
        row.day
        for row in lists.of_matter(actor, matter_id, today=today)
        if row.register == "execution" and row.due is not None
    ]
    return [one for one in found if not any(day >= one.signed_on for day in entered)]


def panel(actor: Actor, view: MatterView, today: date) -> Panel | None:
    """Say at the top of a matter what was promised by a day and is in no register."""
    rows = open_in(actor, view.id, view.office, today=today)
    return Panel("desk/registers/_promised.html", "top", {"rows": rows, "matter": view.id}) if rows else None


def beside_letter(actor: Actor, view: LetterView, *, today: date) -> Sequence[cases.Promised]:
    """Return the same for the page of one signed letter."""
    rows = open_in(actor, view.matter, view.office, today=today) if view.number and not view.void else ()
    return [row for row in rows if row.letter == view.id]
