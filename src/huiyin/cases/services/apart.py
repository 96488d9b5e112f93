"""A mixed petition: its claim is registered by itself and handled, the accusation stays apart (art 30)."""

from datetime import datetime

from django.db import transaction

from huiyin.base.errors import NotAllowed
from huiyin.base.messages import Message
from huiyin.cases import persons, spine
from huiyin.cases.models import Petition
from huiyin.cases.queries.scope import require
from huiyin.cases.rules.given import Behalf, PetitionGiven
from huiyin.cases.services import intake, work
from huiyin.cases.services.intake import Registered
from huiyin.foundation import audit, crypto
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor


@transaction.atomic
def register_claim(matter_id: int, *, title: str, text: str, by: Actor, at: datetime) -> Registered:
    """Register what a possible accusation claims besides, as a matter of its own, and return its receipt.

    It belongs to the office where the petition came in, on the day it came in, and says nothing of the
    accusation. Doing it again gives the same receipt. Raises NotAllowed for a matter that is no possible
    accusation, Invalid while the words still accuse somebody.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "matter.sort")
    if not matter.restricted:
        raise NotAllowed("same.nothing_apart")
    petition = (
        Petition.objects.select_related("person", "behalf_of").filter(matter=matter).order_by("pk").first()
    )
    if petition is None or persons.is_erased(petition.person):
        raise crypto.Erased("crypto.erased")
    given = _given(petition, title=title, text=text)
    done = intake.known([given.submission]).get(given.submission)
    if done:
        return done
    office = orgs.receiver(office=matter.registered_at_id)
    receipt = intake.take_part(given, office=office, by=by, at=at).receipt
    work.note(matter_id, say(Message("same.apart_note", {"number": receipt.number})), by=by, at=at)
    why = f"matter:{receipt.matter}"
    audit.record("matter.apart", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
    return receipt


def _given(petition: Petition, *, title: str, text: str) -> PetitionGiven:
    behalf = petition.behalf_of
    return PetitionGiven(
        text=text,
        title=title,
        channel=petition.channel,
        received_on=petition.received_on,
        person=persons.opened(petition.person),
        companions=tuple(persons.opened(other) for other in petition.companions.order_by("id")),
        behalf=Behalf(persons.opened(behalf), petition.behalf_relation, petition.behalf_paper)
        if behalf
        else None,
        persons=petition.persons,
        anonymous=petition.anonymous,
        submission=f"apart-{petition.pk}",
    )
