"""Attempts at service follow the record of service when that was set right. Safe to repeat."""

from datetime import datetime

from django.db import transaction

from huiyin.cases import spine
from huiyin.cases.models import Letter, Service
from huiyin.cases.standing import the_law
from huiyin.foundation import audit
from huiyin.foundation.outbox import Told
from huiyin.orgs.rules import SYSTEM
from huiyin.reception.models import ServiceAttempt
from huiyin.reception.queries.service import agents_of, consents_of
from huiyin.reception.rules import service as rules


def of_act(told: Told, at: datetime) -> None:
    """Let attempts count or not by what is on record now (handler of the outbox event `act`)."""
    if told.params.get("act") == "corrected":
        bring_in_line(told.key, at=at)


@transaction.atomic
def bring_in_line(matter_id: int, *, at: datetime) -> int:
    """Let each attempt of a matter count as service only while its letter is on record as served.

    What the server of the letter wrote of the attempt stays as it is. Return how many changed.
    """
    matter = spine.locked(matter_id)
    letters = Letter.objects.filter(matter=matter)
    served = set(Service.objects.filter(letter__in=letters).values_list("letter_id", flat=True))
    law, _calendar = the_law()
    consents, agents = consents_of(matter.pk), agents_of(matter.pk)
    changed = 0
    for tried in ServiceAttempt.objects.filter(letter__in=letters).order_by("id"):
        said = rules.Tried(tried.day, tried.way, tried.address, tried.outcome, tried.witnesses)
        reached = rules.verdict(said, law=law, consents=consents, agents=agents).served
        counted = reached and tried.letter_id in served
        if counted != tried.counted:
            ServiceAttempt.objects.filter(pk=tried.pk).update(counted=counted)
            about = f"letter:{tried.letter_id}"
            audit.record("service.count", actor=SYSTEM.label, about=about, at=at, reason=tried.outcome)
            changed += 1
    return changed
