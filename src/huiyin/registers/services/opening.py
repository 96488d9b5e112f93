"""Items put into a register by hand: a directive, a promise, a backlog matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed
from huiyin.base.messages import Message
from huiyin.cases import spine
from huiyin.cases.models import Matter
from huiyin.cases.queries.scope import require
from huiyin.cases.rules.given import plain
from huiyin.foundation import audit, crypto
from huiyin.orgs import notices
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.registers import sealed, standards
from huiyin.registers.models import Item
from huiyin.registers.queries.answering import may_answer
from huiyin.registers.queries.scope import in_sight
from huiyin.registers.rules.moves import DIRECT, KEEP
from huiyin.registers.services.items import words_of

GIVERS = (
    "own-leader",
    "supervision",
    "government",
    "party-committee",
    "superior",
    "petition-office",
    "deputies",
)
# Why a matter is in the backlog: a list of the level above that names it, or the agency's own standard.
STANDARDS = ("unresolved", "national-list", "province-list", "city-list", "own")
LONGEST_LINE = 80


@dataclass(frozen=True)
class Directive:
    """A directive as it came in: who gave it by post or body, its number, day, words and last day."""

    kind: str
    giver: str
    reference: str
    text: str
    day: date
    due: date | None
    office: int
    officer: int | None
    matters: Sequence[int] = ()


def _line(text: str, field: str) -> str:
    line = " ".join(plain(text).split())
    if not line:
        raise Invalid("registers.needs", field=field, what=Message(f"registers.asks.{field}"))
    if len(line) > LONGEST_LINE:
        raise Invalid("cases.text_too_long", field=field, length=len(line), limit=LONGEST_LINE)
    return line


@transaction.atomic
def directive(given: Directive, *, by: Actor, at: datetime) -> int:
    """Enter a directive (领导批示、上级交办) at the office that answers for it; return its id."""
    if not by.offices(DIRECT) or (given.office and given.office not in by.offices("matter.read")):
        raise NotAllowed("cases.not_your_part")
    for field, stands in (("kind", given.kind in GIVERS), ("office", given.office)):
        if not stands:
            raise Invalid("registers.needs", field=field, what=Message(f"registers.asks.{field}"))
    if given.day > local_day(at):
        raise Invalid("registers.day_in_future", field="day")
    if given.due is not None and given.due < given.day:
        raise Invalid("registers.due_before", field="due", since=given.day.isoformat())
    if given.officer is not None and given.officer not in {c.id for c in may_answer(given.office)}:
        raise Invalid("cases.not_a_colleague", field="officer")
    text = words_of(given.text)
    if not text:
        raise Invalid("registers.words_missing", field="text")
    item = Item(
        register="directive",
        kind=given.kind,
        key=crypto.new_wrapped_key(),
        office_id=given.office,
        kept_at_id=by.office or given.office,
        officer_id=given.officer,
        day=given.day,
        due=given.due,
        by_id=by.staff,
        entered=at,
    )
    said = {"giver": _line(given.giver, "giver"), "reference": plain(given.reference)[:LONGEST_LINE]}
    item.words_sealed = sealed.seal(item, {**said, "text": text}, about="register.item")
    item.save(force_insert=True)
    item.matters.set(given.matters)
    _recorded(item, by, at)
    _tell(item, said["reference"], by, at)
    return item.pk


def _tell(item: Item, reference: str, by: Actor, at: datetime) -> None:
    """Tell who answers for a directive, or the heads where nobody is named yet; only who may see it."""
    heads = [c.id for c in orgs.colleagues(item.office_id, role="head")]
    asked = [item.officer_id] if item.officer_id else heads
    told = [one for one in asked if one != by.staff and in_sight(orgs.actor(one), item.pk)]
    about = f"item:{item.pk}"
    notices.notify(told, "directive", about=about, at=at, item=item.pk, number=reference)


@transaction.atomic
def promise(
    matter_id: int, words: str, due: date | None, officer: int | None, *, by: Actor, at: datetime
) -> int:
    """Enter what an office promised in a matter outside an opinion; return the item's id."""
    matter = _matter(matter_id, by)
    text = words_of(words)
    if not text:
        raise Invalid("registers.promise_missing", field="words")
    if due is None or due < local_day(at):
        raise Invalid("registers.promise_day", field="due")
    return _open(matter, "execution", "promise", text, due, officer, by=by, at=at)


@transaction.atomic
def backlog(
    matter_id: int, standard: str, words: str, officer: int | None, *, by: Actor, at: datetime
) -> int:
    """Put a matter into the backlog register under a standard, with who leads it; return the item's id."""
    matter = _matter(matter_id, by)
    if standard not in STANDARDS:
        raise Invalid("registers.needs", field="standard", what=Message("registers.asks.standard"))
    text = words_of(words)
    if not text:
        raise Invalid("registers.words_missing", field="words")
    if officer is None:
        raise Invalid("registers.needs", field="officer", what=Message("registers.asks.officer"))
    today = local_day(at)
    due = today + timedelta(days=standards.days("backlog_days", today))
    try:
        with transaction.atomic():
            return _open(matter, "backlog", standard, text, due, officer, by=by, at=at)
    except IntegrityError as again:
        raise Conflict("registers.backlog_already") from again


def _matter(matter_id: int, by: Actor) -> Matter:
    matter = spine.locked(matter_id)
    require(by, matter, KEEP)
    return matter


def _open(
    matter: Matter,
    register: str,
    kind: str,
    text: str,
    due: date,
    officer: int | None,
    *,
    by: Actor,
    at: datetime,
) -> int:
    if officer is not None and officer not in {c.id for c in may_answer(matter.office_id)}:
        raise Invalid("cases.not_a_colleague", field="officer")
    item = Item(
        register=register,
        kind=kind,
        matter=matter,
        office_id=matter.office_id,
        kept_at_id=by.office or matter.office_id,
        officer_id=officer,
        day=local_day(at),
        due=due,
        by_id=by.staff,
        entered=at,
    )
    item.words_sealed = sealed.seal(item, {"text": text}, about="register.item")
    item.save(force_insert=True)
    _recorded(item, by, at)
    return item.pk


def _recorded(item: Item, by: Actor, at: datetime) -> None:
    audit.record("register.open", actor=by.label, about=f"item:{item.pk}", at=at, reason=item.register)
