"""Webhooks: signed, without personal data, tried again with growing waits, paused when nobody listens."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases.models import Matter
from huiyin.cases.services import letters, past, work
from huiyin.exchange import sending
from huiyin.exchange.models import Delivery, Webhook
from huiyin.exchange.queries import systems as shown
from huiyin.exchange.rules.scopes import EVENTS
from huiyin.exchange.rules.signing import HEADER, genuine, signature
from huiyin.exchange.rules.targets import public_address, target
from huiyin.exchange.services import telling, webhooks
from huiyin.foundation import audit, outbox
from huiyin.foundation.models import Event
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs.rules import SYSTEM
from tests.agency import actor, petition
from tests.exchange.world import PROVINCE, connected
from tests.people import WAGES, WORKER


@dataclass
class Listener:
    """A receiver on this machine: what it got, and how it answers."""

    port: int = 0
    status: int = 204
    answer: bytes = b""
    slow: float = 0.0
    location: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/huiyin?from=tests"


@contextmanager
def listening(listener: Listener) -> Iterator[Listener]:
    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.got.append((dict(self.headers), body))
            time.sleep(listener.slow)
            self.send_response(listener.status)
            if listener.location:
                self.send_header("Location", listener.location)
            self.send_header("Content-Length", str(len(listener.answer)))
            self.end_headers()
            self.wfile.write(listener.answer)

        def log_message(self, *_: Any) -> None: ...

    HTTPServer.allow_reuse_address = True
    with HTTPServer(("127.0.0.1", listener.port), Receiver) as server:
        listener.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield listener
        server.shutdown()
        thread.join()


@pytest.fixture
def receiver(agency: None, settings: Any) -> Iterator[Listener]:
    settings.WEBHOOK_PRIVATE = True
    with listening(Listener()) as listener:
        yield listener


def hooked(receiver: Listener) -> webhooks.MadeWebhook:
    connected()
    return webhooks.add(PROVINCE, receiver.url, EVENTS, by=actor("administrator"), at=now())


def carried() -> None:
    outbox.carry(HANDLERS, at=now())


def test_what_happens_is_told_signed_and_without_personal_data(receiver: Listener) -> None:
    made = hooked(receiver)
    done = petition()
    past.enter(done.matter, "accepted", on=today(), fields={"path": 6}, by=actor("handler"), at=now())
    outbox.tell("act", about=f"matter:{done.matter}", at=now(), act="accepted", position=2)
    carried()
    assert telling.deliver(at=now()) == 2
    said = {json.loads(body)["event"]: (head, body) for head, body in receiver.got}
    head, body = said["petition.registered"]
    assert genuine(head[HEADER], made.secret, body, moment=int(now().timestamp()))
    assert not genuine(head[HEADER], "whsec_other", body, moment=int(now().timestamp()))
    told = json.loads(body)
    assert (told["petition"], told["matter"]["id"], told["channel"]) == (done.number, done.matter, "web")
    acts = [json.loads(body)["act"] for _h, body in receiver.got if b"matter.acted" in body]
    assert acts == ["accepted"]
    whole = b"".join(body for _h, body in receiver.got).decode()
    assert not [word for word in (WORKER.name, WORKER.phone, WAGES[:10], "欠") if word in whole]
    assert telling.deliver(at=now() + timedelta(hours=1)) == 0, "delivered is delivered"


def test_a_letter_that_is_served_is_told_whatever_its_kind(receiver: Listener) -> None:
    hooked(receiver)
    by = actor("head")
    done = petition()
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=None, by=by, at=now())
    version = Matter.objects.get(pk=done.matter).version
    letter = letters.draft(done.matter, "accepted", {"path": "6"}, version=version, by=by, at=now())
    number = letters.sign(letter, version=1, by=by, at=now())
    letters.serve(letter, how="hand", day=today(), receipt="本人签收", by=by, at=now())
    carried()
    telling.deliver(at=now())
    served = [json.loads(body) for _h, body in receiver.got if b"letter.served" in body]
    assert [(s["letter"], s["how"]) for s in served] == [(number, "hand")]


def test_an_event_that_the_outbox_tells_twice_is_sent_once(receiver: Listener) -> None:
    hooked(receiver)
    petition()
    carried()
    Event.objects.update(done_at=None, taken_until=None)
    carried()
    assert telling.deliver(at=now()) == 1


def test_an_accusation_and_another_offices_matter_are_told_to_nobody(receiver: Listener) -> None:
    hooked(receiver)
    petition("我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。")
    petition(by=actor("registrar", "lp-hrss"), channel="visit")
    carried()
    assert telling.deliver(at=now()) == 0
    assert not Delivery.objects.exists()


def test_a_receiver_that_is_down_gets_it_when_it_is_back(agency: None, settings: Any) -> None:
    settings.WEBHOOK_PRIVATE = True
    listener = Listener()
    with listening(listener):
        hooked(listener)
    petition()
    carried()
    at = now()
    assert telling.deliver(at=at) == 0
    waiting = Delivery.objects.order_by("id").first()
    assert waiting is not None
    assert (waiting.fault, waiting.tries, waiting.state) == ("unreachable", 1, "waiting")
    assert (
        telling.deliver(at=at + timedelta(seconds=5)) == 0 and Delivery.objects.get(pk=waiting.pk).tries == 1
    )
    with listening(listener):
        assert telling.deliver(at=at + timedelta(seconds=11)) == 1
    assert Webhook.objects.get().failures == 0


def test_waits_grow_then_it_is_paused_on_record_and_goes_on_when_resumed(receiver: Listener) -> None:
    made = hooked(receiver)
    receiver.status = 500
    other = webhooks.add(PROVINCE, f"{receiver.url}/other", EVENTS, by=SYSTEM, at=now())
    webhooks.close(other.id, by=SYSTEM, at=now())
    petition()
    carried()
    at, waits = now(), []
    for _ in range(telling.PAUSE_AFTER):
        telling.deliver(at=at)
        row = Delivery.objects.get()
        waits.append(row.next_at - at)
        at = row.next_at
    assert waits == sorted(waits) and waits[-1] > timedelta(hours=1)
    assert Webhook.objects.get(pk=made.id).paused_at is not None
    assert Event.objects.filter(kind="webhook-paused").count() == 1
    assert next(e.action for e in audit.entries(audit.Asked(about=f"webhook:{made.id}"))) == "webhook.pause"
    receiver.status = 200
    assert telling.deliver(at=at + timedelta(days=1)) == 0, "paused"
    webhooks.ping(made.id, by=actor("administrator"), at=at)
    assert telling.deliver(at=at) == 1, "a test goes out all the same"
    webhooks.resume(made.id, by=actor("administrator"), at=at)
    assert telling.deliver(at=at) == 1


def test_it_is_given_up_after_the_last_try_and_sent_again_by_hand(receiver: Listener) -> None:
    made = hooked(receiver)
    receiver.status = 503
    petition()
    carried()
    delivery = Delivery.objects.order_by("id").first()
    assert delivery is not None
    Delivery.objects.filter(pk=delivery.pk).update(tries=len(telling.WAITS))
    Delivery.objects.exclude(pk=delivery.pk).delete()
    telling.deliver(at=now())
    assert shown.deliveries(actor("administrator"), webhook=made.id)[0].state == "failed"
    receiver.status = 200
    webhooks.resend(delivery.pk, by=actor("administrator"), at=now())
    assert telling.deliver(at=now()) == 1
    ids = {json.loads(body)["id"] for _h, body in receiver.got}
    assert ids == {delivery.event_id}, "the same event under the same id"


def test_a_slow_receiver_is_left(receiver: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.3)
    made = hooked(receiver)
    receiver.slow = 1.0
    webhooks.ping(made.id, by=SYSTEM, at=now())
    begun = time.monotonic()
    assert telling.deliver(at=now()) == 0
    assert time.monotonic() - begun < 0.9
    assert Delivery.objects.get().fault == "timeout"


def test_redirects_are_not_followed_and_large_answers_not_read(receiver: Listener) -> None:
    made = hooked(receiver)
    receiver.status, receiver.location = 302, receiver.url
    webhooks.ping(made.id, by=SYSTEM, at=now())
    assert telling.deliver(at=now()) == 0
    assert (len(receiver.got), Delivery.objects.get().status) == (1, 302)
    receiver.status, receiver.answer = 200, b"x" * (sending.LARGEST_ANSWER + 1)
    webhooks.ping(made.id, by=SYSTEM, at=now())
    assert telling.deliver(at=now()) == 0
    assert Delivery.objects.order_by("id").last().fault == "too-large"  # type: ignore[union-attr]


def test_what_a_dead_worker_had_taken_is_sent_when_its_lease_ends(receiver: Listener) -> None:
    made = hooked(receiver)
    webhooks.ping(made.id, by=SYSTEM, at=now())
    at = now()
    assert len(telling._taken(at)) == 1  # and then it died
    assert telling.deliver(at=at) == 0
    assert telling.deliver(at=at + telling.LEASE) == 1


def test_the_secret_is_kept_sealed_and_a_new_one_signs(receiver: Listener) -> None:
    made = hooked(receiver)
    assert made.secret.encode() not in bytes(Webhook.objects.get().secret_sealed)
    new = webhooks.change_secret(made.id, by=actor("administrator"), at=now()).secret
    webhooks.ping(made.id, by=SYSTEM, at=now())
    telling.deliver(at=now())
    head, body = receiver.got[-1]
    assert genuine(head[HEADER], new, body, moment=int(now().timestamp()))


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://127.0.0.1/x", "exchange.url_private"),
        ("https://localhost/x", "exchange.url_private"),
        ("https://10.1.2.3/x", "exchange.url_private"),
        ("https://[::ffff:192.168.1.1]/x", "exchange.url_private"),
        ("https://169.254.169.254/latest", "exchange.url_private"),
        ("http://example.org/x", "exchange.url_not_https"),
        ("ftp://example.org/x", "exchange.url_not_https"),
        ("https://user:pw@example.org/", "exchange.url_unreadable"),
        ("https://example.org:99999/", "exchange.url_unreadable"),
        ("https://", "exchange.url_unreadable"),
        ("not an address", "exchange.url_unreadable"),
        ("", "exchange.url_unreadable"),
    ],
)
def test_addresses_inside_and_unreadable_ones_are_refused(url: str, code: str) -> None:
    connected()
    with pytest.raises(Invalid) as refusal:
        webhooks.add(PROVINCE, url, EVENTS, by=SYSTEM, at=now())
    assert refusal.value.message.code == code


def test_a_name_that_comes_to_mean_an_inner_address_is_refused_when_sending() -> None:
    answer = sending.post("https://localhost/x", "s", b"{}", moment=1, event_id="e", private=False)
    assert (answer.status, answer.fault) == (None, "url_private")


@pytest.mark.usefixtures("agency")
def test_only_the_administrator_looks_after_webhooks() -> None:
    connected()
    for role in ("registrar", "head", "auditor"):
        with pytest.raises(NotAllowed):
            webhooks.add(PROVINCE, "https://example.org", EVENTS, by=actor(role), at=now())
        with pytest.raises(NotAllowed):
            shown.webhooks(actor(role))
    with pytest.raises(NotFound):
        webhooks.ping(99, by=SYSTEM, at=now())
    with pytest.raises(NotFound):
        webhooks.resend(99, by=SYSTEM, at=now())


@given(
    st.binary(max_size=60),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
    st.integers(0, 2**40),
)
def test_a_signature_holds_for_its_body_secret_and_time_and_nothing_else(
    body: bytes, secret: str, moment: int
) -> None:
    header = signature(secret, moment, body)
    assert genuine(header, secret, body, moment=moment + 299)
    assert not genuine(header, secret, body, moment=moment + 301)
    assert not genuine(header, secret, body + b" ", moment=moment)
    assert not genuine(header, secret + "x", body, moment=moment)


@pytest.mark.parametrize("header", ["", "t=,v1=", "v1=ab", "t=x,v1=y", "t=1", "t=1,v1=é"])
def test_a_header_that_is_none_is_not_genuine(header: str) -> None:
    assert not genuine(header, "s", b"{}", moment=1)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("nonsense", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address: str, public: bool) -> None:
    assert public_address(address) is public


def test_an_intranet_may_use_http() -> None:
    assert target("http://192.168.1.5:8080/x", private=True).port == 8080
