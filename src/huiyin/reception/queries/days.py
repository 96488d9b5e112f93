"""Reception days as everybody reads them, as the desk prepares them, and a booking as who made it sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huiyin.base.clock import local_day
from huiyin.base.errors import NotFound
from huiyin.base.ids import read_query_code
from huiyin.cases.codes import refuse_fault
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor
from huiyin.reception.models import Booking, ReceptionDay
from huiyin.reception.queries.sight import receiving
from huiyin.reception.rules import days as rules

SHOWN = 60  # of days ahead; an agency has a few a month


@dataclass(frozen=True)
class TimeRow:
    """A time of a day: which place in the row it is, when, and whether it can be booked."""

    place_in_row: int
    begins: time
    free: bool


@dataclass(frozen=True)
class DayRow:
    """A reception day as it is published."""

    id: int
    office: str
    office_phone: str
    day: date
    begins: time
    ends: time
    minutes: int
    post: str
    place: str
    topics: str
    bring: str
    times: Sequence[TimeRow]
    withdrawn_why: str

    @property
    def free(self) -> int:
        """Return how many times can still be booked."""
        return sum(one.free for one in self.times)

    @property
    def over(self) -> bool:
        """Return whether no time is left because they passed, not because they were booked."""
        return not self.times


@dataclass(frozen=True)
class BookingView:
    """A booking as who made it sees it again by its code."""

    id: int
    code: str
    day: DayRow
    begins: time
    persons: int
    state: str
    may_cancel: bool


@dataclass(frozen=True)
class BookedRow:
    """A booked time as the desk prepares for it; the telephone only where it was asked for."""

    id: int
    begins: time
    name: str
    phone: str
    persons: int
    field: str
    state: str


@dataclass(frozen=True)
class DayView:
    """A reception day with who comes when, for its desk; `today` lets them be given a number."""

    row: DayRow
    booked: Sequence[BookedRow]
    cancelled: int
    today: bool


def open_days(*, at: datetime) -> Sequence[DayRow]:
    """Return the published days ahead that were not called off, the earliest first."""
    today = local_day(at)
    found = (
        ReceptionDay.objects.select_related("office")
        .filter(day__gte=today, day__lte=today + timedelta(days=rules.AHEAD_DAYS), withdrawn_at=None)
        .order_by("day", "begins", "id")[:SHOWN]
    )
    days = list(found)
    taken = _taken([d.pk for d in days])
    rows = [_row(d, taken.get(d.pk, set()), at) for d in days]
    return [row for row in rows if row.times]


def open_day(day_id: int, *, at: datetime) -> DayRow:
    """Return one published day. Raises NotFound for one that is over or called off."""
    found = ReceptionDay.objects.select_related("office").filter(pk=day_id, withdrawn_at=None).first()
    if found is None or found.day < local_day(at):
        raise NotFound("reception.no_day")
    return _row(found, _taken([found.pk]).get(found.pk, set()), at)


def free_places(day: ReceptionDay, *, at: datetime) -> Sequence[int]:
    """Return the places in the row of a day that can be booked now."""
    return [one.place_in_row for one in _row(day, _taken([day.pk]).get(day.pk, set()), at).times if one.free]


def _taken(days: Sequence[int]) -> dict[int, set[int]]:
    taken: dict[int, set[int]] = {}
    rows = Booking.objects.filter(reception_day__in=days).exclude(state=rules.CANCELLED)
    for day, place in rows.values_list("reception_day", "place_in_row"):
        taken.setdefault(day, set()).add(place)
    return taken


def _row(d: ReceptionDay, taken: set[int], at: datetime) -> DayRow:
    every = rules.times(d.begins, d.ends, d.minutes)
    ahead = [(n, t) for n, t in enumerate(every) if rules.open_for_booking(d.day, t, at=at)]
    return DayRow(
        id=d.pk,
        office=d.office.name,
        office_phone=d.office.phone,
        day=d.day,
        begins=d.begins,
        ends=d.ends,
        minutes=d.minutes,
        post=d.post,
        place=d.place,
        topics=d.topics,
        bring=d.bring,
        times=[TimeRow(n, t, n not in taken) for n, t in ahead],
        withdrawn_why=d.withdrawn_why if d.withdrawn_at else "",
    )


def booking_of(typed: str) -> int:
    """Return the booking of a code. Raises NotFound, saying what cannot be right."""
    refuse_fault(typed)
    code = read_query_code(typed)
    indexes = crypto.blind_indexes(code, about="booking") if code else []
    found = Booking.objects.filter(code_index__in=indexes).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound("reception.no_booking_code")
    return found


def booking(booking_id: int, *, at: datetime) -> BookingView:
    """Return a booking to who made it, or knows its code. Raises NotFound once it was forgotten."""
    found = (
        Booking.objects.select_related("reception_day__office").filter(pk=booking_id).exclude(key=b"").first()
    )
    if found is None:
        raise NotFound("reception.no_booking_code")
    day = found.reception_day
    begins = rules.times(day.begins, day.ends, day.minutes)[found.place_in_row]
    ahead = rules.open_for_booking(day.day, begins, at=at)
    return BookingView(
        id=found.pk,
        code=crypto.unseal_text(crypto.open_key(found.key), found.code_sealed, about="booking.code"),
        day=_row(day, set(), at),
        begins=begins,
        persons=found.persons,
        state=found.state,
        may_cancel=found.state == rules.BOOKED and ahead and day.withdrawn_at is None,
    )


def desk_days(actor: Actor, *, at: datetime) -> Sequence[tuple[DayRow, int]]:
    """Return the days of the actor's desk from today on, each with how many times are booked."""
    found = list(
        ReceptionDay.objects.select_related("office")
        .filter(office_id=receiving(actor), day__gte=local_day(at))
        .order_by("day", "begins", "id")[:SHOWN]
    )
    taken = _taken([d.pk for d in found])
    return [(_row(d, taken.get(d.pk, set()), at), len(taken.get(d.pk, ()))) for d in found]


def desk_day(actor: Actor, day_id: int, *, at: datetime, contacts: bool = False) -> DayView:
    """Return a day of the actor's desk with who booked; looking is put on record, telephones apart."""
    day = ReceptionDay.objects.select_related("office").filter(pk=day_id, office_id=receiving(actor)).first()
    if day is None:
        raise NotFound("reception.no_day")
    action = "reception_day.contacts" if contacts else "reception_day.read"
    audit.record(action, actor=actor.label, about=f"reception_day:{day.pk}", at=at)
    every = rules.times(day.begins, day.ends, day.minutes)
    found = list(Booking.objects.filter(reception_day=day).order_by("place_in_row", "id"))
    return DayView(
        row=_row(day, _taken([day.pk]).get(day.pk, set()), at),
        booked=[_booked(b, every, contacts) for b in found if b.state != rules.CANCELLED],
        cancelled=sum(b.state == rules.CANCELLED for b in found),
        today=day.day == local_day(at) and day.withdrawn_at is None,
    )


def _booked(b: Booking, every: Sequence[time], contacts: bool) -> BookedRow:
    key = crypto.open_key(b.key) if b.key else b""
    name = crypto.unseal_text(key, b.name_sealed, about="booking.name") if key else ""
    return BookedRow(
        id=b.pk,
        begins=every[b.place_in_row],
        name=name if contacts else name[:1] + "＊" * (len(name) - 1),
        phone=crypto.unseal_text(key, b.phone_sealed, about="booking.phone") if contacts and key else "",
        persons=b.persons,
        field=b.field,
        state=b.state,
    )
