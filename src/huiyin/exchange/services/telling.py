"""Events of the outbox become deliveries to webhooks; deliveries are sent, tried again, and given up."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from huiyin.cases.models import Act, Matter, Petition, Service
from huiyin.exchange.models import Delivery, Webhook
from huiyin.exchange.queries.told import corrects
from huiyin.exchange.rules.scopes import PING
from huiyin.exchange.sending import Answer, as_body, post
from huiyin.foundation import audit, outbox
from huiyin.foundation.crypto import house_unseal
from huiyin.foundation.outbox import Told
from huiyin.orgs.rules import SYSTEM

AT_ONCE = 8
LEASE = timedelta(minutes=2)
PAUSE_AFTER = 8  # failed tries in a row
KEPT_FOR = timedelta(days=30)
WAITS = tuple(timedelta(seconds=s) for s in (10, 30, 120, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400))


def petition_registered(told: Told, at: datetime) -> None:
    """Tell webhooks that a petition was registered."""
    if not _listening():
        return
    petition = Petition.objects.select_related("matter").filter(pk=told.key).first()
    if petition is not None:
        said = {"petition": petition.number, "channel": petition.channel}
        _tell(told, "petition.registered", petition.matter, {**said, "day": str(petition.received_on)}, at)


def matter_acted(told: Told, at: datetime) -> None:
    """Tell webhooks that a matter moved on."""
    position = int(told.params.get("position", 0))
    act = Act.objects.select_related("matter", "letter").filter(matter_id=told.key, position=position).first()
    if act is None:
        return
    said: dict[str, Any] = {"act": act.kind, "day": str(act.day), "stage": act.matter.stage}
    said |= {"corrects": position_set_right} if (position_set_right := corrects(act)) else {}
    _tell(told, "matter.acted", act.matter, {**said, "letter": (act.letter and act.letter.number) or ""}, at)


def letter_served(told: Told, at: datetime) -> None:
    """Tell webhooks that a letter was served, whatever its kind."""
    service = Service.objects.select_related("letter__matter").filter(letter_id=told.key).first()
    if service is not None:
        said = {"letter": service.letter.number or "", "how": service.how, "day": str(service.day)}
        _tell(told, "letter.served", service.letter.matter, said, at)


def _listening() -> bool:
    """Return whether there is any webhook at all: most agencies have none, and every petition asks."""
    return Webhook.objects.filter(closed_at=None).exists()


def _tell(told: Told, event: str, matter: Matter, said: Mapping[str, Any], at: datetime) -> None:
    """Make a delivery for each webhook within reach; a possible accusation is told to nobody (art 30)."""
    if matter.restricted:
        return
    offices = {matter.office_id, matter.registered_at_id}
    for webhook in Webhook.objects.filter(system__office_id__in=offices, closed_at=None):
        if event not in webhook.events:
            continue
        event_id = f"{event}_{told.id}"
        body = {
            "id": event_id,
            "event": event,
            "at": told.at.isoformat(timespec="seconds"),
            "matter": {"id": matter.pk, "number": matter.number},
            **said,
        }
        Delivery.objects.get_or_create(
            webhook=webhook,
            event_id=event_id,
            defaults={"event": event, "body": body, "at": told.at, "next_at": at},
        )


def deliver(*, at: datetime, only: int = 0) -> int:
    """Send what is due, several at once; return how many arrived.

    Nothing is held open in the database while another system takes its time. What a dead worker had taken is
    free again when its lease ends, so an event may arrive twice: its id says that it is the same.
    """
    _withhold(at)
    taken = _taken(at, only)
    if not taken:
        return 0
    private, moment = settings.WEBHOOK_PRIVATE, int(at.timestamp())

    def send(delivery: Delivery) -> Answer:
        secret = house_unseal(delivery.webhook.secret_sealed).decode()
        url, event_id = delivery.webhook.url, delivery.event_id
        return post(url, secret, as_body(delivery.body), moment=moment, event_id=event_id, private=private)

    with ThreadPoolExecutor(max_workers=AT_ONCE) as senders:
        answers = list(senders.map(send, taken))
    for delivery, answer in zip(taken, answers, strict=True):
        _note(delivery, answer, at)
    return sum(answer.good for answer in answers)


def _withhold(at: datetime) -> None:
    """Give up what still waits about a matter that became a possible accusation meanwhile (art 30)."""
    waiting = Delivery.objects.filter(state="waiting").exclude(event=PING)
    named = {
        pk: body.get("matter", {}).get("id") for pk, body in waiting.values_list("pk", "body").iterator()
    }
    hidden = Matter.objects.filter(restricted=True, pk__in=set(named.values()) - {None})
    now_hidden = set(hidden.values_list("pk", flat=True))
    late = [pk for pk, matter in named.items() if matter in now_hidden]
    waiting.filter(pk__in=late).update(state="failed", fault="withheld", done_at=at)


def _taken(at: datetime, only: int = 0) -> list[Delivery]:
    # A test event goes out though the webhook is paused: that is how one finds out whether to resume it.
    going = Q(webhook__paused_at=None) | Q(event=PING)
    with transaction.atomic():
        due = Delivery.objects.filter(going, state="waiting", next_at__lte=at, webhook__closed_at=None)
        due = due.filter(pk=only) if only else due
        rows = due.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
        taken = list(rows.order_by("next_at", "id")[:AT_ONCE])
        keys = [delivery.pk for delivery in taken]
        Delivery.objects.filter(pk__in=keys).update(next_at=at + LEASE, tries=F("tries") + 1)
    return taken


@transaction.atomic
def _note(delivery: Delivery, answer: Answer, at: datetime) -> None:
    row = Delivery.objects.filter(pk=delivery.pk)
    row.update(status=answer.status, fault=answer.fault, milliseconds=answer.milliseconds)
    if answer.good:
        row.update(state="delivered", done_at=at)
        Webhook.objects.filter(pk=delivery.webhook_id).update(failures=0)
        return
    tried = delivery.tries + 1
    if tried > len(WAITS) or delivery.event == PING:
        row.update(state="failed", done_at=at)
    else:
        row.update(next_at=at + WAITS[tried - 1])
    if delivery.event != PING:
        _failed(delivery.webhook_id, at)


def _failed(webhook_id: int, at: datetime) -> None:
    """Count a failed try; after several in a row pause the webhook and have the administrator told."""
    Webhook.objects.filter(pk=webhook_id).update(failures=F("failures") + 1)
    tired = Webhook.objects.filter(pk=webhook_id, failures__gte=PAUSE_AFTER, paused_at=None)
    if tired.update(paused_at=at):
        audit.record("webhook.pause", actor=SYSTEM.label, about=f"webhook:{webhook_id}", at=at)
        outbox.tell("webhook-paused", about=f"webhook:{webhook_id}", at=at)


def forget(*, at: datetime) -> int:
    """Forget deliveries that ended a while ago; return how many."""
    return Delivery.objects.filter(done_at__lt=at - KEPT_FOR).delete()[0]
