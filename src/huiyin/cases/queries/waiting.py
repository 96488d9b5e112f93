"""What an officer is waiting for: from whom, since when, and by which day it is due.

A few queries, whatever there is; nothing of the person who petitions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery

from huiyin.base.clock import local_day
from huiyin.cases.models import Act, Countersign, Letter, Matter, Task
from huiyin.cases.models.spine import MOVED
from huiyin.cases.queries.lists import COUNTED, PAGE
from huiyin.cases.queries.scope import visible
from huiyin.cases.reviewing import reviewer_of
from huiyin.cases.rules.steps import STEPS
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor, roles_with

# Taken in by nobody yet, where a matter was passed on to.
_NOT_TAKEN_UP = ("registered", "transferred")
_ASKED = {"review": "review_asked", "rereview": "rereview_asked"}
# What a reviewing body asks for, and the act by which it comes.
_MADE_UP = {"papers_asked": "papers_made_up", "experts_asked": "experts_answered"}


@dataclass(frozen=True)
class WaitingRow:
    """One thing somebody waits for: `whom` names offices and colleagues, or is a code (`petitioner`)."""

    kind: str  # sign | countersign | task | elsewhere | review | papers | experts
    matter: int
    number: str
    headline: str
    whom: Sequence[str]
    since: date
    days: int
    due: date | None
    days_left: int | None
    letter: int | None
    key: str


@dataclass(frozen=True)
class WaitingPage:
    """One page of what is waited for, the longest first; `count` goes up to `COUNTED`."""

    rows: Sequence[WaitingRow]
    after: str
    count: int


def waiting(actor: Actor, *, today: date, after: str = "", size: int = PAGE) -> WaitingPage:
    """Return what an officer waits for, what is waited for longest first."""
    every = [row for look in _LOOKS for row in look(actor, today)]
    every.sort(key=lambda row: (row.since, row.key))
    place = next((n + 1 for n, row in enumerate(every) if row.key == after), 0)
    shown = every[place : place + size]
    more = shown[-1].key if len(every) > place + size else ""
    return WaitingPage(shown, more, min(len(every), COUNTED))


def _row(
    kind: str,
    matter: Matter,
    key: int,
    whom: Sequence[str],
    since: date | datetime,
    today: date,
    *,
    due: date | None = None,
    letter: int | None = None,
) -> WaitingRow:
    day = local_day(since) if isinstance(since, datetime) else since
    return WaitingRow(
        kind=kind,
        matter=matter.pk,
        number=matter.number,
        headline=matter.headline,
        whom=whom,
        since=day,
        days=(today - day).days,
        due=due,
        days_left=(due - today).days if due else None,
        letter=letter,
        key=f"{kind}_{key}",
    )


def _signatures(actor: Actor, today: date) -> list[WaitingRow]:
    """Return the letters the officer drafted that wait for somebody else to sign, and for nothing else."""
    acts = [step.act for step in STEPS.values() if step.sign]
    rows = Letter.objects.filter(
        number__isnull=True, discarded=False, given_back__isnull=True, drafted_by_id__in=actor.people
    )
    asked = Countersign.objects.filter(letter=OuterRef("pk"), answer="")
    rows = rows.filter(~Exists(asked), act__in=acts, matter__in=visible(actor), matter__active=True)
    found = [
        letter
        for letter in rows.select_related("matter").order_by("changed", "pk")[:COUNTED]
        if letter.office_id not in actor.offices(STEPS[letter.act].sign)
    ]
    there = orgs.colleagues_by_office({letter.office_id for letter in found}) if found else {}
    return [
        _row(
            "sign",
            letter.matter,
            letter.pk,
            [c.name for c in there[letter.office_id] if roles_with(STEPS[letter.act].sign) & set(c.roles)],
            letter.changed,
            today,
            due=letter.matter.next_due,
            letter=letter.pk,
        )
        for letter in found
    ]


def _countersigns(actor: Actor, today: date) -> list[WaitingRow]:
    """Return whom the officer asked to sign along and who has not answered."""
    rows = Countersign.objects.filter(
        asked_by_id__in=actor.people,
        answer="",
        letter__number__isnull=True,
        letter__discarded=False,
        letter__matter__in=visible(actor),
    )
    rows = rows.select_related("letter__matter", "office", "staff").order_by("asked_at", "pk")
    return [
        _row("countersign", c.letter.matter, c.pk, _asked_of(c), c.asked_at, today, letter=c.letter_id)
        for c in rows[:COUNTED]
    ]


def _tasks(actor: Actor, today: date) -> list[WaitingRow]:
    """Return the parts of the work that the officer gave to others and that are not done."""
    rows = Task.objects.filter(given_by_id__in=actor.people, closed_at__isnull=True)
    rows = rows.filter(~Q(staff_id__in=actor.people) | Q(staff__isnull=True), matter__in=visible(actor))
    rows = rows.select_related("matter", "office", "staff")
    return [
        _row("task", t.matter, t.pk, _asked_of(t), t.given_at, today, due=t.due)
        for t in rows.order_by("given_at", "pk")[:COUNTED]
    ]


def _asked_of(asked: Countersign | Task) -> list[str]:
    return [asked.office.name, *([asked.staff.name] if asked.staff else [])]


def _passed_on(actor: Actor, today: date) -> list[WaitingRow]:
    """Return what was registered here and passed on to an office that has not taken it up.

    Who took it first stays answerable until then (首接首办).
    """
    here = actor.offices("petition.register")
    rows = Matter.objects.filter(MOVED, active=True, registered_at_id__in=here, stage__in=_NOT_TAKEN_UP)
    return _since_act("elsewhere", rows, actor, today, {"transferred"}, lambda m: [m.office.name])


def _reviewed(actor: Actor, today: date) -> list[WaitingRow]:
    """Return the officer's matters that a higher body is reviewing."""
    rows = Matter.objects.filter(handler_id__in=actor.people, active=True, stage__in=_ASKED)
    rows = rows.exclude(office__superior_id__in=actor.offices("matter.review"))

    def body(m: Matter) -> list[str]:
        reviewing = reviewer_of(m.office, again=m.stage != "review")
        return [reviewing.name] if reviewing else []

    return _since_act("review", rows, actor, today, set(_ASKED.values()), body)


