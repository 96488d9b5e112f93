"""What happened is told on, whatever becomes of the worker."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from huiyin.foundation import outbox
from huiyin.foundation.models import Event, Sequence
from huiyin.foundation.outbox import Told
from huiyin.foundation.turns import LONGEST, SHORTEST_PAUSE, turn

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


class Heard:
    """A handler that writes down what it is told, and fails as often as it is asked to."""

    def __init__(self, failing: int = 0) -> None:
        self.failing, self.told = failing, list[Told]()

    def __call__(self, told: Told, at: datetime) -> None:
        self.told.append(told)
        if len(self.told) <= self.failing:
            raise RuntimeError


def test_an_event_reaches_its_handler_once() -> None:
    outbox.tell("act", about="matter:12", at=NOON, act="accepted")
    heard = Heard()
    assert outbox.carry({"act": [heard]}, at=NOON) == 1
    assert outbox.carry({"act": [heard]}, at=NOON) == 0
    assert [(t.key, t.params) for t in heard.told] == [(12, {"act": "accepted"})]


def test_an_event_that_nobody_waits_for_is_done() -> None:
    outbox.tell("nothing", about="matter:1", at=NOON)
    outbox.carry({}, at=NOON)
    assert outbox.waiting() == 0


def test_what_failed_is_tried_again_later_and_does_not_keep_others_waiting() -> None:
    outbox.tell("act", about="matter:1", at=NOON)
    outbox.tell("other", about="matter:2", at=NOON)
    failing, heard = Heard(failing=1), Heard()
    handlers = {"act": [failing], "other": [heard]}
    assert outbox.carry(handlers, at=NOON) == 1
    assert len(heard.told) == 1
    assert outbox.carry(handlers, at=NOON + timedelta(seconds=1)) == 0
    assert outbox.carry(handlers, at=NOON + timedelta(minutes=2)) == 1
    assert outbox.waiting() == 0


def test_what_a_dead_worker_had_taken_is_free_again_when_its_lease_ends() -> None:
    outbox.tell("act", about="matter:1", at=NOON)
    assert len(outbox._claimed(NOON, 10)) == 1  # the worker dies here
    heard = Heard()
    assert outbox.carry({"act": [heard]}, at=NOON + timedelta(seconds=30)) == 0
    assert outbox.carry({"act": [heard]}, at=NOON + outbox.LEASE + timedelta(seconds=1)) == 1


def test_done_events_are_forgotten_after_a_week() -> None:
    outbox.tell("act", about="matter:1", at=NOON)
    outbox.carry({}, at=NOON)
    assert outbox.forget(at=NOON + timedelta(days=6)) == 0
    assert outbox.forget(at=NOON + timedelta(days=8)) == 1


def test_a_handler_looks_first_and_writes_after_its_yield() -> None:
    for number in range(2):
        outbox.tell("act", about=f"matter:{number}", at=NOON)
    order: list[str] = []

    def handler(told: Told, at: datetime) -> Iterator[None]:
        order.append(f"looks at {told.key}")
        yield
        order.append(f"writes of {told.key}")

    assert outbox.carry({"act": [handler]}, at=NOON) == 2
    assert order == ["looks at 0", "looks at 1", "writes of 0", "writes of 1"]


@pytest.mark.parametrize("looking", [True, False])
def test_what_one_event_had_written_is_undone_where_it_fails_and_only_that(looking: bool) -> None:
    for number in range(3):
        outbox.tell("act", about=f"matter:{number}", at=NOON)

    def handler(told: Told, at: datetime) -> Iterator[None]:
        if looking and told.key == 1:
            raise RuntimeError
        yield
        Sequence.objects.create(name=f"effect:{told.key}")
        if told.key == 1:
            raise RuntimeError

    assert outbox.carry({"act": [handler]}, at=NOON) == 2
    assert {*Sequence.objects.values_list("name", flat=True)} == {"effect:0", "effect:2"}
    assert (outbox.waiting(), Event.objects.get(done_at=None).fault) == (1, "RuntimeError")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers at once")
def test_a_long_work_lets_others_write_in_between() -> None:
    for number in range(3):
        outbox.tell("act", about=f"matter:{number}", at=NOON)
    begun = time.monotonic()
    assert outbox.carry({"act": [lambda _told, _at: time.sleep(2 * LONGEST)]}, at=NOON) == 3
    assert time.monotonic() - begun >= 3 * 4 * LONGEST, "each turn is followed by a pause as long as itself"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has many writers at once")
def test_who_is_writing_already_does_not_pause_while_holding_the_others_up() -> None:
    begun = time.monotonic()
    for _ in range(100):
        with turn() as held:
            pass
        held.let_others_write()
    assert time.monotonic() - begun < 50 * SHORTEST_PAUSE
