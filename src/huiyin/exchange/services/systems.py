"""Systems are connected, and get the keys with which they come in."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.exchange.access import administers
from huiyin.exchange.loading import load_map
from huiyin.exchange.models import AccessToken, ConnectedSystem, Webhook
from huiyin.exchange.rules.scopes import SCOPES
from huiyin.foundation import audit
from huiyin.foundation.crypto import blind_index
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

LONGEST_NAME = 100
LIFE = 365  # days a token is good for unless said otherwise
LONGEST_LIFE = 730
OVERLAP = timedelta(days=1)  # after a rotation both tokens work for this long
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_SHOWN = 10


class NotKnown(Refused):
    """The token is not one of ours, or is no longer good."""


@dataclass(frozen=True)
class MadeToken:
    """A new token, to be shown this once."""

    id: int
    token: str
    expires_on: date


@transaction.atomic
def connect(code: str, *, name: str, office: str, by: Actor, at: datetime, map_name: str = "") -> int:
    """Connect a system to an office (by code), or change its name, office or map; return its id."""
    administers(by)
    code, name = code.strip().lower(), " ".join(name.split())
    if not _CODE.fullmatch(code):
        raise Invalid("exchange.code_unusable", field="code")
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("exchange.name_missing", field="name", limit=LONGEST_NAME)
    place = next((o for o in orgs.offices() if o.code == office), None)
    if place is None:
        raise Invalid("orgs.unknown_office", field="office", code=office)
    if map_name:
        load_map(map_name)
    values = {"name": name, "office_id": place.id, "map": map_name, "closed_at": None}
    system, new = ConnectedSystem.objects.update_or_create(
        code=code, defaults=values, create_defaults={**values, "added_at": at}
    )
    action = "system.connect" if new else "system.change"
    audit.record(action, actor=by.label, about=f"system:{system.pk}", at=at)
    return system.pk


@transaction.atomic
def disconnect(code: str, *, by: Actor, at: datetime) -> None:
    """Close a system: its tokens and webhooks end, its records stay."""
    administers(by)
    system = ConnectedSystem.objects.filter(code=code, closed_at=None).first()
    if system is None:
        raise NotFound("exchange.no_system", code=code)
    AccessToken.objects.filter(system=system, revoked_at=None).update(revoked_at=at)
    Webhook.objects.filter(system=system, closed_at=None).update(closed_at=at)
    ConnectedSystem.objects.filter(pk=system.pk).update(closed_at=at)
    audit.record("system.disconnect", actor=by.label, about=f"system:{system.pk}", at=at)


@transaction.atomic
def make_token(code: str, scopes: Sequence[str], *, by: Actor, at: datetime, days: int = LIFE) -> MadeToken:
    """Make a token for a system. It is returned this once; only its digest is kept."""
    administers(by)
    system = _open_system(code)
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise Invalid("exchange.scope_unknown", field="scopes", scope=unknown[:1], known=SCOPES)
    if not 1 <= days <= LONGEST_LIFE:
        raise Invalid("exchange.life_unusable", field="days", limit=LONGEST_LIFE)
    made = _make(system, sorted(set(scopes)), local_day(at) + timedelta(days=days), at)
    audit.record("token.make", actor=by.label, about=f"token:{made.id}", at=at)
    return made


@transaction.atomic
def rotate(token_id: int, *, by: Actor, at: datetime) -> MadeToken:
    """Make a new token with the scopes of an old one, which stays good until tomorrow."""
    administers(by)
    old = AccessToken.objects.select_related("system").filter(pk=token_id, revoked_at=None).first()
    if old is None or old.system.closed_at:
        raise NotFound("exchange.no_token")
    life = max(old.expires_on - local_day(old.made_at), timedelta(days=1))
    made = _make(old.system, old.scopes, local_day(at) + life, at)
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


def _make(system: ConnectedSystem, scopes: Sequence[str], expires: date, at: datetime) -> MadeToken:
    token = f"hyt_{secrets.token_urlsafe(32)}"
    row = AccessToken.objects.create(
        system=system,
        begins=token[:_SHOWN],
        digest=blind_index(token, about="token"),
        scopes=list(scopes),
        made_at=at,
        expires_on=expires,
    )
    return MadeToken(row.pk, token, expires)


def _open_system(code: str) -> ConnectedSystem:
    system = ConnectedSystem.objects.filter(code=code, closed_at=None).first()
    if system is None:
        raise NotFound("exchange.no_system", code=code)
    return system


def recognised(token: str, *, at: datetime) -> AccessToken:
    """Return the token somebody came with, and note the day. Raises NotKnown, whatever is wrong."""
    digest = blind_index(token[:200], about="token")
    row = AccessToken.objects.select_related("system").filter(digest=digest, revoked_at=None).first()
    today = local_day(at)
    if row is None or row.expires_on < today or row.system.closed_at:
        raise NotKnown("exchange.token_unknown")
    if row.last_used_on != today:
        AccessToken.objects.filter(pk=row.pk).update(last_used_on=today)
    return row
