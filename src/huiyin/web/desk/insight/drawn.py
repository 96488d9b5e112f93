"""The ways of matters drawn: each kind of step has its place on a plan, so that drawings can be compared."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from huiyin.insight.expressions import ENDED, STILL
from huiyin.insight.ways import Arrow, Wait

# Column and row of each step: what most matters go through lies in the middle, from above to below.
PLAN: Mapping[str, tuple[float, int]] = {
    **{"transferred": (0, 0), "received": (2, 0), "urgent_reported": (4, 0)},
    **{"guided": (0, 1), "accepted": (2, 1), "told": (4, 1)},
    **{"extended": (0.5, 2), "hearing_opened": (3, 2), "declined": (4, 2), "objected": (0, 3)},
    **{"hearing_closed": (3, 3), "papers_asked": (4, 3), "objection_upheld": (0, 4)},
    **{"answered": (1.2, 4), "opinion_issued": (2.8, 4), "papers_made_up": (4, 4), "mediated": (0.8, 3)},
    **{"withdrawn": (0, 5), "served": (2, 5), "corrected": (3, 5), "experts_asked": (4, 5)},
    **{"executed": (1, 6), "review_asked": (3, 6), "experts_answered": (4, 6), "proposal_received": (0, 6)},
    **{"review_accepted": (4, 7), "review_decided": (3, 7), "proposal_answered": (0, 7)},
    "rereview_accepted": (4, 8),
    **{"rereview_asked": (3, 8), "rereview_decided": (3, 9)},
}
WIDTH, _LEFT, _ACROSS = 400, 44, 78
_TOP, _DOWN = 36, 72
_BOX = (74, 34)
_SELDOM = 60  # of the way most often gone: what is gone less often than one in so many is in the table only
_THIN, _THICK = 1.2, 5.0
_BEND, _BEND_BACK = 17.0, 26.0
Place = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A step on the drawing, and how many matters wait there: nothing where that is not told."""

    step: str
    x: float
    y: float
    waiting: int | None

    @property
    def left(self) -> float:
        """Return where its left edge is."""
        return self.x - _BOX[0] / 2

    @property
    def top(self) -> float:
        """Return where its upper edge is."""
        return self.y - _BOX[1] / 2


@dataclass(frozen=True)
class Line:
    """A way on the drawing, how thick, where its words stand; `back` where it leads to an earlier step."""

    arrow: Arrow
    path: str
    thick: float
    x: float
    y: float
    back: bool


@dataclass(frozen=True)
class Drawing:
    """Boxes and lines in units of a drawing so high; `left_out` ways are in the table only."""

    height: int
    boxes: Sequence[Box]
    lines: Sequence[Line]
    left_out: int
    width: int = WIDTH
    box: tuple[int, int] = _BOX


def drawn(arrows: Sequence[Arrow], waits: Sequence[Wait]) -> Drawing | None:
    """Return the ways that are gone often, drawn; None where there is none."""
    ways = [one for one in arrows if one.following not in {ENDED, STILL} and one.step in PLAN]
    ways = [one for one in ways if one.following in PLAN and one.step != one.following]
    told = [one for one in ways if one.matters]
    most = max((one.matters or 0 for one in told), default=0)
    often = [one for one in told if (one.matters or 0) * _SELDOM >= most]
    if not often:
        return None
    steps = {step for one in often for step in (one.step, one.following)}
    rows = sorted({PLAN[step][1] for step in steps})
    at = {step: _place(step, rows) for step in steps}
    waiting = {one.step: one.waiting for one in waits}
    gone = {(one.step, one.following) for one in often}
    into = Counter(one.following for one in often)
    out = Counter(one.step for one in often)
    return Drawing(
        _TOP * 2 + _DOWN * (len(rows) - 1),
        [Box(step, *at[step], waiting.get(step)) for step in sorted(steps, key=lambda s: (at[s][1], at[s]))],
        [
            _line(
                one,
                at,
                most,
                paired=(one.following, one.step) in gone,
                near=out[one.step] < into[one.following],
            )
            for one in often
        ],
        len(ways) - len(often),
    )


def planned(step: str) -> tuple[float, float, str]:
    """Return where in a list a step stands: as on the plan from above to below, then by its name."""
    column, row = PLAN.get(step, (9.0, 99))
    return row, column, step


def _place(step: str, rows: Sequence[int]) -> Place:
    column, row = PLAN[step]
    return _LEFT + _ACROSS * column, _TOP + _DOWN * rows.index(row)


def _line(arrow: Arrow, at: Mapping[str, Place], most: int, *, paired: bool, near: bool) -> Line:
    """Return a way drawn; its words stand where lines that meet are apart: `near` its begin or its end."""
    one, other = at[arrow.step], at[arrow.following]
    back = other[1] < one[1] or (other[1] == one[1] and arrow.following == "received")
    bend = _BEND_BACK if other[1] < one[1] else _BEND if paired else 0.0
    away = hypot(other[0] - one[0], other[1] - one[1])
    across = ((other[1] - one[1]) / away, -(other[0] - one[0]) / away)
    middle = [(a + b) / 2 + 2 * bend * side for a, b, side in zip(one, other, across, strict=True)]
    turn = (middle[0], middle[1])
    begin, end = _edge(one, turn), _edge(other, turn)
    on = 0.5 if paired or back else 0.36 if near else 0.64
    parts = ((1 - on) ** 2, 2 * on * (1 - on), on**2)
    words = [
        sum(p * n for p, n in zip(parts, three, strict=True)) for three in zip(begin, turn, end, strict=True)
    ]
    said = "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*begin, *turn, *end)
    thick = _THIN + _THICK * sqrt((arrow.matters or 0) / most)
    return Line(arrow, said, round(thick, 1), round(words[0], 1), round(words[1], 1), back)


def _edge(box: Place, towards: Place) -> Place:
    """Return where a line from the middle of a box towards a place leaves the box."""
    x, y = towards[0] - box[0], towards[1] - box[1]
    reach: Callable[[float, float], float] = lambda half, way: half / abs(way) if way else float("inf")  # noqa: E731
    share = min(reach(_BOX[0] / 2 + 2, x), reach(_BOX[1] / 2 + 2, y), 1.0)
    return box[0] + x * share, box[1] + y * share
