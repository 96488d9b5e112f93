"""The queue of the day: numbers given, called, served, left; no number is called twice."""

from datetime import datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases.rules.given import LONGEST_FIELD, plain
from huiyin.foundation import audit, crypto, numbers
from huiyin.orgs.rules import Actor
from huiyin.reception.models import Ticket
from huiyin.reception.queries.sight import receiving
from huiyin.reception.rules import desk


@transaction.atomic
def take_ticket(*, name: str, persons: int, ahead_for: str, by: Actor, at: datetime) -> int:
    """Give the next number of the day at the actor's desk; return the number.

    `ahead_for` is what the person says (age, disability, pregnancy, a small child): it moves the ticket
    forward and is itself not stored.
    """
    office, day = receiving(by), local_day(at)
    if ahead_for not in ("", *desk.AHEAD_FOR):
        raise Invalid("reception.ahead_unknown", field="ahead_for")
    if not 1 <= persons <= desk.MOST_PERSONS:
        raise Invalid("desk.persons_unreadable", field="persons")
    name = " ".join(plain(name).split())
    if len(name) > LONGEST_FIELD:
        raise Invalid("cases.field_too_long", field="name", limit=LONGEST_FIELD)
    key = crypto.new_wrapped_key()
    ticket = Ticket.objects.create(
        key=key,
        office_id=office,
        day=day,
        number=numbers.allocate(f"ticket:{office}:{day.isoformat()}"),
        name_sealed=crypto.seal_text(crypto.open_key(key), name, about="ticket.name"),
        persons=persons,
        ahead=bool(ahead_for),
        taken_at=at,
    )
    audit.record("ticket.take", actor=by.label, about=f"ticket:{ticket.pk}", at=at)
    return ticket.number


@transaction.atomic
def call_next(*, window: str, by: Actor, at: datetime) -> int | None:
    """Call the next ticket of today to a window; return its key, or None when nobody waits.

    Two officers never get the same one: the ticket is taken by its state, so whoever is second goes on to
    the one after it, with row locks (PostgreSQL) and without (SQLite, whose writers wait in line).
    """
    office, window = receiving(by), _window(window)
    waiting = Ticket.objects.filter(office_id=office, day=local_day(at), state=desk.WAITING)
    while True:
        found = (
            waiting.select_for_update(skip_locked=True)
            .order_by("-ahead", "number")
            .values_list("pk", flat=True)
            .first()
        )
        if found is None:
            return None
        if _call(found, window=window, by=by, at=at):
            return found


def _window(window: str) -> str:
    window = " ".join(plain(window).split())[: desk.LONGEST_WINDOW]
    if not window:
        raise Invalid("reception.window_missing", field="window")
    return window


def _call(ticket: int, *, window: str, by: Actor, at: datetime) -> bool:
    """Call a ticket that still waits; return whether it did."""
    taken = Ticket.objects.filter(pk=ticket, state=desk.WAITING).update(
        state=desk.CALLED, window=window, called_at=at, called_by_id=by.staff, ahead=False
    )
    if taken:
        audit.record("ticket.call", actor=by.label, about=f"ticket:{ticket}", at=at)
    return bool(taken)


@transaction.atomic
def move(ticket_id: int, then: str, *, by: Actor, at: datetime) -> None:
    """Let a ticket become served, left, waiting again, or void (given by mistake).

    Raises Conflict when a colleague was faster, NotAllowed when it cannot come from here to there.
    """
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id).first()
    if ticket is None or ticket.office_id not in by.offices("petition.register"):
        raise NotFound("reception.no_ticket")
    if then not in desk.TICKET_STATES or then == desk.CALLED:
        raise NotAllowed("reception.ticket_move_unknown")
    if not desk.may_become(ticket.state, then):
        raise Conflict("reception.ticket_elsewhere", number=ticket.number)
    ended = None if then == desk.WAITING else at
    Ticket.objects.filter(pk=ticket.pk).update(
        state=then, ended_at=ended, ahead=ticket.ahead and then == desk.WAITING
    )
    audit.record(f"ticket.{then}", actor=by.label, about=f"ticket:{ticket.pk}", at=at)


def forget_queue(*, at: datetime) -> int:
    """Forget, of past days, who asked to go ahead and the names given for the queue; return how many."""
    old = Ticket.objects.filter(day__lt=local_day(at)).exclude(name_sealed=b"", ahead=False)
    return old.update(ahead=False, name_sealed=b"")
