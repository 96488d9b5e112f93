"""Lists of the registers: what is open and overdue, by office in sight; paged by key, constant in queries."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiyin.cases.models import Matter, Petition
from huiyin.cases.queries.scope import visible
from huiyin.orgs.rules import Actor
from huiyin.registers import sealed, standards
from huiyin.registers.models import Item
from huiyin.registers.queries import scope
from huiyin.registers.queries.scope import items
from huiyin.registers.rules.following import months_before
from huiyin.registers.rules.moves import CHECK, REGISTERS, overdue

PAGE = 50
_LONGEST_KEY = 18
LONGEST_GIST = 24  # characters of what a directive says, in its heading
_SENTENCE = re.compile(r"(?<=.{4})[。；！？!?;]")
MANY = 1000  # counted exactly below this; beyond, a page says "1000 or more"
_DATED = ("open", "overdue")
_MAY_BE_UNDATED = frozenset({"directive", "execution"})


@dataclass(frozen=True)
class ItemRow:
    """An item in a list; a directive about no single matter is headed by who gave it and how it begins."""

    id: int
    register: str
    kind: str
    state: str
    matter: int | None
    number: str
    headline: str
    giver: str
    office: str
    officer: str
    day: date
    due: date | None
    days_left: int | None
    overdue: bool
    ended_on: date | None


@dataclass(frozen=True)
class Wanted:
    """Filters of a list; `show` is open, overdue, ended or all."""

    show: str = "open"
    office: int | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list; `after` is the key of the next one, empty on the last."""

    rows: Sequence[ItemRow]
    after: str


def _filtered(actor: Actor, register: str, wanted: Wanted, today: date) -> QuerySet[Item]:
    rows = items(actor, register).select_related("matter", "office", "officer")
    if wanted.office is not None:
        rows = rows.filter(office_id=wanted.office)
    if wanted.show in _DATED:
        rows = rows.filter(ended_on__isnull=True)
    if wanted.show == "overdue":
        rows = rows.filter(due__lt=today)
    if wanted.show == "ended":
        rows = rows.filter(ended_on__isnull=False)
    return rows


def page(
    actor: Actor, register: str, *, wanted: Wanted, today: date, after: str = "", size: int = PAGE
) -> Page:
    """Return the items of a register: open ones by last day, undated ones after them, others newest first.

    Dated and undated ones are asked for one after the other, so that both come straight from the index.
    """
    rows = _filtered(actor, register, wanted, today)
    day, _, key = after.rpartition("_")
    shown = int(key) if key.isdecimal() and len(key) <= _LONGEST_KEY else None
    if wanted.show not in _DATED:
        rows = rows.order_by("-id")
        found = list((rows.filter(pk__lt=shown) if shown else rows)[: size + 1])
    else:
        found = _dated(rows, day, shown, size) if day or shown is None else []
        if len(found) <= size:
            undated = rows.filter(due__isnull=True).order_by("id")
            since = shown if shown and not day else 0
            found += undated.filter(pk__gt=since)[: size + 1 - len(found)]
    more = found[size - 1] if len(found) > size else None
    dated = wanted.show in _DATED and more is not None and more.due is not None
    next_key = f"{more.due}_{more.pk}" if more and dated else str(more.pk) if more else ""
    return Page([row(item, today) for item in found[:size]], next_key)


def _dated(rows: QuerySet[Item], day: str, shown: int | None, size: int) -> list[Item]:
    rows = rows.filter(due__isnull=False).order_by("due", "id")
    try:
        last = date.fromisoformat(day) if shown is not None else None
    except ValueError:
        last = None  # a key somebody made up begins the list anew
    if last is not None and shown is not None:
        rows = rows.filter(due__gte=last).filter(Q(due__gt=last) | Q(pk__gt=shown))
    return list(rows[: size + 1])


def row(item: Item, today: date) -> ItemRow:
    """Return an item as lists show it; its matter and office must be loaded."""
    matter, said = item.matter, {} if item.matter else sealed.words(item)
    return ItemRow(
        id=item.pk,
        register=item.register,
        kind=item.kind,
        state=item.state,
        matter=item.matter_id,
        number=matter.number if matter else said.get("reference", ""),
        headline=matter.headline if matter else _headed(said),
        giver=said.get("giver", ""),
        office=item.office.name,
        officer=item.officer.name if item.officer else "",
        day=item.day,
        due=item.due,
        days_left=(item.due - today).days if item.due and item.ended_on is None else None,
        overdue=overdue(item.state, item.due, today),
        ended_on=item.ended_on,
    )


