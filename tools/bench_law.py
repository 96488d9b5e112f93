"""How many matters a second of one core the law floor folds with all deadlines: what a new calendar costs."""

import time
from datetime import date, timedelta
from typing import Any

from tools.timing import line, timed

# Ten acts: the whole ladder to the day on which re-examination is asked.
_LADDER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("received", {"channel": "web"}),
    ("told", {"path": 6}),
    ("accepted", {"path": 6}),
    ("extended", {"days": 20}),
    ("opinion_issued", {"result": "explain"}),
    ("served", {"how": "post"}),
    ("review_asked", {}),
    ("review_decided", {"result": "maintain"}),
    ("served", {"how": "post"}),
    ("rereview_asked", {}),
)
_MATTERS = 3000


def measure() -> None:
    """Measure folding matters as they are given, and as rows of the database hold them."""
    from huiyin.law.acts import Act
    from huiyin.law.calendar import Calendar
    from huiyin.law.deadlines import due
    from huiyin.law.entries import read_fields
    from huiyin.law.lifecycle import fold
    from huiyin.law.parameters import national

    law, calendar, as_of, begun = national(), Calendar(), date(2026, 11, 23), date(2024, 1, 2)
    matters = [
        [(kind, begun + timedelta(days=n % 900 + i * (3 + n % 5)), said) for i, (kind, said) in _steps()]
        for n in range(_MATTERS)
    ]
    waiting = iter(matters * 2)

    def whole() -> None:
        acts = [Act(kind, day, read_fields(kind, said)) for kind, day, said in next(waiting)]
        state = fold(acts, office="hrss", nature="claim", law=law, calendar=calendar, following=False)
        due(state, law, calendar, as_of=as_of)

    line(
        "a matter of 10 acts with all deadlines, nothing kept",
        timed(whole, _MATTERS, clock=time.process_time),
    )
    line(
        "a matter of 10 acts with all deadlines, days seen before",
        timed(whole, _MATTERS, clock=time.process_time),
    )


def _steps() -> list[tuple[int, tuple[str, dict[str, Any]]]]:
    return list(enumerate(_LADDER))
