"""Whether a body that has nobody in this installation decides a review, and what may be entered of it."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.base.clock import local_day
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.scope import holds, one, seen
from huiyin.cases.reviewing import reviewer_key
from huiyin.cases.rules.outside import Awaited, awaited, unreached
from huiyin.cases.standing import Standing, standing
from huiyin.law.state import MatterState
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

# Whoever takes papers in at the office that answered, and whoever handles its matters.
ENTERS = ("act.intake", "act.handle")


@dataclass(frozen=True)
class Outside:
    """What may be entered of a body outside on a matter: its next decision, or the day one was received."""

    matter: int
    number: str
    headline: str
    version: int
    next: Awaited | None
    body: str  # the name of the body by the office tree, where it stands there
    unreached: int | None


def permission(actor: Actor, matter: Matter) -> str:
    """Return by which permission the actor may enter what a body outside decided; empty when by none."""
    return next((one for one in ENTERS if holds(actor, matter, one)), "")


def body_of(matter: Matter, kind: str) -> int | None:
    """Return the office that decides a review, or above it a re-examination; None where none is known."""
    return reviewer_key(matter.office, again=kind != "review_decided")


def decided_here(office: int | None) -> bool:
    """Return whether somebody in this installation decides reviews for an office."""
    return office is not None and bool(orgs.colleagues(office, role="reviewer"))


def outside(actor: Actor, matter_id: int, *, at: datetime) -> Outside | None:
    """Return what the actor may enter of a body outside; None where nothing is. Raises NotFound."""
    matter = seen(actor, matter_id)
    return _entered_by(actor, matter, stands(matter, at=at).state)


def beside(actor: Actor, matter_id: int, state: MatterState) -> Outside | None:
    """Return the same for the page of a matter that was opened, as its acts leave it."""
    if awaited(state) is None and unreached(state) is None:
        return None
    matter = one(actor, matter_id).select_related("office__superior").first()
    return _entered_by(actor, matter, state) if matter else None


def _entered_by(actor: Actor, matter: Matter, state: MatterState) -> Outside | None:
    if not permission(actor, matter):
        return None
    found = of_state(matter, state)
    return found if found.next or found.unreached is not None else None


def stands(matter: Matter, *, at: datetime) -> Standing:
    """Return where a matter stands on a day, as its acts leave it."""
    acts = list(Act.objects.filter(matter=matter))
    return standing(matter, acts, as_of=local_day(at), following=False)


def of_state(matter: Matter, state: MatterState) -> Outside:
    """Return what a body outside may have decided or handed over in a matter."""
    next_one = awaited(state)
    office = body_of(matter, next_one.kind) if next_one else None
    if next_one and decided_here(office):
        next_one = None
    name = orgs.office(office).name if next_one and office else ""
    return Outside(
        matter.pk, matter.number, matter.headline, matter.version, next_one, name, unreached(state)
    )
