"""Attempts to serve a letter, and who or what may receive it in the petitioner's place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotFound
from huiyin.base.messages import Message
from huiyin.cases import spine
from huiyin.cases.models import Letter, Matter, Service
from huiyin.cases.queries.scope import require_at
from huiyin.cases.rules.given import LONGEST_FIELD, LONGEST_TEXT, plain
from huiyin.cases.services import letters
from huiyin.cases.standing import the_law
from huiyin.foundation import audit, crypto
from huiyin.foundation.wording import say
from huiyin.law.letters import SERVED_ACTS
from huiyin.orgs.rules import Actor
from huiyin.reception.models import ElectronicConsent, ReceivingAgent, ServiceAttempt
from huiyin.reception.queries.service import agents_of, consents_of
from huiyin.reception.rules import service as rules

MOST_WITNESSES = 9


@dataclass(frozen=True)
class AttemptGiven:
    """An attempt as the server of the letter tells it; witnesses and words may name people and are sealed."""

    day: date
    way: str
    address: str
    outcome: str
    witnesses: tuple[str, ...] = ()
    words: str = ""


def _locked(letter_id: int, by: Actor) -> tuple[Letter, Matter]:
    """Return a signed letter the actor may serve, with its matter, locked. Raises NotFound, NotAllowed."""
    letter = Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id, discarded=False).first()
    if letter is None or letter.signed_on is None or letter.act not in SERVED_ACTS:
        raise NotFound("cases.no_letter")
    matter = spine.locked(letter.matter_id)
    require_at(by, matter, "letter.serve", letter.office_id)
    return letter, matter


@transaction.atomic
def attempt(letter_id: int, given: AttemptGiven, *, by: Actor, at: datetime) -> rules.Verdict:
    """Record one attempt; where it counts as service, record the service too. Return whether and why."""
    letter, matter = _locked(letter_id, by)
    if Service.objects.filter(letter=letter).exists():
        raise Conflict("cases.served_already")
    names = tuple(name for name in (plain(n) for n in given.witnesses) if name)[:MOST_WITNESSES]
    tried = rules.Tried(given.day, given.way, given.address, given.outcome, len(names))
    rules.checked_attempt(tried, signed_on=letter.signed_on or given.day, today=local_day(at))
    law, _ = the_law()
    found = rules.verdict(tried, law=law, consents=consents_of(matter.pk), agents=agents_of(matter.pk))
    key, words = crypto.open_key(matter.key), plain(given.words)[:LONGEST_TEXT]
    if found.served and found.how != "electronic" and not (words or names):
        raise Invalid("cases.receipt_missing", field="words")
    ServiceAttempt.objects.create(
        letter=letter,
        day=given.day,
        way=given.way,
        address=given.address,
        outcome=given.outcome,
        witnesses=len(names),
        witnesses_sealed=crypto.seal_text(key, "、".join(names), about="attempt.witnesses"),
        words_sealed=crypto.seal_text(key, words, about="attempt.words"),
        counted=found.served,
        by_id=by.staff,
        entered=at,
    )
    audit.record("service.attempt", actor=by.label, about=f"letter:{letter.pk}", at=at, reason=given.outcome)
    if found.served:
        receipt = _receipt(words, names)
        letters.serve(letter.pk, how=found.how, day=given.day, receipt=receipt, by=by, at=at)
    return found


def _receipt(words: str, names: tuple[str, ...]) -> str:
    witnessed = say(Message("reception.witnessed", {"names": "、".join(names)}), "zh") if names else ""
    return "；".join(part for part in (words.rstrip("。；;. "), witnessed) if part)


@transaction.atomic
def name_agent(letter_id: int, who: str, *, since: date, by: Actor, at: datetime) -> None:
    """Record whom the petitioner authorised in writing to receive letters of the matter."""
    _, matter = _locked(letter_id, by)
    who = " ".join(plain(who).split())[:LONGEST_FIELD]
    if not who:
        raise Invalid("reception.agent_missing", field="who")
    _day_known(since, "since", at)
    key = crypto.open_key(matter.key)
    ReceivingAgent.objects.create(
        matter=matter,
        who_sealed=crypto.seal_text(key, who, about="agent.who"),
        since=since,
        by_id=by.staff,
        entered=at,
    )
    audit.record("service.agent", actor=by.label, about=f"matter:{matter.pk}", at=at)


@transaction.atomic
def end_agent(letter_id: int, *, day: date, by: Actor, at: datetime) -> None:
    """Record that the petitioner took the power to receive back."""
    _, matter = _locked(letter_id, by)
    _day_known(day, "until", at)
    ReceivingAgent.objects.filter(matter=matter, until__isnull=True, since__lte=day).update(until=day)
    audit.record("service.agent_end", actor=by.label, about=f"matter:{matter.pk}", at=at)


@transaction.atomic
def consent(letter_id: int, address: str, *, how: str, since: date, by: Actor, at: datetime) -> None:
    """Record the petitioner's consent to electronic service, with the address named; one at a time."""
    _, matter = _locked(letter_id, by)
    address = " ".join(plain(address).split())[:LONGEST_FIELD]
    if not address:
        raise Invalid("reception.electronic_address_missing", field="address_named")
    _said_how(how)
    _day_known(since, "since", at)
    if ElectronicConsent.objects.filter(matter=matter, until__isnull=True).exists():
        raise Conflict("reception.consented_already")
    key = crypto.open_key(matter.key)
    ElectronicConsent.objects.create(
        matter=matter,
        address_sealed=crypto.seal_text(key, address, about="consent.address"),
        since=since,
        given_how=how,
        by_id=by.staff,
        entered=at,
    )
    audit.record("service.consent", actor=by.label, about=f"matter:{matter.pk}", at=at)


@dataclass(frozen=True)
class PastConsent:
    """A consent of the past as another record tells it: the address named, how it was said, since when."""

    address: str
    how: str
    since: date


@transaction.atomic
def bring_in_consents(told: Mapping[int, PastConsent], *, by: Actor, at: datetime) -> int:
    """Enter consents of the past by matter, each once; return how many were new. For what is taken over."""
    fresh = Matter.objects.filter(pk__in=told, electronic_consents__isnull=True).exclude(key=b"")
    rows = [
        ElectronicConsent(
            matter=matter,
            address_sealed=crypto.seal_text(
                crypto.open_key(matter.key), told[matter.pk].address, about="consent.address"
            ),
            since=told[matter.pk].since,
            given_how=told[matter.pk].how,
            by_id=by.staff,
            entered=at,
        )
        for matter in fresh.order_by("pk")
    ]
    ElectronicConsent.objects.bulk_create(rows, batch_size=500)
    audit.record("service.consents", actor=by.label, about="", at=at, reason=f"matters:{len(rows)}")
    return len(rows)


@transaction.atomic
def withdraw_consent(letter_id: int, *, how: str, day: date, by: Actor, at: datetime) -> None:
    """Record that the petitioner took the consent back; from that day no electronic service counts."""
    _, matter = _locked(letter_id, by)
    _said_how(how)
    _day_known(day, "until", at)
    ElectronicConsent.objects.filter(matter=matter, until__isnull=True, since__lte=day).update(
        until=day, withdrawn_how=how
    )
    audit.record("service.consent_end", actor=by.label, about=f"matter:{matter.pk}", at=at)


def _said_how(how: str) -> None:
    if how not in rules.SAID_HOW:
        raise Invalid("reception.said_how_missing", field="said_how")


def _day_known(day: date, field: str, at: datetime) -> None:
    if day > local_day(at):
        raise Invalid("reception.day_in_future", field=field)
