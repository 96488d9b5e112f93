"""Sub-tasks (协办): a part of the work on a matter, given to a colleague or a unit with a last day.

While it is open its receiver may open the matter; nobody else gains sight by it.
"""

from datetime import date, datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases import spine, telling
from huiyin.cases.models import Matter, Task
from huiyin.cases.queries.scope import behalf, require, visible
from huiyin.cases.queries.tasks import may_take_back, receivers, receives
from huiyin.cases.rules.given import plain
from huiyin.cases.services.work import refuse_recused, warn_of_leave
from huiyin.foundation import audit, crypto
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

LONGEST_WORDS = 2_000


@transaction.atomic
def give(
    matter_id: int, to: str, *, due: date, words: str, by: Actor, at: datetime, anyway: bool = False
) -> int:
    """Give a part of the work on a matter to a colleague or unit (`staff:3`, `office:2`); return the id.

    Raises Invalid with the field to mend: also for somebody recused, and for somebody on leave unless it is
    meant `anyway`.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "task.give")
    known = {code: unit for code, _name, unit in receivers(matter.office_id, restricted=matter.restricted)}
    if to not in known or by.staff is None:
        raise Invalid("cases.task_nobody", field="to")
    text = _words(words, "words")
    if due < local_day(at):
        raise Invalid("cases.task_due_past", field="due")
    kind, _, key = to.partition(":")
    staff = int(key) if kind == "staff" else None
    if staff is not None:
        refuse_recused(matter, staff, field="to")
        if not anyway:
            warn_of_leave(staff, on=local_day(at), field="to")
    office = (orgs.actor(staff).office if staff is not None else int(key)) or matter.office_id
    task = Task.objects.create(
        matter=matter,
        office_id=office,
        staff_id=staff,
        given_by_id=by.staff,
        given_at=at,
        due=due,
        words_sealed=crypto.seal_text(crypto.open_key(matter.key), text, about="task"),
    )
    why = " ".join(part for part in (to, behalf(by, matter, "task.give")) if part)
    audit.record("task.give", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
    told = [staff] if staff is not None else telling.with_roles(office, {"registrar", "handler", "head"})
    telling.tell(matter, told, "task", at=at, due=due.isoformat(), name=by.name)
    return task.pk


def _words(text: str, field: str) -> str:
    text = plain(text)
    if not text:
        raise Invalid("cases.task_words", field=field)
    if len(text) > LONGEST_WORDS:
        raise Invalid("cases.text_too_long", field=field, length=len(text), limit=LONGEST_WORDS)
    return text


def _open(task_id: int, by: Actor) -> tuple[Task, Matter]:
    task = Task.objects.filter(pk=task_id).first()
    if task is None or not visible(by).filter(pk=task.matter_id).exists():
        raise NotFound("cases.no_task")
    matter = spine.locked(task.matter_id)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task_id)
    if task.closed_at is not None:
        raise Conflict("cases.task_over")
    return task, matter


@transaction.atomic
def done(task_id: int, words: str, *, by: Actor, at: datetime) -> int:
    """Say that a task is done, and what came of it; return the matter."""
    task, matter = _open(task_id, by)
    if not receives(by, task):
        raise NotAllowed("cases.not_your_part")
    sealed = crypto.seal_text(crypto.open_key(matter.key), _words(words, "words"), about="task")
    Task.objects.filter(pk=task.pk).update(closed_at=at, closed_by_id=by.staff, done_sealed=sealed)
    why = (
        by.behalf("task.give", task.office_id)
        if task.staff_id in {None, by.staff}
        else f"for staff:{task.staff_id}"
    )
    audit.record("task.done", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
    telling.tell(matter, [task.given_by_id], "task_done", at=at, name=by.name)
    return matter.pk


@transaction.atomic
def withdraw(task_id: int, *, by: Actor, at: datetime) -> int:
    """Take a task back, on record; return the matter. For whoever gave it, a stand-in, or the head."""
    task, matter = _open(task_id, by)
    require(by, matter, "task.give")
    if not may_take_back(by, task):
        raise NotAllowed("cases.not_your_part")
    Task.objects.filter(pk=task.pk).update(closed_at=at, closed_by_id=by.staff, withdrawn=True)
    audit.record("task.withdraw", actor=by.label, about=f"matter:{matter.pk}", at=at)
    return matter.pk
