"""Letters that wait for a signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from huiyin.cases.models import Letter
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.steps import STEPS
from huiyin.orgs.rules import Actor

MOST = 50


@dataclass(frozen=True)
class UnsignedRow:
    """A letter that waits for a signature."""

    id: int
    kind: str
    headline: str
    number: str
    office: str


def unsigned(actor: Actor) -> Sequence[UnsignedRow]:
    """Return the letters that wait for the actor's signature, the oldest first, at most fifty.

    Of the notices, which several may sign, those that the actor drafted.
    """
    mine = Q(pk__in=[])
    for permission in ("letter.sign", "letter.sign_review", "letter.sign_notice"):
        acts = [step.act for step in STEPS.values() if step.sign == permission]
        there = Q(act__in=acts, office_id__in=actor.offices(permission))
        mine |= there & Q(drafted_by_id__in=actor.people) if permission == "letter.sign_notice" else there
    waiting = {"number__isnull": True, "discarded": False, "given_back__isnull": True}
    rows = Letter.objects.filter(mine, matter__in=visible(actor), **waiting)
    return [
        UnsignedRow(d.pk, d.kind, d.matter.headline, d.matter.number, d.office.name)
        for d in rows.select_related("matter", "office").order_by("id")[:MOST]
    ]
