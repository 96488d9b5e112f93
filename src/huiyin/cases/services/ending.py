"""Ending an office (撤销单位): only once nothing is open there."""

from datetime import date, datetime

from django.db import transaction

from huiyin.base.errors import Invalid
from huiyin.cases.models import Matter, Task
from huiyin.orgs import offices
from huiyin.orgs.rules import Actor


def open_at(office: int) -> bool:
    """Return whether any matter or task is still open at an office; an administrator is told no more."""
    tasks = Task.objects.filter(office=office, closed_at__isnull=True)
    return Matter.objects.filter(office=office, active=True).exists() or tasks.exists()


@transaction.atomic
def end_office(office: int, *, on: date, by: Actor, at: datetime, seen: int | None, reason: str) -> None:
    """End an office from a day on. Raises Invalid while a matter or a task is open there."""
    offices.end_office(office, on=on, by=by, at=at, seen=seen, reason=reason)
    if open_at(office):
        raise Invalid("orgs.end_open_work")