def _headed(said: Mapping[str, str]) -> str:
    """Return what tells one directive of somebody from the next: who gave it, and its first words."""
    giver, text = said.get("giver", ""), " ".join(said.get("text", "").split())
    begins = _SENTENCE.split(text, maxsplit=1)[0]
    short = begins if len(begins) <= LONGEST_GIST else f"{begins[:LONGEST_GIST]}…"
    return f"{giver}：{short}" if giver and short else giver or short


def counts(actor: Actor, *, today: date) -> Mapping[str, tuple[int, int]]:
    """Return for each register how many items are open and how many of those overdue, MANY at most."""
    found = {register: count(actor, register, today=today) for register in REGISTERS}
    return {register: counted for register, counted in found.items() if any(counted)}


def count(actor: Actor, register: str, *, today: date, office: int | None = None) -> tuple[int, int]:
    """Return how many items of a register are open and how many of those overdue, MANY at most."""
    rows = _filtered(actor, register, Wanted("open", office), today).select_related(None)
    dated = rows.filter(due__isnull=False).order_by("due", "id")
    days = [day for day in dated.values_list("due", flat=True)[:MANY] if day]
    undated = rows.filter(due__isnull=True)[:MANY].count() if register in _MAY_BE_UNDATED else 0
    return min(len(days) + undated, MANY), sum(1 for day in days if day < today)


def of_matter(actor: Actor, matter_id: int, *, today: date) -> Sequence[ItemRow]:
    """Return the items about one matter that the actor may see, open ones first."""
    found = scope.of_matter(actor, matter_id).select_related("matter", "office", "officer")
    return [row(item, today) for item in found.order_by(F("ended_on").asc(nulls_first=True), "due", "id")]


def answered_for(
    actor: Actor, *, today: date, of: Collection[int] = (), size: int = PAGE
) -> Sequence[ItemRow]:
    """Return the open items that somebody leads or answers for in person, the earliest last day first.

    A head also answers for directives to the office that name nobody.

    It is the actor, and those stood in for, unless `of` names others; only what the actor may see is shown.
    """
    named = Q(officer_id__in=of or actor.people, ended_on__isnull=True)
    if not of:
        heads = actor.offices("letter.sign")
        named |= Q(register="directive", officer=None, ended_on__isnull=True, office_id__in=heads)
    if not Item.objects.filter(named).exists():  # most answer for nothing: then sight need not be asked
        return []
    mine = items(actor).filter(named)
    found = mine.select_related("matter", "office", "officer")
    return [row(item, today) for item in found.order_by(F("due").asc(nulls_last=True), "id")[:size]]


def to_check(actor: Actor, *, today: date, size: int = PAGE) -> Sequence[ItemRow]:
    """Return the backlog matters proposed for closing that wait for somebody's independent check."""
    if CHECK not in actor.may:
        return []
    asked = items(actor, "backlog").filter(state="proposed", ended_on__isnull=True)
    found = asked.select_related("matter", "office", "officer")
    return [row(item, today) for item in found.order_by("id")[:size]]


@dataclass(frozen=True)
class Candidate:
    """A matter that a standard points to; a person decides whether it goes into the register."""

    id: int
    number: str
    headline: str
    office: str
    concluded_on: date


def backlog_candidates(actor: Actor, *, today: date, size: int = PAGE) -> Sequence[Candidate]:
    """Return matters concluded long ago and petitioned about again since, the longest first.

    Keyed by matter: how often somebody petitions, or who, is not looked at.
    """
    months = int(standards.standard("backlog_months", today).value)
    since = Petition.objects.filter(matter=OuterRef("pk"), received_on__gt=OuterRef("concluded_on"))
    again = Matter.objects.filter(pk=OuterRef("pk"), acts__kind="received", acts__day__gt=F("concluded_on"))
    listed = Item.objects.filter(register="backlog", matter=OuterRef("pk"))
    rows = (
        visible(actor)
        .filter(Exists(since) | Exists(again), concluded_on__lte=months_before(today, months))
        .exclude(Exists(listed))
        .select_related("office")
        .order_by("concluded_on", "id")[:size]
    )
    return [Candidate(m.pk, m.number, m.headline, m.office.name, m.concluded_on or today) for m in rows]
