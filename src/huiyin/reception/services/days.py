"""Reception days are published and withdrawn; people book a time, give it back by its code, and come."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.base.ids import new_query_code
from huiyin.cases.rules.given import plain, visible
from huiyin.cases.standing import the_law
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import PETITIONER, Actor
from huiyin.reception.models import Booking, ReceptionDay
from huiyin.reception.queries.days import booking_of, free_places
from huiyin.reception.queries.sight import receiving
from huiyin.reception.rules import days as rules
from huiyin.reception.rules.days import BookingGiven, DayGiven
from huiyin.reception.rules.desk import most_spokespersons
from huiyin.reception.services import queue
from huiyin.text.taxonomy import fields

LONGEST_WHY = 200


@transaction.atomic
def publish(given: DayGiven, *, by: Actor, at: datetime) -> int:
    """Publish a reception day of the actor's desk; return its key. The same day and post twice is refused."""
    office = receiving(by)
    ready = rules.checked_day(given, today=local_day(at))
    same = ReceptionDay.objects.filter(
        office_id=office, day=ready.day, post=ready.post, begins=ready.begins, withdrawn_at=None
    )
    if same.exists():
        raise Invalid("reception.day_twice", field="day")
    made = ReceptionDay.objects.create(office_id=office, entered=at, by_id=by.staff, **vars(ready))
    audit.record("reception_day.publish", actor=by.label, about=f"reception_day:{made.pk}", at=at)
    return made.pk


@transaction.atomic
def withdraw(day_id: int, *, why: str, by: Actor, at: datetime) -> None:
    """Call a reception day off, with the reason everybody who booked will read."""
    found = _own(day_id, by)
    words = " ".join(plain(why).split())
    if not visible(words):
        raise Invalid("reception.day_why_missing", field="why")
    if len(words) > LONGEST_WHY:
        raise Invalid("cases.field_too_long", field="why", limit=LONGEST_WHY)
    if found.withdrawn_at is not None:
        raise Conflict("reception.day_withdrawn")
    ReceptionDay.objects.filter(pk=found.pk).update(
        withdrawn_at=at, withdrawn_by_id=by.staff, withdrawn_why=words
    )
    audit.record("reception_day.withdraw", actor=by.label, about=f"reception_day:{found.pk}", at=at)


def _own(day_id: int, by: Actor) -> ReceptionDay:
    found = ReceptionDay.objects.select_for_update(of=("self",)).filter(pk=day_id).first()
    if found is None or found.office_id not in by.offices("petition.register"):
        raise NotFound("reception.no_day")
    return found


def book(day_id: int, given: BookingGiven, *, at: datetime) -> int:
    """Book a time; return the key of the booking. The same time is never given twice.

    A double click (the same `submission`) gives the same booking. Raises Invalid where the time was taken
    meanwhile. Whether a telephone has booked already is not said: that would tell it to anybody who asks.
    """
    if given.submission:
        known = Booking.objects.filter(submission=given.submission).values_list("pk", flat=True).first()
        if known is not None:
            return known
    try:
        with transaction.atomic():
            return _book(day_id, given, at)
    except IntegrityError:  # somebody else was faster by a moment, or the same press came twice
        known = (
            Booking.objects.filter(submission=given.submission or None).values_list("pk", flat=True).first()
        )
        if given.submission and known is not None:
            return known
        raise Invalid("reception.time_taken", field="time") from None


def _book(day_id: int, given: BookingGiven, at: datetime) -> int:
    day = ReceptionDay.objects.select_for_update(of=("self",)).filter(pk=day_id).first()
    if day is None:
        raise NotFound("reception.no_day")
    if day.withdrawn_at is not None:
        raise Conflict("reception.day_withdrawn")
    most = most_spokespersons(the_law()[0], local_day(at))
    ready = rules.checked_booking(given, free=free_places(day, at=at), most_persons=most, fields=fields())
    made = _sealed(day, ready, at)
    made.save(force_insert=True)
    audit.record("booking.make", actor=PETITIONER.label, about=f"booking:{made.pk}", at=at)
    return made.pk


def _sealed(day: ReceptionDay, ready: BookingGiven, at: datetime) -> Booking:
    code, wrapped = new_query_code(), crypto.new_wrapped_key()
    key = crypto.open_key(wrapped)
    return Booking(
        key=wrapped,
        reception_day=day,
        place_in_row=ready.place_in_row,
        code_index=crypto.blind_index(code, about="booking"),
        code_sealed=crypto.seal_text(key, code, about="booking.code"),
        name_sealed=crypto.seal_text(key, ready.name, about="booking.name"),
        phone_sealed=crypto.seal_text(key, ready.phone, about="booking.phone"),
        persons=ready.persons,
        field=ready.field,
        entered=at,
        submission=ready.submission or None,
    )


@transaction.atomic
def cancel(code: str, *, at: datetime) -> int:
    """Give a booked time back by its code; return the booking. Giving it back twice does no harm."""
    found = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("reception_day")
        .get(pk=booking_of(code))
    )
    if found.state == rules.CAME:
        raise NotAllowed("reception.booking_came")
    if found.state == rules.BOOKED:
        Booking.objects.filter(pk=found.pk).update(state=rules.CANCELLED, changed=at)
        audit.record("booking.cancel", actor=PETITIONER.label, about=f"booking:{found.pk}", at=at)
    return found.pk


@transaction.atomic
def arrive(booking_id: int, *, by: Actor, at: datetime) -> int:
    """Note that somebody with a booked time is here, and give the next number of the queue; return it."""
    found = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("reception_day")
        .filter(pk=booking_id)
        .first()
    )
    if found is None or found.reception_day.office_id != receiving(by):
        raise NotFound("reception.no_booking")
    if found.reception_day.day != local_day(at):
        raise NotAllowed("reception.booking_other_day")
    if found.state != rules.BOOKED:
        raise Conflict("reception.booking_elsewhere")
    name = crypto.unseal_text(crypto.open_key(found.key), found.name_sealed, about="booking.name")
    number = queue.take_ticket(name=name, persons=found.persons, ahead_for="", by=by, at=at)
    Booking.objects.filter(pk=found.pk).update(state=rules.CAME, changed=at)
    audit.record("booking.arrive", actor=by.label, about=f"booking:{found.pk}", at=at)
    return number


def forget_bookings(*, at: datetime) -> int:
    """Forget who booked, the day after; how many times were booked stays. Return how many were forgotten."""
    yesterday: date = local_day(at) - timedelta(days=1)
    old = Booking.objects.filter(reception_day__day__lte=yesterday).exclude(key=b"")
    return old.update(
        key=b"",
        code_index=None,
        code_sealed=b"",
        name_sealed=b"",
        phone_sealed=b"",
        submission=None,
    )
