"""Reception days (接访日): the times of a day, until when one may book or give back, what can be taken in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from huiyin.base.clock import LOCAL
from huiyin.base.errors import Invalid
from huiyin.cases.rules.given import phone_digits, plain, visible, whole_mobile

BOOKED, CANCELLED, CAME = "booked", "cancelled", "came"
BOOKING_STATES = (BOOKED, CANCELLED, CAME)
AHEAD_DAYS = 60  # how far ahead days are shown for booking
MOST_TIMES = 48  # of one day: more is a slip of the pen
LEAST_MINUTES, MOST_MINUTES = 5, 120
BEFORE = timedelta(minutes=30)  # so long before its time a booking can be made
_LONGEST = {"post": 60, "place": 120, "topics": 200, "bring": 300}
_LONGEST_NAME = 60


@dataclass(frozen=True)
class DayGiven:
    """A reception day as an officer publishes it; `post` is the post that receives, never a person's name."""

    day: date
    begins: time
    ends: time
    minutes: int
    post: str
    place: str
    topics: str = ""
    bring: str = ""


@dataclass(frozen=True)
class BookingGiven:
    """What somebody gives to book a time; `field` is the field of the matter, not what it is about."""

    place_in_row: int
    name: str
    phone: str
    persons: int = 1
    field: str = ""
    submission: str = ""


def times(begins: time, ends: time, minutes: int) -> Sequence[time]:
    """Return the times that fit whole between begin and end, the earliest first."""
    start = datetime.combine(date.min, begins)
    end = datetime.combine(date.min, ends)
    step = timedelta(minutes=minutes)
    if minutes <= 0 or end <= start:
        return ()
    return tuple((start + n * step).time() for n in range(int((end - start) / step)))


def open_for_booking(day: date, at_time: time, *, at: datetime) -> bool:
    """Return whether a time can still be booked or given back."""
    return datetime.combine(day, at_time, tzinfo=LOCAL) - at >= BEFORE


def checked_day(given: DayGiven, *, today: date) -> DayGiven:
    """Return a day cleaned. Raises Invalid with the field that needs mending."""
    words = {name: " ".join(plain(getattr(given, name)).split()) for name in _LONGEST}
    for name in ("post", "place"):
        if not visible(words[name]):
            raise Invalid(f"reception.day_{name}_missing", field=name)
    for name, most in _LONGEST.items():
        if len(words[name]) > most:
            raise Invalid("cases.field_too_long", field=name, limit=most)
    if given.day < today:
        raise Invalid("reception.day_past", field="day")
    if given.ends <= given.begins:
        raise Invalid("reception.day_hours", field="ends")
    if not LEAST_MINUTES <= given.minutes <= MOST_MINUTES:
        raise Invalid("reception.day_minutes", field="minutes", least=LEAST_MINUTES, most=MOST_MINUTES)
    found = len(times(given.begins, given.ends, given.minutes))
    if not 1 <= found <= MOST_TIMES:
        raise Invalid("reception.day_times", field="minutes", most=MOST_TIMES)
    return replace(
        given, post=words["post"], place=words["place"], topics=words["topics"], bring=words["bring"]
    )


def checked_booking(
    given: BookingGiven, *, free: Collection[int], most_persons: int, fields: Collection[str]
) -> BookingGiven:
    """Return a booking cleaned. Raises Invalid with the field that needs mending."""
    for wrong in booking_faults(given, free=free, most_persons=most_persons):
        raise wrong
    name, phone = " ".join(plain(given.name).split()), phone_digits(given.phone)
    return replace(given, name=name, phone=phone, field=given.field if given.field in fields else "")


def booking_faults(given: BookingGiven, *, free: Collection[int], most_persons: int) -> Iterator[Invalid]:
    """Return everything of a booking that needs mending, each with its field, in the order of the form."""
    if given.place_in_row not in free:
        missing = given.place_in_row < 0
        yield Invalid("reception.time_missing" if missing else "reception.time_taken", field="time")
    name = " ".join(plain(given.name).split())
    if not visible(name):
        yield Invalid("reception.booking_name_missing", field="name")
    elif len(name) > _LONGEST_NAME:
        yield Invalid("cases.field_too_long", field="name", limit=_LONGEST_NAME)
    try:
        whole_mobile(given.phone)
        if not phone_digits(given.phone):
            yield Invalid("reception.booking_phone_missing", field="phone")
    except Invalid as wrong:
        yield wrong
    if not 1 <= given.persons <= most_persons:
        yield Invalid("reception.booking_persons", field="persons", most=most_persons)
