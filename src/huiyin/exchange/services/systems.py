"""Systems are connected, and get the keys with which they come in."""

import re
from datetime import datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed, NotFound, Refused
from huiyin.exchange.access import administers
from huiyin.exchange.loading import load_map
from huiyin.exchange.models import AccessToken, ConnectedSystem, Webhook
from huiyin.exchange.rules.scopes import TAKES_TWO
from huiyin.foundation import audit
from huiyin.foundation.crypto import blind_index
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import SYSTEM, Actor

LONGEST_NAME = 100
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


class NotKnown(Refused):
    """The token is not one of ours, or is no longer good."""


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
    _refuse_moving(code, place.id, by, at)
    values = {"name": name, "office_id": place.id, "map": map_name, "closed_at": None}
    system, new = ConnectedSystem.objects.update_or_create(
        code=code, defaults=values, create_defaults={**values, "added_at": at}
    )
    action = "system.connect" if new else "system.change"
    audit.record(action, actor=by.label, about=f"system:{system.pk}", at=at)
    return system.pk


def _refuse_moving(code: str, office: int, by: Actor, at: datetime) -> None:
    """Raise NotAllowed when a token for persons, confirmed at one office, would reach those of another."""
    good = AccessToken.objects.filter(system__code=code, revoked_at=None, expires_on__gte=local_day(at))
    held = good.exclude(system__office=office).values_list("scopes", flat=True)
    if by != SYSTEM and any(TAKES_TWO & set(scopes) for scopes in held):
        raise NotAllowed("exchange.token_stays_at_office")


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
