"""Sub-tasks (协办) as pages show them: those of a matter, of somebody, and who could be given one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from huiyin.cases.models import Task
from huiyin.cases.queries.countersigning import choices
from huiyin.cases.queries.scope import one, visible
from huiyin.foundation import crypto
from huiyin.orgs.rules import Actor

_WITH = ("matter", "office", "staff", "given_by", "closed_by")


@dataclass(frozen=True)
class TaskRow:
    """A task with its words, or without them where only a list is shown."""

    id: int
    matter: int
    number: str
    headline: str
    office: str
    staff: str
    given_by: str
    given_by_id: int
    due: date
    days_left: int
    overdue: bool
    open: bool
    withdrawn: bool
    words: str
    done_by: str
    done_at: datetime | None
    done_words: str
    mine: bool
    for_whom: str
    may_take_back: bool


def _row(t: Task, actor: Actor, today: date, *, read: bool) -> TaskRow:
    read = read and bool(t.matter.key)  # the words of an erased matter are gone
    key = crypto.open_key(t.matter.key) if read else b""
    still = t.closed_at is None
    return TaskRow(
        id=t.pk,
        matter=t.matter_id,
        number=t.matter.number,
        headline=t.matter.headline,
        office=t.office.name,
        staff=t.staff.name if t.staff else "",
        given_by=t.given_by.name,
        given_by_id=t.given_by_id,
        due=t.due,
        days_left=(t.due - today).days,
        overdue=still and t.due < today,
        open=still,
        withdrawn=t.withdrawn,
        words=crypto.unseal_text(key, t.words_sealed, about="task") if read else "",
        done_by=t.closed_by.name if t.closed_by else "",
        done_at=t.closed_at,
        done_words=crypto.unseal_text(key, t.done_sealed, about="task") if read else "",
        mine=still and receives(actor, t),
        for_whom=_for_whom(actor, t),
        may_take_back=still and may_take_back(actor, t),
    )


def _for_whom(actor: Actor, t: Task) -> str:
    """Return for whom the actor does a task as a deputy, or nothing."""
    deputises = t.staff is not None and t.staff_id != actor.staff and t.staff_id in actor.people
    return t.staff.name if deputises and t.staff else ""


def may_take_back(actor: Actor, t: Task) -> bool:
    """Return whether the actor gave a task, stands in for whoever did, or hands over work at the office."""
    return t.given_by_id in actor.people or t.matter.office_id in actor.offices("work.hand_over")


def receives(actor: Actor, t: Task) -> bool:
    """Return whether a task was given to the actor, to somebody stood in for, or to a unit of theirs."""
    if t.staff_id is not None:
        return t.staff_id in actor.people
    return t.office_id in actor.offices("task.give")


def of_matter(actor: Actor, matter_id: int, *, today: date) -> Sequence[TaskRow]:
    """Return the tasks of a matter that the actor has opened."""
    rows = Task.objects.filter(matter__in=one(actor, matter_id)).select_related(*_WITH)
    return [_row(t, actor, today, read=True) for t in rows.order_by("id")]


def waiting(actor: Actor, *, today: date) -> Sequence[TaskRow]:
    """Return what the actor, those stood in for, or their units were given to do, soonest first."""
    mine = Q(staff_id__in=actor.people) | Q(staff__isnull=True, office_id__in=actor.offices("task.give"))
    rows = Task.objects.filter(mine, closed_at__isnull=True, matter__in=visible(actor))
    rows = rows.select_related(*_WITH).order_by("due", "id")
    return [_row(t, actor, today, read=False) for t in rows[:50]]


def receivers(office: int, *, restricted: bool, matter: int | None = None) -> Sequence[tuple[str, str, str]]:
    """Return who can be given a task as (code, name, unit): colleagues and units of the authority."""
    return choices(office, restricted=restricted, matter=matter)
