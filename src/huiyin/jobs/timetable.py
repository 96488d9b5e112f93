"""What is done again and again, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session

from huiyin.base.clock import now
from huiyin.cases import attachments
from huiyin.cases.services import (
    batches,
    carrying,
    drafts,
    escalation,
    indexing,
    intake,
    learning,
    personal,
    recount,
    topics,
)
from huiyin.exchange.services import answered, deciding, telling, unmapped
from huiyin.foundation import audit, files, outbox
from huiyin.foundation.upkeep import look_at_tables
from huiyin.insight.beforehand import answer_at_night
from huiyin.insight.reckoning import reckon_at_night
from huiyin.insight.status import refresh_at_night
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs import notices, sessions
from huiyin.reception.services import days, erasing, queue
from huiyin.registers.services import follow

CARRIED_FOR = timedelta(seconds=5)


@dataclass(frozen=True)
class Job:
    """A job that may be repeated harmlessly; `run` is told the instant and returns how much it did.

    Somebody waits for what is `soon`: it has a thread of its own, so that no long job keeps it waiting. So
    has what takes `minutes`, for the others' sake.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], int]
    minutes: bool = False

    @property
    def soon(self) -> bool:
        """Return whether the job is done every second."""
        return self.every <= timedelta(seconds=1)

    @property
    def lane(self) -> int:
        """Return which jobs it is done in turn with: those done soon, those that take minutes, the others."""
        return 0 if self.soon else 2 if self.minutes else 1


def _seal(at: datetime) -> int:
    sealed = 0
    while batch := audit.seal(at=at):
        sealed += batch
    return sealed


def _carry(at: datetime) -> int:
    """Carry what waits, a batch at a time and each under a lease of its own time.

    Under a load that never ends the other jobs get their turn, too.
    """
    carried, instant = 0, at
    while instant < at + CARRIED_FOR and (done := outbox.carry(HANDLERS, at=instant)):
        carried, instant = carried + done, now()
    return carried


def _learn(at: datetime) -> int:
    """Make models anew at night; not in the demo: its petitions would be read by what they taught."""
    return 0 if settings.HUIYIN_MODE == "demo" else learning.learn_at_night(settings.HUIYIN_HOME, at=at)


def _at_night(work: Callable[..., int]) -> Callable[[datetime], int]:
    """Return a job of the night, which a machine with other worries leaves to commands (`huiyin lake`)."""
    return lambda at: work(settings.HUIYIN_HOME, at=at) if settings.HUIYIN_NIGHT == "auto" else 0


def _forget_sessions(at: datetime) -> int:
    return Session.objects.filter(expire_date__lte=at).delete()[0]


TIMETABLE = (
    Job("carry events further", timedelta(seconds=1), _carry),
    Job("deliver to webhooks", timedelta(seconds=1), lambda at: telling.deliver(at=at)),
    Job("register undecided records", timedelta(hours=1), lambda at: deciding.register_waiting(at=at)),
    Job("carry batches on", timedelta(seconds=2), lambda at: carrying.carry(at=at)),
    Job("forget batches", timedelta(hours=1), lambda at: batches.forget(at=at)),
    Job("forget answers of the API", timedelta(hours=1), lambda at: answered.forget(at=at)),
    Job("forget deliveries", timedelta(hours=1), lambda at: telling.forget(at=at)),
    Job("seal the audit log", timedelta(minutes=1), _seal),
    Job("forget old drafts", timedelta(hours=1), lambda at: drafts.forget_old(at=at)),
    Job(
        "sweep unfinished uploads",
        timedelta(hours=1),
        lambda at: files.sweep(settings.HUIYIN_HOME / "files", now=at),
    ),
    Job("erase forgotten files", timedelta(hours=1), lambda at: attachments.erase_forgotten(at=at)),
    Job("forget hints of danger", timedelta(hours=1), lambda at: intake.forget_urgency(at=at)),
    Job("bring registers in line with acts", timedelta(hours=1), lambda at: follow.catch_up(at=at)),
    Job("list what is due for erasure", timedelta(days=1), lambda at: personal.list_due(at=at)),
    Job("note what was erased", timedelta(hours=1), lambda _at: personal.note_erased()),
    Job("count deadlines by a new calendar", timedelta(seconds=30), lambda at: recount.go_on(at=at)),
    Job("look at the tables", timedelta(hours=12), lambda _at: look_at_tables()),
    Job("forget events", timedelta(hours=1), lambda at: outbox.forget(at=at)),
    Job("forget names of the queue", timedelta(hours=1), lambda at: queue.forget_queue(at=at)),
    Job("forget who booked", timedelta(hours=1), lambda at: days.forget_bookings(at=at)),
    Job("erase unregistered talks", timedelta(hours=12), lambda at: erasing.forget_talks(at=at)),
    Job("erase words of closed events", timedelta(hours=12), lambda at: erasing.forget_events(at=at)),
    Job("forget codes of other systems", timedelta(hours=12), lambda at: unmapped.forget(at=at)),
    Job("forget old sessions", timedelta(hours=1), _forget_sessions),
    Job("forget ended sign-ins", timedelta(hours=1), lambda at: sessions.forget_ended(at=at)),
    Job("bring overdue duties up", timedelta(hours=1), lambda at: escalation.bring_up(at=at)),
    Job(
        "keep search in step", timedelta(seconds=5), lambda at: indexing.keep_up(settings.HUIYIN_HOME, at=at)
    ),
    Job("embed what is asked", timedelta(seconds=30), lambda _at: indexing.embed(settings.HUIYIN_HOME)),
    Job(
        "search anew after erasing", timedelta(days=1), lambda at: indexing.purge(settings.HUIYIN_HOME, at=at)
    ),
    Job("gather topics", timedelta(hours=24), lambda at: topics.gather(at=at)),
    Job(
        "keep what was confirmed in mind",
        timedelta(hours=1),
        lambda _at: learning.bring_in_line(settings.HUIYIN_HOME, fill=settings.HUIYIN_MODE != "demo"),
    ),
    Job(
        "keep the lake in step",
        timedelta(hours=1),
        _at_night(refresh_at_night),
        minutes=True,
    ),
    Job(
        "reckon what is unusual",
        timedelta(hours=1),
        _at_night(reckon_at_night),
        minutes=True,
    ),
    Job(
        "answer what is usually asked",
        timedelta(hours=1),
        _at_night(answer_at_night),
        minutes=True,
    ),
    Job("learn from what was confirmed", timedelta(hours=1), _learn, minutes=True),
    Job("forget old notices", timedelta(hours=24), lambda at: notices.forget_old(at=at)),
)
