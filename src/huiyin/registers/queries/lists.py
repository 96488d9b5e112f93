"""Lists of the registers: what is open and overdue, by office in sight; paged by key, constant in queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from huiyin.cases.models import Matter, Petition
from huiyin.cases.queries.scope import visible
from huiyin.orgs.rules import Actor
from huiyin.registers import sealed, standards
from huiyin.registers.models import Item
from huiyin.registers.queries.scope import items
from huiyin.registers.rules.following import months_before
from huiyin.registers.rules.moves import overdue

PAGE = 50
_LONGEST_KEY = 18
_NO_DAY = date(9999, 12, 31)  # items without a last day stand after all others


@dataclass(frozen=True)
class ItemRow:
    """An item in a list."""

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
    rows = items(actor).filter(register=register)
    if wanted.office is not None:
        rows = rows.filter(office_id=wanted.office)
    if wanted.show in {"open", "overdue"}:
        rows = rows.filter(ended_on__isnull=True)
    if wanted.show == "overdue":
        rows = rows.filter(due__lt=today)
    if wanted.show == "ended":
        rows = rows.filter(ended_on__isnull=False)
    return rows


def page(
    actor: Actor, register: str, *, wanted: Wanted, today: date, after: str = "", size: int = PAGE
) -> Page:
    """Return the items of a register, the earliest last day first."""
    rows = _filtered(actor, register, wanted, today).annotate(
        last=Coalesce("due", Value(_NO_DAY, DateField()))
    )
    day, _, key = after.partition("_")
    if key.isdecimal() and len(key) <= _LONGEST_KEY:
        try:
            last = date.fromisoformat(day)
            rows = rows.filter(Q(last__gt=last) | Q(last=last, pk__gt=int(key)))
        except ValueError:
            pass  # a key somebody made up begins the list anew
    rows = rows.select_related("matter", "office", "officer").order_by("last", "id")
    found = list(rows[: size + 1])
    more = found[size - 1] if len(found) > size else None
    key_of_next = f"{(more.due or _NO_DAY).isoformat()}_{more.pk}" if more else ""
    return Page([row(item, today) for item in found[:size]], key_of_next)


def row(item: Item, today: date) -> ItemRow:
    """Return an item as lists show it; its matter and office must be loaded."""
    matter = item.matter
    return ItemRow(
        id=item.pk,
        register=item.register,
        kind=item.kind,
        state=item.state,
        matter=item.matter_id,
        number=matter.number if matter else sealed.words(item).get("reference", ""),
        headline=matter.headline if matter else "",
        giver="" if matter else sealed.words(item).get("giver", ""),
        office=item.office.name,
        officer=item.officer.name if item.officer else "",
        day=item.day,
        due=item.due,
        days_left=(item.due - today).days if item.due and item.ended_on is None else None,
        overdue=overdue(item.state, item.due, today),
        ended_on=item.ended_on,
    )


def counts(actor: Actor, *, today: date) -> Mapping[str, tuple[int, int]]:
    """Return for each register how many items are open, and how many of those overdue."""
    late = Q(due__lt=today)
    rows = items(actor).filter(ended_on__isnull=True).values("register")
    return {
        r["register"]: (r["open"], r["late"])
        for r in rows.annotate(open=Count("pk"), late=Count("pk", filter=late)).order_by()
    }


def of_matter(actor: Actor, matter_id: int, *, today: date) -> Sequence[ItemRow]:
    """Return the items about one matter that the actor may see, open ones first."""
    links = Item.matters.through.objects.filter(matter_id=matter_id)
    about = Q(matter_id=matter_id) | Q(pk__in=links.values("item_id"))
    found = items(actor).filter(about).select_related("matter", "office", "officer")
    return [row(item, today) for item in found.order_by(F("ended_on").asc(nulls_first=True), "due", "id")]


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
