"""Lists of matters: what is due, what is new, everything; paged by key, constant in queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q

from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.owed import SENT_BACK, due_when, open_here, to_do
from huiyin.cases.queries.scope import IN_REVIEW, candidates, given_a_part, visible
from huiyin.cases.rules.given import number_given
from huiyin.foundation.streams import capped, first
from huiyin.orgs.rules import Actor

PAGE = 50
COUNTED = 500  # matters; more are shown as so many and more
SEARCHED = 100_000  # of the newest matters, for a part of a number or headline
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
    in_review: bool = False
    active: bool | None = None
    due: str = ""  # overdue | today | week
    number: str = ""
    office: int | None = None  # one of those in sight


def _asked(actor: Actor, wanted: Wanted, today: date) -> Q:
    asked = Q()
    if wanted.stage:
        asked &= Q(stage=wanted.stage)
    if wanted.kind:
        asked &= Q(kind=wanted.kind)
    if wanted.unsorted:
        asked &= Q(kind="")
    if wanted.in_review:
        asked &= Q(stage__in=IN_REVIEW)
    if wanted.mine:
        asked &= Q(handler_id__in=actor.people)
    if wanted.office is not None:
        asked &= Q(office_id=wanted.office)
    if wanted.active is not None:
        asked &= Q(active=wanted.active)
    if wanted.number:
        asked &= _named(wanted.number)
    return asked & Q(active=True) & due_when(wanted.due, today) if wanted.due else asked


def _named(words: str) -> Q:
    """Return what finds a matter by its number, among all, or by part of number or headline among the newest.

    Looking for a part reads every row; how far back it goes is limited.
    """
    part = Q(number__contains=words) | Q(headline__contains=words)
    return Q(number__in={words, number_given(words)}) | (Q(pk__gt=newest_key() - SEARCHED) & part)


def newest_key() -> int:
    """Return the key of the newest matter, nought without one."""
    return int(Matter.objects.aggregate(last=Max("pk"))["last"] or 0)


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_KEY else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def newest(actor: Actor, *, wanted: Wanted, today: date, after: str = "", size: int = PAGE) -> Page:
    """Return matters, newest first."""
    asked, key, found = _asked(actor, wanted, today), _key(after), list[Matter]()
    given = given_a_part(actor)
    every = not (wanted.stage or wanted.kind or wanted.unsorted or wanted.mine or wanted.due)
    while len(found) <= size:
        before = asked & Q(pk__lt=key) if key else asked
        parts = [
            part.ordered("-pk").then(lambda rows: rows.values_list("pk"))
            for part in candidates(actor, before, given=given, newest=every)
        ]
        keys = sorted({pk for (pk,) in first(parts, limit=size + 1)}, reverse=True)[: size + 1]
        found += sorted(_loaded(actor, Q(pk__in=keys)), key=lambda m: -m.pk)
        if len(keys) <= size:
            break
        key = keys[-1]
    more = str(found[size - 1].pk) if len(found) > size else ""
    return Page([_row(m, today) for m in found[:size]], more)


def todo(actor: Actor, *, wanted: Wanted, today: date, after: str = "", size: int = PAGE) -> Page:
    """Return the open matters at the actor's offices, the earliest deadline first, those without one last."""
    asked, found, given = _asked(actor, wanted, today), list[Matter](), given_a_part(actor)
    day, _, shown = after.partition("_")
    last: tuple[date | None, int] | None = (_day(day), _key(shown) or 0) if _key(shown) else None
    for dated in (True, False):
        while len(found) <= size and not (dated and last and last[0] is None):
            keys = _next_due(actor, asked, given=given, dated=dated, last=last, size=size)
            rows = _loaded(actor, Q(pk__in=[pk for _due_on, pk in keys]) & to_do(actor))
            found += sorted(rows, key=lambda m: (m.next_due or date.max, m.pk))
            if len(keys) <= size:
                break
            last = keys[-1]
        last = None if dated and not (last and last[0] is None) else last
    end = found[size - 1] if len(found) > size else None
    return Page([_row(m, today) for m in found[:size]], f"{end.next_due}_{end.pk}" if end else "")


def _next_due(
    actor: Actor,
    asked: Q,
    *,
    given: Sequence[int],
    dated: bool,
    last: tuple[date | None, int] | None,
    size: int,
) -> list[tuple[date | None, int]]:
    """Return due day and key of the open matters that come after the last one shown, one more than a page."""
    open_ones = asked & Q(active=True, next_due__isnull=not dated)
    if last is not None:
        open_ones &= _after(last[0], last[1]) if last[0] is not None else Q(pk__gt=last[1])
    parts = [
        part.ordered("next_due", "pk").then(lambda rows: rows.values_list("pk", "next_due"))
        for part in candidates(actor, open_ones, given=given, moved=SENT_BACK)
    ]
    keys = {(_as_day(due), int(pk)) for pk, due in first(parts, limit=size + 1)}
    return sorted(keys, key=lambda k: (k[0] or date.max, k[1]))[: size + 1]


def _as_day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value  # SQLite keeps days as text


def _loaded(actor: Actor, which: Q) -> Iterator[Matter]:
    """Yield matters of a list, every one checked once more against what the actor may see."""
    yield from visible(actor).select_related("office", "handler").filter(which)


def _after(day: date, key: int) -> Q:
    return Q(next_due__gt=day) | Q(next_due=day, pk__gt=key)


def urgent(actor: Actor, *, today: date, at: datetime) -> Sequence[MatterRow]:
    """Return the open matters whose text stated danger within the last 72 hours, the newest first.

    Not those that were reported as urgent since: they are followed among the urgent events.
    """
    hinted = Matter.objects.filter(active=True, urgent_until__isnull=False, urgent_until__gt=at)
    hinted = hinted.exclude(Exists(Act.objects.filter(matter=OuterRef("pk"), kind="urgent_reported")))
    keys = list(hinted.order_by("-urgent_until").values_list("pk", flat=True)[:COUNTED])
    rows = sorted(_loaded(actor, Q(pk__in=keys) & open_here(actor)), key=lambda m: -m.pk)
    return [_row(m, today) for m in rows[:20]]


def counts(actor: Actor, *, today: date, wanted: Wanted | None = None) -> dict[str, int]:
    """Return how many open matters are overdue, due today, due within a week, not sorted yet, and one's own.

    At one office where `wanted` names it. Counted up to `COUNTED`, which is shown as that many and more.
    """
    asked = {
        "overdue": due_when("overdue", today),
        "today": due_when("today", today),
        "week": due_when("week", today),
        "unsorted": Q(kind=""),
        "mine": Q(handler_id__in=actor.people),
    }
    if "matter.review" in actor.may:
        asked["review"] = Q(stage__in=IN_REVIEW)
    there = Q(active=True, office_id=wanted.office) if wanted and wanted.office else Q(active=True)
    given = given_a_part(actor)
    parts = {
        name: [
            part.then(lambda rows: rows.values_list("pk"))
            for part in candidates(actor, there & which, given=given, moved=SENT_BACK)
        ]
        for name, which in asked.items()
    }
    found = capped(parts, limit=COUNTED)
    looked_at = set().union(*found.values())
    seen = set(visible(actor).filter(to_do(actor), pk__in=looked_at).values_list("pk", flat=True))
    return {name: len(keys & seen) for name, keys in found.items()}


def rows_of(matters: Iterable[Matter], today: date) -> list[MatterRow]:
    """Return matters, loaded with office and handler, as lists show them."""
    return [_row(m, today) for m in matters]


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
