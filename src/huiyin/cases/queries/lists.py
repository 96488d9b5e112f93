"""Lists of matters: what is due, what is new, everything; paged by key, constant in queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from huiyin.cases.models import Letter, Matter
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.steps import STEPS
from huiyin.orgs.rules import Actor

PAGE = 50
# The law owes each petitioner an answer of the own, also where the matter is handled with another.
STILL_OWED = frozenset({"tell", "forward"})
# The leading matter was passed on to another office or withdrawn: what is joined to it comes back into sight.
_LEADER_GONE = ~Q(joined_to__office_id=F("office_id")) | Q(joined_to__stage="withdrawn")
_LONGEST_KEY = 18  # digits; more than any table has rows


@dataclass(frozen=True)
class MatterRow:
    """A matter in a list: nothing of the person, a redacted headline."""

    id: int
    number: str
    headline: str
    office: str
    handler: str
    nature: str
    kind: str
    stage: str
    received_on: date
    next_duty: str
    next_due: date | None
    days_left: int | None
    late: bool
    restricted: bool
    joined: bool


@dataclass(frozen=True)
class DraftRow:
    """A letter that waits for a signature."""

    id: int
    kind: str
    headline: str
    number: str
    office: str


@dataclass(frozen=True)
class Page:
    """One page of a list; `after` is the key of the next one, empty on the last."""

    rows: Sequence[MatterRow]
    after: str


@dataclass(frozen=True)
class Wanted:
    """Filters of a list; empty means no restriction."""

    stage: str = ""
    kind: str = ""
    mine: bool = False
    unsorted: bool = False
    active: bool | None = None
    due: str = ""  # overdue | today | week
    number: str = ""


def _filtered(actor: Actor, wanted: Wanted, today: date) -> QuerySet[Matter]:
    rows = visible(actor).select_related("office", "handler")
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unsorted:
        rows = rows.filter(kind="")
    if wanted.mine:
        rows = rows.filter(handler_id=actor.staff)
    if wanted.active is not None:
        rows = rows.filter(active=wanted.active)
    if wanted.number:
        rows = rows.filter(Q(number__contains=wanted.number) | Q(headline__contains=wanted.number))
    return rows.filter(_due(wanted.due, today)) if wanted.due else rows


def _due(when: str, today: date) -> Q:
    if when == "overdue":
        return Q(next_due__lt=today)
    if when == "today":
        return Q(next_due=today)
    return Q(next_due__gt=today, next_due__lte=today + timedelta(days=7))


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_KEY else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def newest(actor: Actor, *, wanted: Wanted, today: date, after: str = "", size: int = PAGE) -> Page:
    """Return matters, newest first."""
    rows = _filtered(actor, wanted, today).order_by("-id")
    if key := _key(after):
        rows = rows.filter(pk__lt=key)
    found = list(rows[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return Page([_row(m, today) for m in found[:size]], more)


def todo(actor: Actor, *, wanted: Wanted, today: date, after: str = "", size: int = PAGE) -> Page:
    """Return the open matters at the actor's offices, the earliest deadline first, those without one last."""
    rows = _filtered(actor, wanted, today).filter(_to_do(actor))
    rows = rows.order_by(F("next_due").asc(nulls_last=True), "id")
    day, _, key = after.partition("_")
    if shown := _key(key):
        last, later = _day(day), Q(next_due__isnull=True)
        undated = later & Q(pk__gt=shown)
        rows = rows.filter(undated if last is None else later | _after(last, shown))
    found = list(rows[: size + 1])
    last_row = found[size - 1] if len(found) > size else None
    return Page(
        [_row(m, today) for m in found[:size]], f"{last_row.next_due}_{last_row.pk}" if last_row else ""
    )


def _after(day: date, key: int) -> Q:
    return Q(next_due__gt=day) | Q(next_due=day, pk__gt=key)


def _to_do(actor: Actor) -> Q:
    """What an officer's offices have to do: what is open there, and objections to what they sent.

    What was joined to another matter is done there, but for the answer that each petitioner is owed.
    """
    return _open_here(actor) & (Q(joined_to=None) | Q(next_duty__in=STILL_OWED) | _LEADER_GONE)


def _open_here(actor: Actor) -> Q:
    here = actor.offices("matter.read")
    return Q(active=True) & (Q(office_id__in=here) | Q(stage="objected", registered_at_id__in=here))


def urgent(actor: Actor, *, today: date, at: datetime) -> Sequence[MatterRow]:
    """Return the open matters whose text stated danger within the last 72 hours, the newest first."""
    rows = visible(actor).select_related("office", "handler").filter(_open_here(actor), urgent_until__gt=at)
    return [_row(m, today) for m in rows.order_by("-id")[:20]]


def unsigned(actor: Actor) -> Sequence[DraftRow]:
    """Return the letters that wait for the actor's signature, the oldest first, at most fifty."""
    mine = Q(pk__in=[])
    for permission in ("letter.sign", "letter.sign_review"):
        acts = [step.act for step in STEPS.values() if step.sign == permission]
        mine |= Q(act__in=acts, office_id__in=actor.offices(permission))
    rows = Letter.objects.filter(mine, number__isnull=True, discarded=False, matter__in=visible(actor))
    return [
        DraftRow(d.pk, d.kind, d.matter.headline, d.matter.number, d.office.name)
        for d in rows.select_related("matter", "office").order_by("id")[:PAGE]
    ]


def counts(actor: Actor, *, today: date) -> dict[str, int]:
    """Return how many open matters are overdue, due today, due within a week, and not sorted yet."""
    rows = visible(actor).filter(_to_do(actor))
    return rows.aggregate(
        overdue=Count("pk", filter=_due("overdue", today)),
        today=Count("pk", filter=_due("today", today)),
        week=Count("pk", filter=_due("week", today)),
        unsorted=Count("pk", filter=Q(kind="")),
        mine=Count("pk", filter=Q(handler_id=actor.staff)),
    )


def _row(m: Matter, today: date) -> MatterRow:
    return MatterRow(
        id=m.pk,
        number=m.number,
        headline=m.headline,
        office=m.office.name,
        handler=m.handler.name if m.handler else "",
        nature=m.nature,
        kind=m.kind,
        stage=m.stage,
        received_on=m.received_on,
        next_duty=m.next_duty,
        next_due=m.next_due,
        days_left=(m.next_due - today).days if m.next_due else None,
        late=m.late,
        restricted=m.restricted,
        joined=m.joined_to_id is not None,
    )
