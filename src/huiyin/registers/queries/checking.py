"""Who is independent enough to decide whether a backlog matter is closed."""

from huiyin.cases.models import Act, Attachment, Letter, Matter, Note, Petition, Service
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.registers.models import Entry, Item
from huiyin.registers.rules import checking
from huiyin.registers.rules.moves import CHECK

_DECISIONS = ("closing_refused", "closing_granted")
_HANDLING = (
    "accepted",
    "declined",
    "guided",
    "extended",
    "hearing_opened",
    "mediated",
    "opinion_issued",
    "answered",
    "executed",
)


def worked_on(matter: int) -> frozenset[int]:
    """Return the staff who ever worked on a matter: acts, letters, services, notes, files, register entries.

    Deciding a closing is not work on the matter, so whoever refused one may decide the next.
    """
    found: set[int | None] = set(Matter.objects.filter(pk=matter).values_list("handler_id", flat=True))
    for table in (Act, Note, Attachment):
        found |= set(table.objects.filter(matter=matter).values_list("by_id", flat=True))
    for drafted, signed in Letter.objects.filter(matter=matter).values_list("drafted_by_id", "signed_by_id"):
        found |= {drafted, signed}
    found |= set(Service.objects.filter(letter__matter=matter).values_list("by_id", flat=True))
    found |= set(Petition.objects.filter(matter=matter).values_list("entered_by_id", flat=True))
    for kept, led in Item.objects.filter(matter=matter).values_list("by_id", "officer_id"):
        found |= {kept, led}
    entries = Entry.objects.filter(item__matter=matter).exclude(kind__in=_DECISIONS)
    found |= set(entries.values_list("by_id", flat=True))
    return frozenset(staff for staff in found if staff is not None)


def handled_by(matter: int) -> frozenset[int]:
    """Return the offices that handled a matter: the one that has it, and those that took it up or decided.

    An office above that only passed it on did not handle it; whoever signed there worked on it all the same.
    """
    now = Matter.objects.filter(pk=matter).values_list("office_id", flat=True)
    steps = Act.objects.filter(matter=matter, kind__in=_HANDLING)
    return frozenset(now) | frozenset(steps.values_list("office_id", flat=True))


def why_not(actor: Actor, item: Item) -> str:
    """Return why the actor may not decide the closing of an item, or nothing."""
    matter = item.matter_id or 0
    offices = handled_by(matter) | {item.office_id}
    posts = {place for place in offices if actor.staff in {c.id for c in orgs.colleagues(place)}}
    checker = checking.Checker(actor.staff, actor.offices(CHECK), posts)
    return checking.why_not(checker, handled_by=offices, worked=worked_on(matter))
