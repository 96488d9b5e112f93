"""Today's queue of a desk as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.base.clock import local_day
from huiyin.foundation import crypto
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.reception.models import Ticket
from huiyin.reception.queries.sight import receiving, talks_seen
from huiyin.reception.queries.talks import TalkRow, talk_row
from huiyin.reception.rules import desk

_TO_CALL = frozenset({desk.WAITING, desk.CALLED})


@dataclass(frozen=True)
class TicketRow:
    """A ticket in the queue; `name` is how the visitor is called, whole as long as that may be."""

    id: int
    number: int
    state: str
    name: str
    persons: int
    ahead: bool
    window: str
    taken_at: datetime
    called_at: datetime | None
    called_by: str
    mine: bool
    talk: int | None


@dataclass(frozen=True)
class QueueView:
    """Today's queue of a desk: who waits in the order of calling, who is at a window, who is done."""

    office_name: str
    day: date
    waiting: Sequence[TicketRow]
    called: Sequence[TicketRow]
    ended: Sequence[TicketRow]
    missing: Sequence[int]
    unregistered: Sequence[TalkRow]


def queue(actor: Actor, *, at: datetime) -> QueueView:
    """Return today's queue at the actor's desk. Raises NotAllowed for somebody of no desk."""
    office = receiving(actor)
    tickets = list(
        Ticket.objects.filter(office_id=office, day=local_day(at))
        .select_related("called_by", "talk", "office")
        .order_by("number")
    )
    rows = [_ticket(t, actor) for t in tickets]
    mine = talks_seen(actor).filter(by_id=actor.staff, petition__isnull=True).select_related("by", "matter")
    return QueueView(
        office_name=orgs.office(office).name,
        day=local_day(at),
        waiting=sorted((r for r in rows if r.state == desk.WAITING), key=lambda r: (not r.ahead, r.number)),
        called=[r for r in rows if r.state == desk.CALLED],
        ended=[r for r in reversed(rows) if r.state not in {desk.WAITING, desk.CALLED}],
        missing=desk.gaps([r.number for r in rows]),
        unregistered=[talk_row(t) for t in mine.order_by("-id")[:10]],
    )


def _ticket(t: Ticket, actor: Actor) -> TicketRow:
    name = crypto.unseal_text(crypto.open_key(t.key), t.name_sealed, about="ticket.name")
    talk = getattr(t, "talk", None)
    return TicketRow(
        id=t.pk,
        number=t.number,
        state=t.state,
        name=name if t.state in _TO_CALL else name[:1] + "＊" * (len(name) - 1),
        persons=t.persons,
        ahead=t.ahead,
        window=t.window,
        taken_at=t.taken_at,
        called_at=t.called_at,
        called_by=t.called_by.name if t.called_by else "",
        mine=t.called_by_id == actor.staff,
        talk=talk.pk if talk else None,
    )
