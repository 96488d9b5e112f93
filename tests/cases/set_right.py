"""Acts set right in tests: a matter as a registrar enters it, and corrections of its acts."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.correcting import Asked, Plan
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.services import letters, work
from huiyin.cases.services.correcting import correct
from huiyin.cases.services.work import Sorting
from huiyin.orgs.rules import Actor
from tests.agency import actor, petition
from tests.cases.test_letters import accept, drafted, signed_opinion

REASON = "看错了日期，周大勇来电指出"


def registered(days: int = 5, **more: Any) -> int:
    """A letter that a registrar entered some days after it came in, sorted as a wage claim."""
    by = actor("registrar")
    came = today() - timedelta(days=days)
    done = petition(by=by, channel=more.pop("channel", "letter"), received_on=came, **more)
    work.sort(done.matter, Sorting("claim", "W1", 6, "970121"), version=None, by=by, at=now())
    return done.matter


def place(matter: int, kind: str) -> int:
    return Act.objects.filter(matter=matter, kind=kind).order_by("-position")[0].position


def set_right(
    matter: int, kind: str, *, by: Actor | None = None, at: Any = None, position: int = 0, **asked: Any
) -> Plan:
    wanted = Asked(undo=not ({"day", "fields"} & asked.keys()), reason=asked.pop("reason", REASON), **asked)
    who, where = by or actor("registrar"), position or place(matter, kind)
    return correct(matter, where, wanted, version=None, by=who, at=at or now())


def refusal_of(matter: int, kind: str, **asked: Any) -> str:
    before = list(Act.objects.filter(matter=matter).values_list("pk", flat=True))
    with pytest.raises((NotAllowed, Invalid)) as refused:
        set_right(matter, kind, **asked)
    assert list(Act.objects.filter(matter=matter).values_list("pk", flat=True)) == before
    return str(refused.value.message.code)


def index_of(matter: int) -> dict[str, Any]:
    """What the columns say that are an index over the acts."""
    row = Matter.objects.filter(pk=matter).values(
        "received_on", "stage", "active", "next_duty", "next_due", "concluded_on", "late", "flaws", "path"
    )[0]
    return dict(row)


def opinion(matter: int) -> Letter:
    accept(matter)
    return signed_opinion(matter)


def served(matter: int, *, days_ago: int = 0) -> Letter:
    letter = opinion(matter)
    Letter.objects.filter(pk=letter.pk).update(signed_on=today() - timedelta(days=9))
    day = today() - timedelta(days=days_ago)
    letters.serve(letter.pk, how="hand", day=day, receipt="周大勇签收", by=actor("handler"), at=now())
    return letter


def transferred(matter: int) -> Letter:
    letter = drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    return letter
