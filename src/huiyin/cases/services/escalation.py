"""Bringing overdue duties up (逾期提级): one batch that may run again and again and tells each thing once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.cases import telling
from huiyin.cases.models import Escalation, Matter
from huiyin.cases.rules.escalation import Level, levels, reached
from huiyin.cases.standing import the_law
from huiyin.foundation import audit
from huiyin.orgs import standing_in
from huiyin.orgs.rules import SYSTEM

BATCH = 200


def bring_up(*, at: datetime) -> int:
    """Bring every overdue duty of an active matter to the levels it has reached; return how many were new."""
    today, brought, last = local_day(at), 0, 0
    while True:
        overdue = Matter.objects.filter(active=True, next_due__lt=today, pk__gt=last)
        matters = list(overdue.exclude(next_duty="").select_related("office").order_by("pk")[:BATCH])
        if not matters:
            return brought
        brought += _batch(matters, today, at)
        last = matters[-1].pk


@transaction.atomic
def _batch(matters: Sequence[Matter], today: date, at: datetime) -> int:
    _law, calendar = the_law()
    known = set(
        Escalation.objects.filter(matter__in=matters).values_list("matter_id", "duty", "due", "level")
    )
    brought = 0
    away = standing_in.away_among([m.handler_id for m in matters if m.handler_id], on=today)
    for matter in matters:
        for level in levels(settings.HUIYIN_ESCALATE_DAYS):
            key = (matter.pk, matter.next_duty, matter.next_due, level.level)
            if (
                matter.next_due is None
                or key in known
                or not reached(matter.next_due, level, calendar, today=today)
            ):
                continue
            _made, fresh = Escalation.objects.get_or_create(
                matter=matter,
                duty=matter.next_duty,
                due=matter.next_due,
                level=level.level,
                defaults={"at": at},
            )
            if fresh:
                _tell(matter, level, away, at)
                brought += 1
    return brought


def _tell(matter: Matter, level: Level, away: Mapping[int, standing_in.Away], at: datetime) -> None:
    office = matter.office_id if level.office == "own" else matter.office.superior_id
    told = telling.with_roles(office, level.roles)
    if level.handler and matter.handler_id:
        told.append(matter.handler_id)
        if matter.handler_id in away:
            told.append(away[matter.handler_id].taker)
    due = matter.next_due.isoformat() if matter.next_due else ""
    once = f"overdue:{matter.pk}:{matter.next_duty}:{due}:{level.level}"
    telling.tell(matter, told, "overdue", at=at, once=once, duty=matter.next_duty, due=due, level=level.level)
    about = f"matter:{matter.pk}"
    audit.record("matter.bring_up", actor=SYSTEM.label, about=about, at=at, reason=f"level:{level.level}")
