"""A brief that somebody takes along is noted: who, which, of when; what is in it is not kept."""

from datetime import datetime

from django.db import transaction

from huiyin.foundation import audit
from huiyin.insight.brief.periods import Period
from huiyin.orgs.rules import Actor


@transaction.atomic
def taken(sort: str, period: Period, form: str, *, by: Actor, at: datetime) -> None:
    """Note that somebody took along a brief or a yearly report of a period, as Word or PDF."""
    audit.record(f"insight.{sort}", actor=by.label, about=f"{sort}:{period.code}", at=at, reason=form)
