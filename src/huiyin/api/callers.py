"""Who calls the API: anybody, or a connected system with its token, within its scopes and its office."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Status
from ninja.security import HttpBearer

from huiyin.base import clock
from huiyin.base.errors import NotAllowed
from huiyin.exchange.access import actor_for
from huiyin.exchange.services import answered, systems
from huiyin.foundation import rate
from huiyin.foundation.addresses import address_of
from huiyin.foundation.crypto import blind_index
from huiyin.orgs.rules import Actor

CALLS = 6_000  # by one token in ten minutes
TRIES = 60  # with unknown tokens from one address in ten minutes
WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Caller:
    """A connected system that came with a good token."""

    token: Any
    scopes: frozenset[str]
    actor: Actor

    @property
    def system(self) -> Any:
        """Return the system that calls."""
        return self.token.system


def limit(request: HttpRequest, what: str, most: int) -> None:
    """Count a call from an address; nought is without a limit. Raises TooOften."""
    if not most:
        return
    key = blind_index(f"{what}:{address_of(request)}", about="code")
    rate.count(key, limit=most, within=WITHIN, at=clock.now())


def known(request: HttpRequest, token: str) -> Caller:
    """Return who comes with a token. Raises NotKnown, and TooOften for who guesses."""
    at = clock.now()
    try:
        row = systems.recognised(token, at=at)
    except systems.NotKnown:
        limit(request, "token", TRIES)
        raise
    rate.count(blind_index(f"token:{row.pk}", about="code"), limit=CALLS, within=WITHIN, at=at)
    return Caller(row, frozenset(row.scopes), actor_for(row.system, row.scopes))


class Scoped(HttpBearer):
    """Lets in a system whose token has a scope."""

    openapi_bearerFormat = "hyt_…"  # noqa: N815 - the framework reads it under this name

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Return who calls. Raises NotKnown for a bad token, NotAllowed for one without the scope."""
        caller = known(request, token)
        if self.scope not in caller.scopes:
            raise NotAllowed("exchange.scope_lacking", scope=self.scope)
        return caller


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls; operations that ask this need a token."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def perhaps_known(request: HttpRequest) -> Caller | None:
    """Return who calls an operation that is open to everybody, where a token came along."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return known(request, token.strip()) if kind.lower() == "bearer" else None


def once(
    caller: Caller, key: str | None, request: str, response: HttpResponse, do: Callable[[], answered.Answer]
) -> Status[Any]:
    """Answer a POST under its Idempotency-Key: the same request gets the same answer, marked as repeated."""
    asked = answered.Asked(caller.token, key or "", request)
    (status, answer), again = answered.once(asked, do, at=clock.now())
    if again:
        response["Idempotency-Replayed"] = "true"
    return Status(status, answer)
