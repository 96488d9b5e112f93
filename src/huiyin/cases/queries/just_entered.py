"""Whether the same officer registered the same words a moment ago: the form of before, pressed once more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.base.clock import local_day
from huiyin.cases import persons
from huiyin.cases.models import Petition
from huiyin.cases.rules.given import PetitionGiven, checked
from huiyin.orgs.rules import Actor

WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class JustEntered:
    """The petition that an officer has just registered in these words."""

    petition: int
    number: str


def just_entered(given: PetitionGiven, *, by: Actor, at: datetime) -> JustEntered | None:
    """Return what the officer registered in the very same words within half an hour, or None.

    The same submission sent twice is no second one: it is answered with its receipt. Raises Invalid.
    """
    if by.staff is None:
        return None
    words = persons.text_index(checked(given, today=local_day(at)).whole_text)
    newest = (
        Petition.objects.filter(text_index=words, entered_by=by.staff, entered__gt=at - WITHIN)
        .order_by("-pk")
        .values_list("pk", "number", "submission")
    )
    rows = list(newest[:50])
    if not rows or (given.submission and given.submission in {row[2] for row in rows}):
        return None
    return JustEntered(rows[0][0], rows[0][1])
