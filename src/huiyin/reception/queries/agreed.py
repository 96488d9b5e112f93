"""Whether a petitioner agreed to electronic service, and what the page of a letter asks about it."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Min

from huiyin.base.citation import Status
from huiyin.cases import persons
from huiyin.cases.models import Service
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.standing import the_law
from huiyin.law.parameters import Parameter
from huiyin.orgs.rules import Actor
from huiyin.reception.queries.service import HolderRow, consent_rows, consents_of, the_letter
from huiyin.reception.rules.service import Span


def agreed(matter: int, day: date) -> bool:
    """Return whether a matter's petitioner agreed to electronic service on a day."""
    return any(span.holds(day) for span in consents_of(matter))


@dataclass(frozen=True)
class ConsentAsked:
    """What a letter's page says of electronic service: the consent that holds, and the rule behind it."""

    holds: HolderRow | None
    rule: Parameter

    @property
    def certain(self) -> bool:
        """Return whether the rule was confirmed in its text."""
        return self.rule.citation.status is not Status.UNCONFIRMED


def consent_asked(actor: Actor, letter_id: int, *, today: date) -> ConsentAsked:
    """Return the consent to electronic service that holds for a letter's matter today. Raises NotFound."""
    found, (law, _) = the_letter(actor, letter_id), the_law()
    holding = [row for row in consent_rows(found) if Span(row.since, row.until).holds(today)]
    last = replace(holding[-1], words=_masked(holding[-1].words)) if holding else None
    return ConsentAsked(last, law.parameter("electronic_service", today))


def _masked(address: str) -> str:
    """Return a number or mailbox as pages show it: enough to recognise, too little to misuse."""
    name, sign, host = address.partition("@")
    return f"{name[:2]}***@{host}" if sign else persons.masked(PersonGiven(phone=address)).phone


def served_without_consent() -> dict[int, date]:
    """Return the matters with a letter served electronically and no consent on record, with the first day."""
    electronic = Service.objects.filter(how="electronic", letter__matter__electronic_consents__isnull=True)
    return dict(
        electronic.values("letter__matter").annotate(first=Min("day")).values_list("letter__matter", "first")
    )
