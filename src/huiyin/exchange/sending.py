"""One request to another system: to a checked address, no redirects, little time, a small answer."""

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.base.errors import Invalid
from huiyin.exchange.rules.signing import HEADER, signature
from huiyin.exchange.rules.targets import public_address, target

CONNECT_SECONDS = 3.0
WHOLE_SECONDS = 8.0
LARGEST_ANSWER = 64 * 1024
_GOOD = range(200, 300)


@dataclass(frozen=True)
class Answer:
    """What came of a request: the status, or what went wrong, as a code; and how long it took."""

    status: int | None
    fault: str
    milliseconds: int

    @property
    def good(self) -> bool:
        """Return whether the other system took it."""
        return self.status in _GOOD and not self.fault


def addresses(host: str, port: int, *, private: bool) -> list[str]:
    """Return a host's network addresses. Raises Invalid when it has none, or an inner one."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as unknown:
        raise Invalid("exchange.url_unknown", field="url") from unknown
    if not private and not all(public_address(address) for address in found):
        raise Invalid("exchange.url_private", field="url")
    return found


def post(url: str, secret: str, body: bytes, *, moment: int, event_id: str, private: bool) -> Answer:
    """Send a signed body and return what came of it; never raises for what the other side does.

    The address that was checked is the one connected to, so that a name cannot change its meaning in between.
    """
    begun = time.monotonic()
    try:
        status, fault = _posted(url, secret, body, moment, event_id, private)
    except Invalid as refusal:
        status, fault = None, refusal.message.code.rpartition(".")[2]
    except TimeoutError:
        status, fault = None, "timeout"
    except ssl.SSLError:
        status, fault = None, "tls"
    except (OSError, http.client.HTTPException, ValueError):
        status, fault = None, "unreachable"
    spent = time.monotonic() - begun
    if status is None and fault == "unreachable" and spent >= WHOLE_SECONDS:
        fault = "timeout"
    return Answer(status, fault, int(spent * 1000))


def _posted(url: str, secret: str, body: bytes, moment: int, event_id: str, private: bool) -> tuple[int, str]:
    parts = target(url, private=private)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    where = addresses(host, port, private=private)[0]
    link = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    link.sock = socket.create_connection((where, port), timeout=CONNECT_SECONDS)
    late = threading.Event()
    end = threading.Timer(WHOLE_SECONDS, _hang_up, (link, late))
    end.daemon = True
    end.start()
    try:
        if (
            secure
        ):  # what is hung up must be the wrapped one from the first moment: the plain one is empty then
            context = ssl.create_default_context()
            link.sock = context.wrap_socket(link.sock, server_hostname=host, do_handshake_on_connect=False)
            link.sock.do_handshake()
        link.sock.settimeout(WHOLE_SECONDS)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        link.request("POST", path, body, _headers(secret, body, moment, event_id))
        answer = link.getresponse()
        larger = len(answer.read(LARGEST_ANSWER + 1)) > LARGEST_ANSWER
        if late.is_set():  # hung up on while it still spoke: what was read is cut off
            raise TimeoutError
        return answer.status, "too-large" if larger else ""
    finally:
        end.cancel()
        link.close()


def _hang_up(link: http.client.HTTPConnection, late: threading.Event) -> None:
    wire = link.sock
    late.set()
    try:
        socket.socket.shutdown(wire, socket.SHUT_RDWR)  # below TLS, which would first say good-bye
    except OSError:
        wire.close()


def _headers(secret: str, body: bytes, moment: int, event_id: str) -> Mapping[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Huiyin",
        "Huiyin-Event": event_id,
        HEADER: signature(secret, moment, body),
    }


def as_body(said: Mapping[str, Any]) -> bytes:
    """Return what is said as bytes, the same for the same."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
