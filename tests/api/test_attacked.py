"""schemathesis attacks every operation: no fault, and no answer that the description does not declare."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as trying
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huiyin.api import callers, interface
from huiyin.base.clock import now
from huiyin.exchange.rules.scopes import SCOPES
from huiyin.exchange.services import tokens
from huiyin.foundation.wsgi import application
from huiyin.orgs.rules import SYSTEM
from tests.agency import petition
from tests.exchange.world import connected, row, table, take

# For a longer run: ATTACKS=500 .venv/bin/python -m pytest tests/api/test_attacked.py
EXAMPLES = int(os.environ.get("ATTACKS", "8"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


@pytest.fixture
def operations(agency: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[list[Any]]:
    """Every operation of the live application, with a system, a slip and a petition behind it."""
    for where, limit in (
        (callers, "CALLS"),
        (callers, "TRIES"),
        (interface, "FOLLOWED"),
        (interface, "READ"),
    ):
        monkeypatch.setattr(where, limit, 10**6)
    settings.HUIYIN_PETITIONS_LIMIT = 10**6
    connected()
    take(table([row("XF1")]))
    petition()
    # As Django's own test client does: the end of a request must not close the test's connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    yield [found.ok() for found in described.get_all_operations()]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def attack(operation: Any, headers: dict[str, str], *, examples: int) -> None:
    @given(case=operation.as_strategy())
    @trying(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def attacked(case: Any) -> None:
        # In a savepoint of its own: what breaks the transaction is a fault of this very request.
        with transaction.atomic():
            case.call_and_validate(headers={**case.headers, **headers}, checks=CHECKS)

    attacked()


def test_every_operation_answers_as_described(operations: list[Any]) -> None:
    token = tokens.make_token("province", SCOPES, by=SYSTEM, at=now()).token
    for operation in operations:
        attack(operation, {"Authorization": f"Bearer {token}"}, examples=EXAMPLES)
    assert len(operations) >= 14


def test_every_operation_answers_as_described_without_a_token(operations: list[Any]) -> None:
    for operation in operations:
        attack(operation, {}, examples=2)


@pytest.mark.usefixtures("agency")
def test_every_operation_declares_its_refusals(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]
    assert len(operations) >= 14
    for operation in operations:
        refusals = {code for code in operation["responses"] if code >= "400"}
        assert {"400", "422", "429"} <= refusals, operation["operationId"]
        assert ("401" in refusals) >= ("security" in operation)
        for code in refusals:
            assert list(operation["responses"][code]["content"]) == ["application/problem+json"]
