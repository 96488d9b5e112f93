"""Tokens and webhooks as the administrator sees them: what they do, how they fare, never the secrets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.base.clock import local_day
from huiyin.exchange.access import administers
from huiyin.exchange.models import AccessToken, Delivery, Webhook
from huiyin.orgs.rules import Actor

PAGE = 50


@dataclass(frozen=True)
class TokenRow:
    """An access token; `begins` is enough to recognise it, and too little to use it."""

    id: int
    system: str
    begins: str
    scopes: Sequence[str]
    made_on: date
    expires_on: date
    last_used_on: date | None
    state: str  # good, expired, revoked


@dataclass(frozen=True)
class WebhookRow:
    """A webhook and how it fares."""

    id: int
    system: str
    url: str
    events: Sequence[str]
    failures: int
    paused_at: datetime | None
    waiting: int


@dataclass(frozen=True)
class DeliveryRow:
    """One event sent to a webhook, or about to be."""

    id: int
    event_id: str
    event: str
    body: Mapping[str, Any]
    at: datetime
    state: str
    tries: int
    next_at: datetime
    status: int | None
    fault: str
    milliseconds: int | None
    url: str


def tokens(by: Actor, *, at: datetime, system: str = "") -> Sequence[TokenRow]:
    """Return the tokens of all systems or of one, the newest first."""
    administers(by)
    rows = AccessToken.objects.select_related("system").order_by("-id")
    return [_token(t, local_day(at)) for t in (rows.filter(system__code=system) if system else rows)]


def _token(t: AccessToken, today: date) -> TokenRow:
    state = "revoked" if t.revoked_at else "expired" if t.expires_on < today else "good"
    made = local_day(t.made_at)
    return TokenRow(t.pk, t.system.code, t.begins, t.scopes, made, t.expires_on, t.last_used_on, state)


def webhooks(by: Actor, *, system: str = "") -> Sequence[WebhookRow]:
    """Return the open webhooks of all systems or of one."""
    administers(by)
    rows = Webhook.objects.filter(closed_at=None).select_related("system").order_by("id")
    return [
        WebhookRow(
            id=w.pk,
            system=w.system.code,
            url=w.url,
            events=w.events,
            failures=w.failures,
            paused_at=w.paused_at,
            waiting=w.deliveries.filter(state="waiting").count(),
        )
        for w in (rows.filter(system__code=system) if system else rows)
    ]


def deliveries(
    by: Actor, *, system: str = "", webhook: int = 0, before: int = 0, size: int = PAGE
) -> Sequence[DeliveryRow]:
    """Return what was sent, the newest first, of a system or of one webhook."""
    administers(by)
    rows = Delivery.objects.select_related("webhook").order_by("-id")
    if system:
        rows = rows.filter(webhook__system__code=system)
    if webhook:
        rows = rows.filter(webhook_id=webhook)
    if before:
        rows = rows.filter(pk__lt=before)
    return [
        DeliveryRow(
            d.pk,
            d.event_id,
            d.event,
            d.body,
            d.at,
            d.state,
            d.tries,
            d.next_at,
            d.status,
            d.fault,
            d.milliseconds,
            d.webhook.url,
        )
        for d in rows[:size]
    ]
