"""The audit log: written with what it records, sealed in batches, broken where it was touched."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from huiyin.foundation import audit
from huiyin.foundation.models import AuditEntry, AuditSeal

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def write(count: int, *, at: datetime = AT) -> None:
    for number in range(count):
        audit.record("matter.read", actor="staff:1", about=f"matter:{number}", at=at)


def test_an_untouched_log_verifies_and_says_what_is_unsealed() -> None:
    write(3)
    assert audit.seal(at=AT) == 3
    write(2, at=AT + timedelta(minutes=1))
    verdict = audit.verify()
    assert verdict.broken is None
    assert (verdict.seals, verdict.sealed, verdict.unsealed) == (1, 3, 2)
    assert verdict.oldest_unsealed == AT + timedelta(minutes=1)


def test_a_changed_entry_is_named() -> None:
    write(3)
    audit.seal(at=AT)
    entry = AuditEntry.objects.order_by("id")[1]
    AuditEntry.objects.filter(pk=entry.pk).update(actor="staff:2")
    assert audit.verify().broken == f"entry {entry.pk}"


def test_a_changed_entry_is_found_before_it_is_sealed_too() -> None:
    write(1)
    AuditEntry.objects.update(about="matter:9")
    assert audit.verify().broken == f"entry {AuditEntry.objects.get().pk}"


def test_a_removed_entry_breaks_its_seal() -> None:
    write(3)
    audit.seal(at=AT)
    AuditEntry.objects.order_by("id")[2].delete()
    assert audit.verify().broken == "seal 1"


def test_a_removed_seal_breaks_the_chain_at_the_next() -> None:
    for batch in range(3):
        write(2, at=AT + timedelta(minutes=batch))
        audit.seal(at=AT + timedelta(minutes=batch))
    AuditEntry.objects.filter(seal__position=2).delete()
    AuditSeal.objects.filter(position=2).delete()
    assert audit.verify().broken == "seal 2"


def test_a_seal_rewritten_without_the_signing_key_is_found() -> None:
    write(2)
    audit.seal(at=AT)
    seal = AuditSeal.objects.get()
    AuditEntry.objects.order_by("id")[1].delete()
    left = list(AuditEntry.objects.values_list("mac", flat=True))
    forged = audit._digest(audit.GENESIS, 1, seal.at, left)
    AuditSeal.objects.update(digest=forged, entries=1)
    assert audit.verify().broken == "seal 1"


def test_an_entry_that_commits_late_is_sealed_later_not_lost() -> None:
    write(2)
    audit.seal(at=AT)
    late = AuditEntry.objects.order_by("id").first()
    assert late is not None
    AuditEntry.objects.filter(pk=late.pk).update(
        seal=None
    )  # an earlier row that was not there when sealing ran
    assert audit.seal(at=AT) == 1


def test_an_entry_vanishes_with_the_transaction_it_belongs_to() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write(1)
        raise RuntimeError
    assert not AuditEntry.objects.exists()


def test_sealing_nothing_makes_no_seal() -> None:
    assert audit.seal(at=AT) == 0
    assert not AuditSeal.objects.exists()
