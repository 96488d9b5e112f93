"""Lists of matters: what is due, what is new, everything; paged by key, constant in queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.owed import SENT_BACK, open_here, to_do
from huiyin.cases.queries.scope import candidates, given_a_part, visible
from huiyin.cases.queries.wanted import Wanted
from huiyin.cases.queries.wanted import asked as asked_for
from huiyin.foundation.streams import capped, first
from huiyin.orgs.rules import Actor

__all__ = ["COUNTED", "PAGE", "USUAL", "MatterRow", "Page", "Wanted", "counts", "newest", "rows_by_key",
           "rows_of", "todo", "urgent"]  # fmt: skip

PAGE = 50
USUAL: Mapping[str, Wanted] = {
    "overdue": Wanted(due="overdue"),
    "today": Wanted(due="today"),
    "week": Wanted(due="week"),
    "unsorted": Wanted(unsorted=True),
    "mine": Wanted(mine=True),
    "review": Wanted(in_review=True),
}
COUNTED = 500  # matters; more are shown as so many and more
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


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_KEY else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def newest(actor: Actor, *, wanted: Wanted, today: date, after: str = "", size: int = PAGE) -> Page:
    """Return matters, newest first."""
    asked, key, found = asked_for(actor, wanted, today), _key(after), list[Matter]()
    given, every = given_a_part(actor), not wanted.narrowed
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
    asked, found, given = asked_for(actor, wanted, today), list[Matter](), given_a_part(actor)
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


def counts(actor: Actor, *, today: date, which: Mapping[str, Wanted] | None = None) -> dict[str, int]:
    """Return how many open matters each of some lists holds, as `todo` would show them.

    Counted up to `COUNTED`, which is shown as that many and more.
    """
    given = given_a_part(actor)
    if which is None:
        which = {name: w for name, w in USUAL.items() if name != "review" or "matter.review" in actor.may}
    parts = {
        name: [
            part.then(lambda rows: rows.values_list("pk"))
            for part in candidates(
                actor, Q(active=True) & asked_for(actor, wanted, today), given=given, moved=SENT_BACK
            )
        ]
        for name, wanted in which.items()
    }
    found = capped(parts, limit=COUNTED)
    looked_at = set().union(*found.values())
    seen = set(visible(actor).filter(to_do(actor), pk__in=looked_at).values_list("pk", flat=True))
    return {name: len(keys & seen) for name, keys in found.items()}


def rows_by_key(actor: Actor, keys: Iterable[int], *, today: date) -> list[MatterRow]:
    """Return those of some matters that the actor may see, in the order of their keys."""
    return [_row(m, today) for m in sorted(_loaded(actor, Q(pk__in=list(keys))), key=lambda m: m.pk)]


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
