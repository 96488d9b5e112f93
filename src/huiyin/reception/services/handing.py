"""Recording that letters were handed over: electronically only while the petitioner agrees to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid
from huiyin.cases.models import Letter, Petition
from huiyin.cases.rules.given import plain
from huiyin.cases.services import letters, proofs, together
from huiyin.cases.services.together import Handed
from huiyin.law.letters import LETTER_KINDS
from huiyin.orgs.rules import Actor
from huiyin.reception.queries.agreed import agreed
from huiyin.reception.services import service


@dataclass(frozen=True)
class ConsentGiven:
    """What the petitioner said of electronic service, entered together with it; empty when nothing was."""

    address: str = ""
    how: str = ""
    since: date | None = None

    @property
    def empty(self) -> bool:
        """Return whether nothing was entered."""
        return not (plain(self.address) or self.how)


@dataclass(frozen=True)
class Proof:
    """What shows that a letter was handed over: pictures of the signed receipt, the number of the post."""

    pictures: Sequence[tuple[str, BinaryIO]] = ()
    post_number: str = ""


@transaction.atomic
def serve(
    letter_id: int,
    *,
    how: str,
    day: date,
    receipt: str,
    consent: ConsentGiven,
    proof: Proof = Proof(),
    by: Actor,
    at: datetime,
) -> None:
    """Record that a letter was handed over, with the proof of it where it is at hand: all of it or nothing.

    A letter to a petitioner is served electronically only with a consent that held on that day: one on
    record, or the one entered here. Raises Invalid with the field that is missing, and NotFound, NotAllowed.
    """
    letter, matter = letters.to_serve(letter_id, by=by)
    if how == "electronic" and LETTER_KINDS[letter.kind].to_petitioner and not agreed(matter.pk, day):
        if consent.empty and agreed(matter.pk, local_day(at)):
            raise Invalid("reception.consent_not_then", field="day")
        _consent(letter, consent, day, by=by, at=at)
    letters.serve(letter_id, how=how, day=day, receipt=receipt, by=by, at=at)
    if proof.pictures or proof.post_number.strip():
        proofs.add(letter_id, pictures=list(proof.pictures), post_number=proof.post_number, by=by, at=at)


def _consent(letter: Letter, given: ConsentGiven, day: date, *, by: Actor, at: datetime) -> None:
    if given.empty:
        raise Invalid("reception.consent_missing", field="address_named")
    since = given.since or day
    if since > day:
        raise Invalid("reception.consent_after_service", field="consent_day")
    service.consent(letter.pk, given.address, how=given.how, since=since, by=by, at=at)


@transaction.atomic
def serve_all(letter_id: int, handed: Sequence[Handed], *, by: Actor, at: datetime) -> int:
    """Record how the answer of a leading matter reached its petitioners; return to how many it was new.

    Raises Invalid at the petition whose writer did not agree to electronic service on that day.
    """
    letter, _matter = letters.to_serve(letter_id, by=by)
    electronic = {one.petition: one.day for one in handed if one.how == "electronic"}
    known = Petition.objects.filter(pk__in=electronic).exclude(services__letter=letter)
    for petition, matter in known.order_by("pk").values_list("pk", "matter"):
        if not agreed(matter, electronic[petition]):
            raise Invalid("reception.consent_missing_one", field=f"day_{petition}")
    return together.serve_all(letter_id, handed, by=by, at=at)
