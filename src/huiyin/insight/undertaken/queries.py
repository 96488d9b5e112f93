"""What was undertaken on findings, as far as somebody may read it; what falls to whom; what a brief lists.

Everybody who sees a finding reads what was done about it. Whoever undertook it reads it without that, too,
but nothing else of the finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Q, QuerySet

from huiyin.base.clock import local_day
from huiyin.base.errors import NotFound
from huiyin.insight import found
from huiyin.insight.models import Undertaking, UndertakingEntry
from huiyin.insight.reckoning.kept import episode_of
from huiyin.insight.rules import Episode
from huiyin.insight.undertaken.rules import overdue
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor, roles_with

DOES = "insight.judge"  # whoever answers for an office does what is given to it
MOST = 50
_WITH = ("finding", "office", "staff", "by")


@dataclass(frozen=True)
class EntryRow:
    """One entry of the history: what was told, by whom and when."""

    sort: str
    day: date | None
    cause: str
    words: str
    by: str
    on: date


@dataclass(frozen=True)
class Undertaken:
    """Something undertaken, with its history, the first entry first; `mine`: who reads it undertook it.

    done_on, cause, outcome: as told last, empty while nothing is done.
    """

    id: int
    finding: int
    episode: Episode
    sort: str
    words: str
    office: str
    staff: str
    due: date
    state: str
    days_left: int
    overdue: bool
    by: str
    on: date
    mine: bool
    reportable: bool
    entries: Sequence[EntryRow]

    @property
    def done(self) -> EntryRow | None:
        """Return what was told last of its being done."""
        return next((one for one in reversed(self.entries) if one.sort == "done"), None)

    @property
    def last(self) -> EntryRow:
        """Return the entry that was made last."""
        return self.entries[-1]


def of_finding(actor: Actor, finding: int, *, today: date) -> Sequence[Undertaken]:
    """Return what was undertaken on a finding that the actor sees."""
    return _rows(actor, Undertaking.objects.filter(finding=finding).order_by("id"), today)


def of_findings(actor: Actor, findings: Sequence[int], *, today: date) -> Mapping[int, list[Undertaken]]:
    """Return by finding what was undertaken on those that the actor sees; two questions, however many."""
    rows: dict[int, list[Undertaken]] = {}
    for one in _rows(actor, Undertaking.objects.filter(finding__in=findings).order_by("id"), today):
        rows.setdefault(one.finding, []).append(one)
    return rows


def one(actor: Actor, key: int, *, today: date, home: Path | None = None) -> tuple[Undertaken, bool]:
    """Return an undertaking, and whether its finding is in sight. Raises NotFound."""
    rows = _rows(actor, Undertaking.objects.filter(pk=key), today)
    if not rows:
        raise NotFound("insight.no_undertaking")
    seen = "insight.read" in actor.may and _in_sight(actor, rows[0].finding, home)
    if not seen and not rows[0].reportable:
        raise NotFound("insight.no_undertaking")
    return rows[0], seen


def _in_sight(actor: Actor, finding: int, home: Path | None) -> bool:
    try:
        found.standing(actor, finding, home=home)
    except NotFound:
        return False
    return True


def waiting(actor: Actor, *, today: date) -> Sequence[Undertaken]:
    """Return what the actor, those stood in for, or an office they answer for undertook, soonest first."""
    rows = Undertaking.objects.filter(_falls_to(actor), state="planned").order_by("due", "id")
    return _rows(actor, rows[:MOST], today)


def planned(actor: Actor, *, today: date, home: Path | None = None) -> Sequence[Undertaken]:
    """Return what is planned on findings in sight, soonest first: first of all what is overdue."""
    rows = Undertaking.objects.filter(state="planned").order_by("due", "id")
    seen = found.seen_of(actor, {*rows.values_list("finding", flat=True)}, home=home)
    return _rows(actor, rows.filter(finding__in=seen)[:MOST], today)


def undertakers(actor: Actor) -> Sequence[tuple[str, str, str]]:
    """Return who may be given something to do, as (code, name, office): oneself, the offices in reach that
    somebody answers for, and colleagues.
    """
    reach, own = actor.offices("matter.read"), actor.office
    there = [office for office in orgs.going_on() if office.id in reach]
    staff = orgs.colleagues_by_office([office.id for office in there])
    led = [office for office in there if any(_leads(one.roles) for one in staff[office.id])]
    near = [one for one in staff.get(own or 0, ()) if _sees(one.roles) and one.id != actor.staff]
    mine = [(f"staff:{actor.staff}", actor.name, actor.office_name)] if own in reach else []
    return [
        *mine,
        *((f"office:{office.id}", "", office.name) for office in led),
        *((f"staff:{one.id}", one.name, one.office) for one in near),
    ]


def _leads(roles: Sequence[str]) -> bool:
    return bool(roles_with(DOES) & {*roles})


def _sees(roles: Sequence[str]) -> bool:
    return bool(roles_with("matter.read") & {*roles})


def _falls_to(actor: Actor) -> Q:
    return Q(staff_id__in=actor.people) | Q(staff__isnull=True, office_id__in=actor.offices(DOES))


def may_tell(actor: Actor, row: Undertaking) -> bool:
    """Return whether somebody tells what came of it: whoever undertook or planned it, and who stands in."""
    return actor.staff is not None and (_mine(actor, row) or row.by_id in actor.people)


def _mine(actor: Actor, row: Undertaking) -> bool:
    if row.staff_id is not None:
        return row.staff_id in actor.people
    return row.office_id in actor.offices(DOES)


def _rows(actor: Actor, rows: QuerySet[Undertaking], today: date) -> list[Undertaken]:
    read = list(rows.select_related(*_WITH))
    told: dict[int, list[EntryRow]] = {row.pk: [] for row in read}
    entries = UndertakingEntry.objects.filter(undertaking__in=list(told)).select_related("by").order_by("pk")
    for e in entries:
        told[e.undertaking_id].append(EntryRow(e.sort, e.day, e.cause, e.words, e.by.name, local_day(e.at)))
    return [_row(actor, row, told[row.pk], today) for row in read]


def _row(actor: Actor, row: Undertaking, entries: Sequence[EntryRow], today: date) -> Undertaken:
    return Undertaken(
        id=row.pk,
        finding=row.finding_id,
        episode=episode_of(row.finding),
        sort=row.sort,
        words=row.words,
        office=row.office.name,
        staff=row.staff.name if row.staff else "",
        due=row.due,
        state=row.state,
        days_left=(row.due - today).days,
        overdue=overdue(row.state, row.due, today=today),
        by=row.by.name,
        on=local_day(row.at),
        mine=_mine(actor, row),
        reportable=may_tell(actor, row),
        entries=entries,
    )
