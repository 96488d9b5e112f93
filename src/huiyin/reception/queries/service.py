"""Service as pages show it: one letter with every attempt, and the letters that wait to be served."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from huiyin.base.clock import local_day
from huiyin.base.errors import NotFound
from huiyin.cases.models import Letter, Service
from huiyin.cases.queries.group import reaches_nobody
from huiyin.cases.queries.matter import LetterRow
from huiyin.cases.queries.scope import readable_letters
from huiyin.cases.standing import the_law
from huiyin.foundation import audit, crypto
from huiyin.law.letters import LETTER_KINDS, SERVED_ACTS
from huiyin.orgs.rules import Actor
from huiyin.reception.models import ElectronicConsent, ReceivingAgent, ServiceAttempt
from huiyin.reception.rules import service as rules

PAGE = 50
_LONGEST_KEY = 18


def consents_of(matter: int) -> list[rules.Span]:
    """Return the days on which a matter's petitioner agreed to electronic service."""
    return [rules.Span(c.since, c.until) for c in ElectronicConsent.objects.filter(matter_id=matter)]


def agents_of(matter: int) -> list[rules.Span]:
    """Return the days on which somebody was authorised to receive a matter's letters."""
    return [rules.Span(a.since, a.until) for a in ReceivingAgent.objects.filter(matter_id=matter)]


@dataclass(frozen=True)
class AttemptRow:
    """One attempt, what came of it, and whether it counts as service, by which rule."""

    tried: rules.Tried
    witnesses: str
    words: str
    by: str
    verdict: rules.Verdict


@dataclass(frozen=True)
class HolderRow:
    """An agent or a consent: who or where, since when, until when, and how it was said."""

    words: str
    since: date
    until: date | None
    how: str = ""


@dataclass(frozen=True)
class ServiceView:
    """A letter on its way to the petitioner."""

    letter: int
    matter: int
    kind: str
    number: str
    headline: str
    signed_on: date
    served: tuple[str, date] | None
    attempts: Sequence[AttemptRow]
    agents: Sequence[HolderRow]
    consents: Sequence[HolderRow]
    agent_now: bool
    consent_now: bool
    next: rules.NextStep | None
    may_serve: bool


def the_letter(actor: Actor, letter_id: int) -> Letter:
    """Return a signed letter that is to be served, if the actor may read it. Raises NotFound."""
    rows = readable_letters(actor).select_related("matter")
    found = rows.filter(pk=letter_id, number__isnull=False, act__in=SERVED_ACTS).first()
    if found is None:
        raise NotFound("cases.no_letter")
    return found


def service(actor: Actor, letter_id: int, *, at: datetime) -> ServiceView:
    """Return how a letter's service stands and record that it was read. Raises NotFound."""
    found, today = the_letter(actor, letter_id), local_day(at)
    audit.record("service.read", actor=actor.label, about=f"letter:{found.pk}", at=at)
    law, _ = the_law()
    consents, agents = consents_of(found.matter_id), agents_of(found.matter_id)
    attempts = _attempts(found, consents, agents)
    first = found.services.order_by("id").first()
    served = (first.how, first.day) if first else None
    tried = [a.tried for a in attempts]
    return ServiceView(
        letter=found.pk,
        matter=found.matter_id,
        kind=found.kind,
        number=found.number or "",
        headline=found.matter.headline,
        signed_on=found.signed_on or today,
        served=served,
        attempts=attempts,
        agents=_agents(found),
        consents=consent_rows(found),
        agent_now=any(a.holds(today) for a in agents),
        consent_now=any(c.holds(today) for c in consents),
        next=None
        if served
        else rules.next_step(tried, law=law, today=today, consents=consents, agents=agents),
        may_serve=found.office_id in actor.offices("letter.serve"),
    )


def _opened(found: Letter, sealed: crypto.Sealed, about: str) -> str:
    """Return what was sealed under the matter's key; nothing once the matter was erased."""
    key = found.matter.key
    return crypto.unseal_text(crypto.open_key(key), sealed, about=about) if key and sealed else ""


def _attempts(
    found: Letter, consents: Sequence[rules.Span], agents: Sequence[rules.Span]
) -> list[AttemptRow]:
    law, _ = the_law()
    out = []
    for a in ServiceAttempt.objects.filter(letter=found).select_related("by").order_by("id"):
        tried = rules.Tried(a.day, a.way, a.address, a.outcome, a.witnesses)
        found_out = rules.verdict(tried, law=law, consents=consents, agents=agents)
        if found_out.served and not a.counted:  # the record of the service was taken back
            found_out = rules.Verdict("", "taken-back")
        out.append(
            AttemptRow(
                tried=tried,
                witnesses=_opened(found, a.witnesses_sealed, "attempt.witnesses"),
                words=_opened(found, a.words_sealed, "attempt.words"),
                by=a.by.name if a.by else "",
                verdict=found_out,
            )
        )
    return out


def _agents(found: Letter) -> list[HolderRow]:
    return [
        HolderRow(_opened(found, a.who_sealed, "agent.who"), a.since, a.until)
        for a in ReceivingAgent.objects.filter(matter_id=found.matter_id).order_by("id")
    ]


def consent_rows(found: Letter) -> list[HolderRow]:
    """Return the consents to electronic service of a letter's matter, the first one first."""
    return [
        HolderRow(_opened(found, c.address_sealed, "consent.address"), c.since, c.until, c.given_how)
        for c in ElectronicConsent.objects.filter(matter_id=found.matter_id).order_by("id")
    ]


@dataclass(frozen=True)
class UnservedRow:
    """A signed letter to a petitioner that was not served yet, and how often that was tried."""

    letter: int
    matter: int
    kind: str
    number: str
    headline: str
    signed_on: date
    days: int
    attempts: int


@dataclass(frozen=True)
class UnservedPage:
    """One page of unserved letters; `after` is the key of the next."""

    rows: Sequence[UnservedRow]
    after: str


def unserved(actor: Actor, *, today: date, after: str = "") -> UnservedPage:
    """Return the letters that wait to be served at the actor's offices, the oldest first."""
    to_people = [kind for kind, letter in LETTER_KINDS.items() if letter.to_petitioner]
    rows = (
        readable_letters(actor)
        .filter(
            number__isnull=False,
            act__in=SERVED_ACTS,
            kind__in=to_people,
            office_id__in=actor.offices("matter.read"),
        )
        .exclude(pk__in=Service.objects.values("letter_id"))
        .exclude(reaches_nobody())
        .select_related("matter")
        .annotate(tries=Count("attempts"))
        .order_by("id")
    )
    if after.isdecimal() and len(after) <= _LONGEST_KEY:
        rows = rows.filter(pk__gt=int(after))
    found = list(rows[: PAGE + 1])
    more = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return UnservedPage([_unserved(letter, today) for letter in found[:PAGE]], more)


def to_serve(letters: Sequence[LetterRow]) -> Sequence[LetterRow]:
    """Return those of a matter's letters that tell a remedy and wait to be served: its time runs then."""
    return [
        letter
        for letter in letters
        if letter.number
        and not letter.served
        and letter.act in SERVED_ACTS
        and "remedy" in LETTER_KINDS[letter.kind].elements
    ]


def _unserved(letter: Letter, today: date) -> UnservedRow:
    signed = letter.signed_on or today
    return UnservedRow(
        letter=letter.pk,
        matter=letter.matter_id,
        kind=letter.kind,
        number=letter.number or "",
        headline=letter.matter.headline,
        signed_on=signed,
        days=(today - signed).days,
        attempts=int(getattr(letter, "tries", 0)),
    )
