"""Where a matter stands: what its acts add up to by the law, and every deadline. Nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huiyin.cases.models import Act, Matter
from huiyin.foundation.calendars import calendar_of
from huiyin.foundation.own import law_here
from huiyin.law import acts as law_acts
from huiyin.law.calendar import Calendar
from huiyin.law.deadlines import RIGHTS, Deadline, due, next_due
from huiyin.law.entries import read_fields
from huiyin.law.lifecycle import fold
from huiyin.law.parameters import Law
from huiyin.law.state import MatterState


def the_law() -> tuple[Law, Calendar]:
    """Return the law and the calendar this installation counts by, as they are at this moment."""
    return law_here(settings.HUIYIN_HOME, settings.HUIYIN_JURISDICTION), calendar_of(settings.HUIYIN_HOME)


@dataclass(frozen=True)
class Standing:
    """Where a matter stands at an office: its state by the law and every deadline."""

    state: MatterState
    deadlines: tuple[Deadline, ...]

    @property
    def next_owed(self) -> Deadline | None:
        """Return the office's next duty that is not discharged yet.

        Objecting to a transfer is open to the office, not owed by it.
        """
        return next_due([d for d in self.deadlines if d.duty != "object"])

    @property
    def late(self) -> bool:
        """Return whether the office discharged a duty after its last day."""
        return any(d.state == "late" and d.duty not in RIGHTS for d in self.deadlines)


def may_ask(now: Standing) -> str:
    """Return the remedy the petitioner can ask for now, review_asked or rereview_asked, or nothing.

    A lapsed right is still offered: the request is taken in, and the reviewing body says what late means.
    """
    rights = [d for d in now.deadlines if d.duty in RIGHTS and d.state in {"open", "lapsed"}]
    return {"ask_review": "review_asked", "ask_rereview": "rereview_asked"}[rights[-1].duty] if rights else ""


def law_act(act: Act) -> law_acts.Act:
    """Return an act on record as the law floor reads it."""
    return law_acts.Act(kind=act.kind, day=act.day, fields=read_fields(act.kind, act.fields))


def law_office(kind: str) -> str:
    """Return which duties an office has: those of a petition office (art 22) or of another body (art 23)."""
    return kind if kind in law_acts.OFFICES else "hrss"


def standing(
    matter: Matter,
    acts: Sequence[Act],
    *,
    as_of: date,
    office_kind: str = "",
    following: bool = True,
    by: tuple[Law, Calendar] | None = None,
) -> Standing:
    """Return where a matter stands. `matter.office` must be loaded, or its kind be given.

    Without `following` it does not say which acts may follow, and is answered sooner. Where a law and a
    calendar are given it is counted `by` these, as if they were in use.
    """
    law, calendar = by or the_law()
    state = fold(
        [law_act(act) for act in acts],
        office=law_office(office_kind or matter.office.kind),
        nature=matter.nature or "claim",
        law=law,
        calendar=calendar,
        as_of=as_of,
        imported=matter.provenance == "imported",
        following=following,
    )
    return Standing(state, due(state, law, calendar, as_of=as_of))
