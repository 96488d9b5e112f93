"""Tokens: made, rotated, revoked. One that reads persons takes two: it is asked for, confirmed, then made."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.exchange.access import administers
from huiyin.exchange.models import AccessToken, ConnectedSystem
from huiyin.exchange.rules.scopes import SCOPES, TAKES_TWO
from huiyin.foundation import audit
from huiyin.foundation.crypto import blind_index
from huiyin.orgs import two_persons
from huiyin.orgs.rules import SYSTEM, Actor

LIFE = 365  # days a token is good for unless said otherwise
LONGEST_LIFE = 730
OVERLAP = timedelta(days=1)  # after a rotation both tokens work for this long
_SHOWN = 10


@dataclass(frozen=True)
class MadeToken:
    """A new token, to be shown this once."""

    id: int
    token: str
    expires_on: date


@transaction.atomic
def make_token(code: str, scopes: Sequence[str], *, by: Actor, at: datetime, days: int = LIFE) -> MadeToken:
    """Make a token for a system. It is returned this once; only its digest is kept.

    Raises NotAllowed for one that takes two persons, unless the operator makes it at the command line.
    """
    system = _asked_for(code, scopes, by, days)
    _refuse_alone(scopes, by)
    made = _make(system, sorted(set(scopes)), days, at)
    audit.record("token.make", actor=by.label, about=f"token:{made.id}", at=at, reason=_glass(scopes))
    return made


def takes_two(scopes: Sequence[str]) -> bool:
    """Return whether a token with these scopes is only made once a second person confirmed it."""
    return bool(TAKES_TWO & set(scopes))


def _refuse_alone(scopes: Sequence[str], by: Actor) -> None:
    if takes_two(scopes) and by != SYSTEM:
        raise NotAllowed("exchange.token_takes_two")


def _glass(scopes: Sequence[str]) -> str:
    return "break-glass" if takes_two(scopes) else ""


def _asked_for(code: str, scopes: Sequence[str], by: Actor, days: int) -> ConnectedSystem:
    """Return the system a token is wanted for. Raises Invalid for unknown scopes or an unusable life."""
    administers(by)
    system = ConnectedSystem.objects.filter(code=code, closed_at=None).first()
    if system is None:
        raise NotFound("exchange.no_system", code=code)
    if not scopes:
        raise Invalid("exchange.scopes_missing", field="scopes")
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise Invalid("exchange.scope_unknown", field="scopes", scope=unknown[:1], known=SCOPES)
    if not 1 <= days <= LONGEST_LIFE:
        raise Invalid("exchange.life_unusable", field="days", limit=LONGEST_LIFE)
    return system


@transaction.atomic
def ask_for_token(code: str, scopes: Sequence[str], *, by: Actor, at: datetime, days: int = LIFE) -> int:
    """Ask a head to confirm a token that reads persons; return the request."""
    system = _asked_for(code, scopes, by, days)
    wanted = {"scopes": sorted(set(scopes)), "days": days, "system": system.code}
    office = system.office_id
    return two_persons.ask("token", f"system:{system.pk}", wanted, office=office, by=by, at=at)


@transaction.atomic
def make_confirmed(request: int, *, by: Actor, at: datetime) -> MadeToken:
    """Make the token that a second person confirmed, once; not when its system moved meanwhile."""
    administers(by)
    row = two_persons.carry_out(request, "token", by=by, at=at)
    wanted = dict(row.params)
    system = _asked_for(wanted["system"], wanted["scopes"], by, wanted["days"])
    if system.office_id != row.office:
        raise NotAllowed("exchange.token_stays_at_office")
    made = _make(system, wanted["scopes"], wanted["days"], at)
    reason = f"access:{request}"
    audit.record("token.make", actor=by.label, about=f"token:{made.id}", at=at, reason=reason)
    return made


def requests(code: str, *, by: Actor, at: datetime) -> Sequence[two_persons.RequestRow]:
    """Return the latest requests for tokens of a system."""
    administers(by)
    key = ConnectedSystem.objects.filter(code=code).values_list("pk", flat=True).first()
    return two_persons.about(f"system:{key or 0}", at=at)


@transaction.atomic
def rotate(token_id: int, *, by: Actor, at: datetime) -> MadeToken:
    """Make a new token with the scopes of an old one, which stays good until tomorrow.

    Raises NotAllowed for one that takes two persons: another is asked for like the first.
    """
    administers(by)
    old = AccessToken.objects.select_related("system").filter(pk=token_id, revoked_at=None).first()
    if old is None or old.system.closed_at:
        raise NotFound("exchange.no_token")
    _refuse_alone(old.scopes, by)
    life = max(old.expires_on - local_day(old.made_at), timedelta(days=1))
    made = _make(old.system, old.scopes, life.days, at)
    ends = min(old.expires_on, local_day(at + OVERLAP))
    AccessToken.objects.filter(pk=old.pk).update(expires_on=ends)
    audit.record("token.rotate", actor=by.label, about=f"token:{old.pk}", at=at, reason=f"token:{made.id}")
    return made


@transaction.atomic
def revoke(token_id: int, *, by: Actor, at: datetime) -> None:
    """End a token at once."""
    administers(by)
    if not AccessToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=at):
        raise NotFound("exchange.no_token")
    audit.record("token.revoke", actor=by.label, about=f"token:{token_id}", at=at)


def _make(system: ConnectedSystem, scopes: Sequence[str], days: int, at: datetime) -> MadeToken:
    token = f"hyt_{secrets.token_urlsafe(32)}"
    row = AccessToken.objects.create(
        system=system,
        begins=token[:_SHOWN],
        digest=blind_index(token, about="token"),
        scopes=list(scopes),
        made_at=at,
        expires_on=local_day(at) + timedelta(days=days),
    )
    return MadeToken(row.pk, token, row.expires_on)
