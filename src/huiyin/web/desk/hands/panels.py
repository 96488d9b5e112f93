"""Parts of the matter page: the tasks given on it, and who keeps out of it."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from huiyin.cases.queries import recusals, tasks
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.rules.recusals import STATED, may_order
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.web.context import office_names
from huiyin.web.desk.asked import OptionRow
from huiyin.web.desk.panel import Panel
from huiyin.web.templatetags.wording import lang

USUAL_DAYS = 7


def named(code: str, name: str, unit: str) -> OptionRow:
    """Return somebody to choose: a colleague with the unit, or a whole unit."""
    unit = office_names().get(unit, unit)
    return code, f"{name}{_('（')}{unit}{_('）')}" if name else unit


def tasks_panel(actor: Actor, view: MatterView, today: date) -> Panel | None:
    """Show the tasks of a matter, and the form to give one."""
    rows = tasks.of_matter(actor, view.id, today=today)
    may_give = view.office in actor.offices("task.give")
    if not rows and not may_give:
        return None
    found = {
        "rows": rows,
        "may_give": may_give,
        "receivers": _others(actor, view) if may_give else [],
        "day": (today + timedelta(days=USUAL_DAYS)).isoformat(),
        "today": today.isoformat(),
    }
    if not rows:
        return Panel("desk/hands/_give_task.html", "folded", found)
    return Panel("desk/hands/_tasks.html", "rest", found)


def _others(actor: Actor, view: MatterView) -> list[OptionRow]:
    """Return whom somebody may ask for help: nobody asks oneself."""
    return [named(*receiver) for receiver in _receivers(view) if receiver[0] != f"staff:{actor.staff}"]


def _receivers(view: MatterView) -> Sequence[tuple[str, str, str]]:
    return tasks.receivers(view.office, restricted=view.restricted, matter=view.id)


def recusal_panel(actor: Actor, view: MatterView, today: date) -> Panel | None:
    """Show who keeps out of a matter, and the forms to keep out, to order it, to lift it."""
    rows = recusals.of_matter(actor, view.id)
    may = may_order(actor, view.office, view.superior)
    staff = recusals.could_be_ordered(view.office, view.superior) if may else []
    away = {row.staff for row in rows}
    found = {
        "rows": rows,
        "may_order": may,
        "staff": [(str(c.id), c.name) for c in staff if c.id not in away and c.id != actor.staff],
        "reasons": [(code, say(f"recusal.{code}", lang())) for code in STATED],
    }
    if not rows:
        return Panel("desk/hands/_recuse.html", "folded", found)
    return Panel("desk/hands/_recusal.html", "side", found)