def _papers(actor: Actor, today: date) -> list[WaitingRow]:
    """Return the reviews in which papers were asked for, or experts, and nothing came yet."""
    reviewed = actor.offices("matter.review")
    found: list[WaitingRow] = []
    for asked, made_up in _MADE_UP.items() if reviewed else ():
        came = Act.objects.filter(matter=OuterRef("matter"), kind=made_up, position__gt=OuterRef("position"))
        open_ones = Act.objects.filter(~Exists(came), matter=OuterRef("pk"), kind=asked)
        rows = Matter.objects.filter(Exists(open_ones), active=True, stage__in=_ASKED)
        rows = rows.filter(
            Q(office__superior_id__in=reviewed) | Q(office__superior__superior_id__in=reviewed)
        )
        whom = _petitioner if asked == "papers_asked" else _nobody
        found += _since_act(asked.removesuffix("_asked"), rows, actor, today, {asked}, whom)
    return found


def _petitioner(_matter: Matter) -> list[str]:
    return ["petitioner"]


def _nobody(_matter: Matter) -> list[str]:
    return []


def _since_act(
    kind: str,
    rows: QuerySet[Matter],
    actor: Actor,
    today: date,
    acts: set[str],
    whom: Callable[[Matter], list[str]],
) -> list[WaitingRow]:
    """Return matters with the day of the last act of some kinds, since which somebody waits."""
    last = Act.objects.filter(matter=OuterRef("pk"), kind__in=acts).order_by("-position").values("day")[:1]
    rows = rows.filter(pk__in=visible(actor)).annotate(acted=Subquery(last, output_field=DateField()))
    rows = rows.select_related("office__superior__superior").order_by(F("acted").asc(nulls_last=True), "pk")
    return [
        _row(kind, m, m.pk, whom(m), m.acted or m.received_on, today, due=m.next_due) for m in rows[:COUNTED]
    ]


_LOOKS: Sequence[Callable[[Actor, date], list[WaitingRow]]] = (
    _signatures,
    _countersigns,
    _tasks,
    _passed_on,
    _reviewed,
    _papers,
)
