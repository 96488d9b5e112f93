"""What happened within a week, for whoever answers for a branch: each number leads to its matters.

Of the branch as a whole: no office, and nobody, is set beside another by how much there was.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.scope import visible
from huiyin.orgs.rules import Actor

PAGE = 50
COUNTED = 500  # of one sort; more are shown as that many and more
_LOOKED_AT = 50_000  # of the newest acts
_LONGEST_KEY = 18
# What a week is told by, and the acts that count to each.
SORTS: Mapping[str, frozenset[str]] = {
    "answered": frozenset({"opinion_issued", "answered"}),
    "review_asked": frozenset({"review_asked", "rereview_asked"}),
    "review_decided": frozenset({"review_decided", "rereview_decided"}),
    "objected": frozenset({"objected"}),
    "executed": frozenset({"executed"}),
    "urgent": frozenset({"urgent_reported"}),
}


@dataclass(frozen=True)
class Happened:
    """How often something happened within the week, and within the one before."""

    sort: str
    now: int
    before: int


@dataclass(frozen=True)
class ActRow:
    """One act of the week with its matter."""

    key: int
    kind: str
    result: str
    day: date
    matter: int
    number: str
    headline: str
    office: str


@dataclass(frozen=True)
class ActPage:
    """One page of the acts of one sort; `after` is the key of the next, empty on the last."""

    rows: Sequence[ActRow]
    after: str


def week_before(today: date) -> date:
    """Return the first of the seven days that end today."""
    return today - timedelta(days=6)


def _acts(actor: Actor, since: date) -> QuerySet[Act]:
    newest = int(Act.objects.aggregate(last=Max("pk"))["last"] or 0)
    here = visible(actor).filter(office_id__in=actor.offices("matter.read"))
    return Act.objects.filter(pk__gt=newest - _LOOKED_AT, day__gte=since, matter__in=here)


def happened(actor: Actor, *, today: date) -> Sequence[Happened]:
    """Return what happened within the last seven days, each sort beside the seven days before."""
    since = week_before(today)
    kinds = frozenset[str]().union(*SORTS.values())
    rows = _acts(actor, since - timedelta(days=7)).filter(day__lte=today, kind__in=kinds)
    found: dict[tuple[str, bool], int] = {}
    for kind, day in rows.order_by("-pk").values_list("kind", "day")[: COUNTED * len(SORTS) * 2]:
        found[kind, day >= since] = found.get((kind, day >= since), 0) + 1
    return [
        Happened(sort, *(sum(found.get((kind, lately), 0) for kind in acts) for lately in (True, False)))
        for sort, acts in SORTS.items()
    ]


def acts_of_week(actor: Actor, sort: str, *, today: date, after: str = "", size: int = PAGE) -> ActPage:
    """Return the acts of one sort within the last seven days, what was entered last first."""
    rows = _acts(actor, week_before(today)).filter(day__lte=today, kind__in=SORTS.get(sort, frozenset()))
    if after.isdecimal() and len(after) <= _LONGEST_KEY:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.select_related("matter__office").order_by("-pk")[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return ActPage([_row(act) for act in found[:size]], more)


def acts_on(matters: Collection[int], *, since: date) -> Mapping[int, Sequence[tuple[date, str]]]:
    """Return what was done on some matters since a day, the latest first: day and act.

    For matters that whoever asks has in sight already.
    """
    found: dict[int, list[tuple[date, str]]] = {}
    rows = Act.objects.filter(matter_id__in=matters, day__gte=since).order_by("-position")
    for matter, day, kind in rows.values_list("matter_id", "day", "kind"):
        found.setdefault(matter, []).append((day, kind))
    return found


def _row(act: Act) -> ActRow:
    matter: Matter = act.matter
    return ActRow(
        key=act.pk,
        kind=act.kind,
        result=str(act.fields.get("result", "")),
        day=act.day,
        matter=matter.pk,
        number=matter.number,
        headline=matter.headline,
        office=matter.office.name,
    )
