"""Attacks by way of other systems: slow answers, hidden addresses, and accusations that show late."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from huiyin.base.clock import now
from huiyin.base.errors import NotFound
from huiyin.cases.models import Matter, Petition
from huiyin.exchange import sending
from huiyin.exchange.models import ConnectedSystem, Delivery, Difference, Link, Webhook
from huiyin.exchange.queries import differences, overview
from huiyin.exchange.rules.scopes import EVENTS
from huiyin.exchange.rules.targets import public_address
from huiyin.exchange.services import comparing, deciding, files, giving, telling
from huiyin.foundation import outbox
from huiyin.foundation.crypto import house_seal
from huiyin.jobs.handlers import HANDLERS
from tests.agency import actor, petition
from tests.exchange.world import HOTLINE, PROVINCE, connected, row, table, take
from tests.people import WAGES, WORKER

pytestmark = pytest.mark.usefixtures("agency")


def certificate(folder: Path) -> Path:
    """A certificate for this machine that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "tls.pem"
    plain = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    file.write_bytes(key.private_bytes(*form, plain) + made.public_bytes(serialization.Encoding.PEM))
    return file


@contextmanager
def dripping(file: Path) -> Iterator[int]:
    """A receiver that speaks TLS and answers a letter every tenth of a second, without end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            try:
                with context.wrap_socket(door.accept()[0], server_side=True) as wire:
                    wire.recv(4096)
                    wire.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
                    while not over.wait(0.1):
                        wire.sendall(b"x")
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield door.getsockname()[1]
        over.set()
        thread.join(2)


def test_a_receiver_that_drips_its_answer_over_tls_does_not_hold_the_worker_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.6)
    with dripping(file) as port:
        found: list[Any] = []
        url = f"https://localhost:{port}/"
        monkeypatch.setattr(sending, "addresses", lambda *_a, **_k: ["127.0.0.1"])
        sender = threading.Thread(
            target=lambda: found.append(
                sending.post(url, "whsec_x", b"{}", moment=1, event_id="e", private=True)
            ),
            daemon=True,
        )
        begun = time.monotonic()
        sender.start()
        sender.join(3)
        assert found, "still reading after three seconds"
    assert (found[0].status, found[0].fault) == (None, "timeout")
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "address",
    ["64:ff9b::a00:1", "64:ff9b::7f00:1", "::10.0.0.1", "::ffff:10.0.0.1", "2002:a00:1::", "fe80::1%eth0"],
)
def test_an_inner_address_inside_another_is_inner(address: str) -> None:
    assert not public_address(address)


def test_what_waits_for_a_webhook_is_withheld_once_the_matter_may_be_an_accusation() -> None:
    connected()
    Webhook.objects.create(
        system=ConnectedSystem.objects.get(), url="https://nowhere.invalid/", events=list(EVENTS),
        secret_sealed=house_seal(b"whsec_x"), made_at=now(),
    )  # fmt: skip
    done = petition()
    outbox.carry(HANDLERS, at=now())
    assert Delivery.objects.filter(state="waiting").count() == 1
    Matter.objects.filter(pk=done.matter).update(restricted=True)
    telling.deliver(at=now())
    kept = Delivery.objects.get()
    assert (kept.state, kept.fault, kept.tries) == ("failed", "withheld", 0)


def test_a_difference_about_what_became_an_accusation_is_neither_listed_counted_nor_closed() -> None:
    connected()
    take(table([row("XF1")]))
    link = Link.objects.get()
    Difference.objects.create(
        system=link.system, kind="status", number="XF1", what="status", link=link, ours="registered",
        theirs="accepted", proposed="theirs", found_at=now(), last_seen=now(),
    )  # fmt: skip
    assert len(differences.page(PROVINCE, actor("registrar")).rows) == 1
    Matter.objects.filter(pk=link.matter_id).update(restricted=True)
    assert differences.page(PROVINCE, actor("registrar")).rows == []
    assert overview.systems(actor("registrar"))[0].differences == 0
    with pytest.raises(NotFound):
        comparing.close(Difference.objects.get().pk, outcome="done", by=actor("registrar"), at=now())


def test_a_batch_made_again_says_nothing_of_what_became_an_accusation() -> None:
    connected()
    done = petition(WAGES)
    batch = giving.export(PROVINCE, "petitions", by=actor("registrar"), at=now()).number
    before = files.rows_of(PROVINCE, batch, by=actor("registrar"), at=now()).rows
    assert WORKER.name in str(before)
    Matter.objects.filter(pk=done.matter).update(restricted=True)
    after = files.rows_of(PROVINCE, batch, by=actor("registrar"), at=now()).rows
    assert WORKER.name not in str(after) and WAGES[:8] not in str(after)


def test_nobody_decides_blindly_about_a_proposed_matter_that_became_an_accusation() -> None:
    connected(HOTLINE, "hotline-12345")
    mine = petition()
    take(table([{"number": "GD1", "received": "2026-03-02", "text": WAGES}], "hotline-12345"), HOTLINE)
    Matter.objects.filter(pk=mine.matter).update(restricted=True)
    assert overview.systems(actor("registrar"))[0].waiting == 0
    for same in (True, False):
        with pytest.raises(NotFound):
            deciding.decide(Link.objects.get().pk, same=same, by=actor("registrar"), at=now())
    assert deciding.register_waiting(at=now() + timedelta(days=3)) == 1
    assert Petition.objects.filter(matter=mine.matter).count() == 1
