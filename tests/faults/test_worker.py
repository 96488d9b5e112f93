"""A worker killed in the middle of an event: the event is done once, and its effects are not doubled."""

import subprocess
import sys
import time

from tests.faults.site import Site

# A handler that leaves a mark in the database, tells that it is at work, and takes its time.
WORKER = """
import sys, time
from datetime import timedelta
from huiyin.base.clock import now
from huiyin.foundation import outbox
from huiyin.foundation.models import Sequence
def slow(told, at):
    Sequence.objects.create(name=f'effect:{told.id}')
    print('at work', flush=True)
    time.sleep(60)
def quick(told, at):
    Sequence.objects.create(name=f'effect:{told.id}')
"""
START = (
    "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiyin.foundation.settings'; django.setup()\n"
)


def test_an_event_of_a_killed_worker_is_done_once_by_the_next(ready: Site) -> None:
    ready.python(
        "from huiyin.base.clock import now; from huiyin.foundation import outbox\n"
        "outbox.tell('probe', about='matter:1', at=now())"
    )
    code = START + WORKER + "outbox.carry({'probe': [slow]}, at=now())"
    with subprocess.Popen(
        [sys.executable, "-c", code], env=ready.environment, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "at work"
        worker.kill()
    time.sleep(0.5)  # the server notices that its client is gone
    state = (
        "from huiyin.foundation.models import Event, Sequence\n"
        "e = Event.objects.get(); print(e.tries, e.done_at is None, Sequence.objects.count())"
    )
    assert ready.python(state) == "1 True 0", "what the dead worker had begun is undone"
    carry = WORKER + "print(outbox.carry({'probe': [quick]}, at=now() + timedelta(seconds=LATER)))"
    assert ready.python(carry.replace("LATER", "60")) == "0", "the lease is not over yet"
    assert ready.python(carry.replace("LATER", "121")) == "1"
    assert ready.python(carry.replace("LATER", "600")) == "0"
    assert ready.python(state) == "2 False 1"


def test_two_workers_at_once_do_each_event_once(ready: Site) -> None:
    ready.python(
        "from huiyin.base.clock import now; from huiyin.foundation import outbox\n"
        "for n in range(120): outbox.tell('probe', about=f'matter:{n}', at=now())"
    )
    code = START + WORKER + "while outbox.carry({'probe': [quick]}, at=now()): pass"
    workers = [
        subprocess.Popen([sys.executable, "-c", code], env=ready.environment, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for worker in workers:
        _, err = worker.communicate()
        assert worker.returncode == 0, err.decode()
    state = (
        "from huiyin.foundation.models import Event, Sequence\n"
        "print(Event.objects.filter(done_at=None).count(), Sequence.objects.count())"
    )
    assert ready.python(state) == "0 120"
