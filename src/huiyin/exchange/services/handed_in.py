"""A connected system hands in a petition: registered at its office, under its own number once."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.cases.models import Petition
from huiyin.cases.rules.given import PetitionGiven
from huiyin.cases.services import intake
from huiyin.exchange.models import ConnectedSystem, Link
from huiyin.foundation import audit
from huiyin.foundation.crypto import blind_index
from huiyin.orgs.rules import Actor

LONGEST_NUMBER = 100


@transaction.atomic
def hand_in(
    system: ConnectedSystem, given: PetitionGiven, *, number: str, by: Actor, at: datetime
) -> intake.Registered:
    """Register a petition for a system. The same number again gives the same receipt, whatever the words."""
    if not number:
        return intake.register(given, by=by, at=at)
    once = blind_index(f"{system.code}:{number}", about="submission")[:50]
    ready = replace(given, source=system.code, source_id=number, submission=f"sys:{once}")
    done = intake.register(ready, by=by, at=at)
    if not Link.objects.filter(system=system, number=number).exists():
        petition = Petition.objects.get(pk=done.petition)
        link = Link.objects.create(
            system=system,
            number=number,
            matter_id=petition.matter_id,
            petition=petition,
            received_on=given.received_on,
            first_seen=at,
            last_seen=at,
        )
        audit.record("link.make", actor=by.label, about=f"link:{link.pk}", at=at)
    return done
