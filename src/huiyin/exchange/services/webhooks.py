"""Webhooks: an address of another system that is told of what happens, with numbers and codes only."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.base.errors import Invalid, NotFound
from huiyin.exchange.access import administers
from huiyin.exchange.models import ConnectedSystem, Delivery, Webhook
from huiyin.exchange.rules.scopes import EVENTS, PING
from huiyin.exchange.rules.targets import target
from huiyin.exchange.sending import addresses
from huiyin.foundation import audit
from huiyin.foundation.crypto import house_seal
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class MadeWebhook:
    """A webhook with its secret, to be shown this once."""

    id: int
    secret: str


def _new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


@transaction.atomic
def add(
    code: str, url: str, events: Sequence[str], *, by: Actor, at: datetime, paused: bool = False
) -> MadeWebhook:
    """Add a webhook to a system. Raises Invalid for an address that may not be written to.

    A `paused` one is told nothing until it is resumed, so its host need not be there yet; every sending
    checks the address it connects to.
    """
    administers(by)
    system = ConnectedSystem.objects.filter(code=code, closed_at=None).first()
    if system is None:
        raise NotFound("exchange.no_system", code=code)
    private = settings.WEBHOOK_PRIVATE
    parts = target(url, private=private)
    if not paused:
        addresses(parts.hostname or "", parts.port or 443, private=private)
    if not events or not set(events) <= set(EVENTS):
        raise Invalid("exchange.event_unknown", field="events", known=EVENTS)
    if Webhook.objects.filter(system=system, url=url.strip(), closed_at=None).exists():
        raise Invalid("exchange.url_known", field="url")
    secret = _new_secret()
    webhook = Webhook.objects.create(
        system=system,
        url=url.strip(),
        events=sorted(set(events)),
        secret_sealed=house_seal(secret.encode()),
        made_at=at,
        paused_at=at if paused else None,
    )
    audit.record("webhook.add", actor=by.label, about=f"webhook:{webhook.pk}", at=at)
    return MadeWebhook(webhook.pk, secret)


def _open(webhook_id: int, by: Actor) -> Webhook:
    administers(by)
    row = Webhook.objects.select_for_update(of=("self",)).filter(pk=webhook_id, closed_at=None).first()
    if row is None:
        raise NotFound("exchange.no_webhook")
    return row


@transaction.atomic
def change_secret(webhook_id: int, *, by: Actor, at: datetime) -> MadeWebhook:
    """Give a webhook a new secret; the old one signs nothing from now on."""
    webhook, secret = _open(webhook_id, by), _new_secret()
    Webhook.objects.filter(pk=webhook.pk).update(secret_sealed=house_seal(secret.encode()))
    audit.record("webhook.secret", actor=by.label, about=f"webhook:{webhook.pk}", at=at)
    return MadeWebhook(webhook.pk, secret)


@transaction.atomic
def close(webhook_id: int, *, by: Actor, at: datetime) -> None:
    """Close a webhook: it is told nothing more."""
    webhook = _open(webhook_id, by)
    Webhook.objects.filter(pk=webhook.pk).update(closed_at=at)
    audit.record("webhook.close", actor=by.label, about=f"webhook:{webhook.pk}", at=at)


@transaction.atomic
def pause(webhook_id: int, *, by: Actor, at: datetime) -> None:
    """Pause a webhook: what happens is kept for it until it is resumed."""
    webhook = _open(webhook_id, by)
    Webhook.objects.filter(pk=webhook.pk, paused_at=None).update(paused_at=at)
    audit.record("webhook.pause", actor=by.label, about=f"webhook:{webhook.pk}", at=at)


@transaction.atomic
def resume(webhook_id: int, *, by: Actor, at: datetime) -> None:
    """Resume a webhook: what waits is sent at once."""
    webhook = _open(webhook_id, by)
    Webhook.objects.filter(pk=webhook.pk).update(paused_at=None, failures=0)
    Delivery.objects.filter(webhook=webhook, state="waiting").update(next_at=at)
    audit.record("webhook.resume", actor=by.label, about=f"webhook:{webhook.pk}", at=at)


@transaction.atomic
def ping(webhook_id: int, *, by: Actor, at: datetime) -> int:
    """Send a test event; return its delivery."""
    webhook = _open(webhook_id, by)
    event_id = f"ping_{uuid.uuid4().hex}"
    delivery = Delivery.objects.create(
        webhook=webhook,
        event_id=event_id,
        event=PING,
        body={"id": event_id, "event": PING, "at": at.isoformat(timespec="seconds")},
        at=at,
        next_at=at,
    )
    audit.record("webhook.ping", actor=by.label, about=f"webhook:{webhook.pk}", at=at)
    return delivery.pk


@transaction.atomic
def resend(delivery_id: int, *, by: Actor, at: datetime) -> None:
    """Send an event once more, under the same event id, whatever came of it before."""
    delivery = Delivery.objects.filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound("exchange.no_delivery")
    webhook = _open(delivery.webhook_id, by)
    Delivery.objects.filter(pk=delivery.pk).update(state="waiting", tries=0, next_at=at, done_at=None)
    audit.record("webhook.resend", actor=by.label, about=f"webhook:{webhook.pk}", at=at)
