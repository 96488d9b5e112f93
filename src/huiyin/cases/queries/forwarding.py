"""Requests for review that the office which answered passes on: the reviewing body has nobody here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from huiyin.cases.models import Act, Matter, ReviewForwarded
from huiyin.cases.queries.scope import IN_REVIEW, reviewing_body, visible
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

MOST = 50
_REQUESTS = ("review_asked", "rereview_asked")


@dataclass(frozen=True)
class Forwarded:
    """To whom a request was passed on, on which day, how and by whom."""

    body: str
    day: date
    how: str
    by: str


@dataclass(frozen=True)
class ToForward:
    """A request for review that waits to be passed on; nothing of the person."""

    matter: int
    number: str
    headline: str
    body: str  # empty where the office tree does not say who reviews
    asked_on: date
    due: date | None  # by when the reviewing body has to decide
    days_left: int


def forwarded(matter: int) -> Forwarded | None:
    """Return how the last request for review on a matter was passed on, or None while it was not."""
    last = Act.objects.filter(matter=matter, kind__in=_REQUESTS).order_by("-position").values("position")
    row = ReviewForwarded.objects.select_related("by").filter(matter=matter, request__in=last[:1]).first()
    return Forwarded(row.body, row.day, row.how, row.by.name) if row else None


def request_of(matter: int) -> Act | None:
    """Return the act by which review was last asked for."""
    return Act.objects.filter(matter=matter, kind__in=_REQUESTS).order_by("-position").first()


def to_forward(actor: Actor, *, today: date) -> Sequence[ToForward]:
    """Return what an officer has to pass on, the soonest first: as handler, or as head of the office."""
    rows = _decided_elsewhere(_waiting(actor))[:MOST]
    names = {office.id: office.name for office in orgs.offices()} if rows else {}
    return [
        ToForward(
            row.pk,
            row.number,
            row.headline,
            names.get(reviewing_body(row) or 0, ""),
            asked,
            row.next_due,
            (row.next_due - today).days if row.next_due else 0,
        )
        for row in rows
        if (asked := getattr(row, "asked_on", None))
    ]


def _waiting(actor: Actor) -> QuerySet[Matter]:
    """Return the matters in review whose last request was not passed on, as they fall to an officer."""
    mine = Q(handler_id__in=actor.people, office_id__in=actor.offices("act.handle"))
    mine |= Q(office_id__in=actor.offices("work.hand_over"))
    last = Act.objects.filter(matter=OuterRef("pk"), kind__in=_REQUESTS).order_by("-position")
    done = ReviewForwarded.objects.filter(matter=OuterRef("pk"), request=OuterRef("asked_at"))
    rows = visible(actor).filter(mine, stage__in=IN_REVIEW, provenance="native")
    rows = rows.annotate(asked_at=Subquery(last.values("position")[:1]))
    rows = rows.annotate(asked_on=Subquery(last.values("day")[:1])).filter(~Exists(done))
    return rows.select_related("office__superior__superior").order_by("next_due", "pk")


def _decided_elsewhere(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Return those of the matters for whose next decision nobody works here."""
    above, further = "office__superior_id", "office__superior__superior_id"
    pairs = rows.order_by().values_list(above, further).distinct()
    there = orgs.colleagues_by_office({office for pair in pairs for office in pair if office})
    here = [office for office, people in there.items() if any("reviewer" in one.roles for one in people)]
    reviewed = Q(stage="review") & Q(**{f"{above}__in": here})
    reviewed |= Q(stage="rereview") & Q(**{f"{further}__in": here})
    return rows.exclude(reviewed)
