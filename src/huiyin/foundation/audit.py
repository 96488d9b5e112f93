"""The tamper-evident audit log: written in the transaction of what it records, sealed in batches later."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db import transaction

from huiyin.base.ids import ordered_uid
from huiyin.foundation.insertion import insert
from huiyin.foundation.models import AuditEntry, AuditSeal

GENESIS = "0" * 64
BATCH = 5_000


def record(action: str, *, actor: str, about: str, at: datetime, reason: str = "") -> None:
    """Append one entry. `about` names a record (`matter:12`), never a person's data."""
    entry = AuditEntry(
        uid=ordered_uid(at), at=at, actor=actor, action=action, about=about, reason=reason[:200]
    )
    entry.mac = _mac(entry)
    insert(entry)


def _mac(entry: AuditEntry) -> str:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (str(entry.uid), at, entry.actor, entry.action, entry.about, entry.reason)
    return hmac.new(settings.KEYS.audit, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def _digest(previous: str, position: int, at: datetime, macs: list[str]) -> str:
    head = f"{previous}|{position}|{at.astimezone(UTC).isoformat(timespec='microseconds')}|{len(macs)}"
    return hashlib.sha256("|".join([head, *macs]).encode()).hexdigest()


def seal(*, at: datetime) -> int:
    """Close a batch of unsealed entries with a signed link of the chain; return how many were sealed.

    Entries are claimed by their state, never by `id > last`: a transaction that committed late is not missed.
    """
    with transaction.atomic():
        last = AuditSeal.objects.select_for_update().order_by("-position").first()
        waiting = list(
            AuditEntry.objects.select_for_update(skip_locked=True)
            .filter(seal__isnull=True)
            .order_by("id")
            .values_list("id", "mac")[:BATCH]
        )
        if not waiting:
            return 0
        position, previous = (last.position + 1, last.digest) if last else (1, GENESIS)
        digest = _digest(previous, position, at, [mac for _, mac in waiting])
        link = AuditSeal.objects.create(
            position=position,
            at=at,
            entries=len(waiting),
            previous=previous,
            digest=digest,
            signature=settings.KEYS.seal.sign(digest.encode()),
        )
        AuditEntry.objects.filter(id__in=[key for key, _ in waiting]).update(seal=link)
    return len(waiting)


@dataclass(frozen=True)
class Head:
    """The newest link of the chain as it is exported, with the key that its signature is checked by."""

    position: int
    digest: str
    at: str
    signature: str
    public_key: str


def head() -> Head:
    """Return the newest link; position 0 before anything was sealed."""
    last = AuditSeal.objects.order_by("-position").first()
    key = settings.KEYS.seal.public_key().public_bytes_raw().hex()
    if last is None:
        return Head(0, GENESIS, "", "", key)
    return Head(last.position, last.digest, last.at.isoformat(), bytes(last.signature).hex(), key)


def differs_from(exported: Head) -> str | None:
    """Return why the chain does not hold an exported head, or None when it does.

    `restored` when a backup was brought back after it, `cut` when nothing explains it.
    """
    if exported.position == 0:
        return None
    link = AuditSeal.objects.filter(position=exported.position).values_list("digest", flat=True).first()
    if link == exported.digest:
        return None
    after = AuditEntry.objects.filter(action="backup.restore")
    if exported.at:
        after = after.filter(at__gte=datetime.fromisoformat(exported.at))
    return "restored" if after.exists() else "cut"


@dataclass(frozen=True)
class Verdict:
    """What a verification found; `broken` names the first seal or entry that does not hold."""

    seals: int
    sealed: int
    unsealed: int
    oldest_unsealed: datetime | None
    head: str
    broken: str | None


def verify() -> Verdict:
    """Walk the whole chain and every entry, and say where it first breaks, if it does."""
    broken, previous, sealed, count = None, GENESIS, 0, 0
    for count, link in enumerate(AuditSeal.objects.order_by("position").iterator(), start=1):
        broken = broken or _fault(link, previous, count)
        previous, sealed = link.digest, sealed + link.entries
    waiting = AuditEntry.objects.filter(seal__isnull=True).order_by("id")
    broken = broken or next((f"entry {e.pk}" for e in waiting.iterator() if e.mac != _mac(e)), None)
    oldest = waiting.order_by("at").values_list("at", flat=True).first()
    return Verdict(count, sealed, waiting.count(), oldest, previous, broken)


def _fault(link: AuditSeal, previous: str, position: int) -> str | None:
    if link.position != position or link.previous != previous:
        return f"seal {position}"
    entries = list(AuditEntry.objects.filter(seal=link).order_by("id"))
    for entry in entries:
        if entry.mac != _mac(entry):
            return f"entry {entry.pk}"
    if link.digest != _digest(previous, position, link.at, [e.mac for e in entries]):
        return f"seal {position}"
    try:
        settings.KEYS.seal.public_key().verify(bytes(link.signature), link.digest.encode())
    except InvalidSignature:
        return f"seal {position}"
    return None


@dataclass(frozen=True)
class Entry:
    """One line of the audit log as an auditor reads it."""

    id: int
    at: datetime
    actor: str
    action: str
    about: str
    reason: str
    sealed: bool


LOOKED = 100_000  # entries; what has no index is looked for so far back at a time


@dataclass(frozen=True)
class Asked:
    """Which entries somebody looks for: about what, by whom, why, of which actions; empty means any."""

    about: str = ""
    by: str = ""
    reason: str = ""
    actions: tuple[str, ...] = ()


def page(asked: Asked, *, before: int = 0, size: int = 50) -> tuple[list[Entry], int]:
    """Return a page of entries, the newest first, and before which one to look on, nought at the end."""
    since = 0
    if asked.by or asked.reason:
        newest = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        since = max(0, (before or newest + 1) - 1 - LOOKED)
    rows = list(entries(asked, since=since, before=before or None, size=size + 1))
    more = rows[size - 1].id if len(rows) > size else since + 1 if since else 0
    return rows[:size], more


def entries(
    asked: Asked = Asked(), *, since: int = 0, before: int | None = None, size: int = 50
) -> Iterator[Entry]:
    """Yield the newest entries first, older than entry `before` and newer than `since`, up to `size`."""
    rows = AuditEntry.objects.order_by("-id").filter(id__gt=since)
    if asked.about:
        rows = rows.filter(about=asked.about)
    if asked.by:
        rows = rows.filter(actor=asked.by)
    if asked.reason:
        rows = rows.filter(reason=asked.reason)
    if asked.actions:
        rows = rows.filter(action__in=asked.actions)
    if before:
        rows = rows.filter(id__lt=before)
    for e in rows[:size]:
        yield Entry(e.pk, e.at, e.actor, e.action, e.about, e.reason, e.seal_id is not None)
