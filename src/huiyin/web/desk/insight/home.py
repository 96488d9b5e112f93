"""Insight home: where and about what petitions gather, how it goes, what is unusual and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.clock import today
from huiyin.base.errors import NotAllowed, Refused
from huiyin.foundation.wording import say
from huiyin.insight import found, queries, shown
from huiyin.insight.shown import Grid, Series, Sight
from huiyin.insight.undertaken import queries as undertaken
from huiyin.insight.usual import FIELDS, KINDS, TREND
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.insight.asked import PERIODS, Wanted, place_name, places, sort_name, wanted
from huiyin.web.desk.insight.undertaken import titled
from huiyin.web.desk.insight.words import told
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_SHADES = 5


@dataclass(frozen=True)
class Cell:
    """A number of the matrix as it is written, empty where nought or hidden; `link` leads to its matters.

    `shade` is from 0 to 5.
    """

    petitions: str
    persons: str
    shade: int
    link: str
    hidden: bool = False


@dataclass(frozen=True)
class Point:
    """A week or month of a trend, None where hidden; `open` where it is not over yet."""

    begins: date
    petitions: int | None
    persons: int | None
    open: bool


@needs("insight.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show heat matrix, trend, and what is unusual, as far as the actor may see it."""
    asked, actor = wanted(request.GET), actor_of(request)
    try:
        page = _page(asked, actor)
    except NotAllowed:
        raise
    except Refused as refusal:
        page = {"refusal": say(refusal.message, lang())}
    periods = [(str(n), _("近 %(n)s 周") % {"n": n}) for n in PERIODS]
    return render(request, "desk/insight/home.html", {"asked": asked, "periods": periods, **page})


def _page(asked: Wanted, actor: Actor) -> dict[str, Any]:
    seen, on, named = shown.sight(actor), queries.as_of(), places()
    unusual = found.unusual(actor, on=on)
    rows = [told(row, named) for row in unusual.rows]
    matrix = shown.grid(asked.chosen(on), seen, levels=KINDS if asked.field else FIELDS)
    trend = shown.series(Wanted(TREND, asked.field).chosen(on), seen)
    return {
        "on": on,
        "unusual": unusual,
        "planned": titled(undertaken.planned(actor, today=today())),
        "undertaken": undertaken.of_findings(actor, [row.id for row in unusual.rows], today=today()),
        "clear": [one for one in rows if one.row.clear],
        "faint": [one for one in rows if not one.row.clear],
        "judged": sum(unusual.record.values()),
        "record": [(code, n) for code, n in unusual.record.items() if n],
        "matrix": table(matrix, asked, seen, named),
        "trend": points(trend, until=on),
        "by_month": trend.step == "month",
        "hides": seen.hides,
    }


def table(grid: Grid, asked: Wanted, seen: Sight, named: Mapping[str, str]) -> dict[str, Any]:
    """Return a heat matrix as the template lays it out: heads, rows with shades, the total of a row first.

    So it stands beside the area's name, in sight however many columns there are.
    """
    level = grid.level[1]
    largest = int(grid.petitions[:-1, :-1].max(initial=1))
    links, rows = _Links(grid, asked, seen), []
    for n, area in enumerate([*grid.rows, None]):
        cells = [
            _cell(grid, (n, m), 0 if None in {area, sort} else largest, links.of(area, sort))
            for m, sort in [(len(grid.columns), None), *enumerate(grid.columns)]
        ]
        rows.append((_("合计") if area is None else place_name(area, named), cells, area is None))
    heads = [
        (sort_name(sort), asked.link(field=sort) if level == "field" and sort else _profile(asked, sort))
        for sort in grid.columns
    ]
    return {
        "heads": heads,
        "rows": rows,
        "above": grid.level[0] == "above",
        "hidden": bool(grid.hidden.any()),
    }


def _profile(asked: Wanted, kind: str) -> str:
    """Return the address of the profile of a kind, over the weeks that are looked at."""
    return reverse("desk:insight_profile") + asked.link(field="", kind=kind) if kind else ""


def _cell(grid: Grid, at: tuple[int, int], largest: int, link: str) -> Cell:
    if grid.hidden[at]:
        return Cell("", "", 0, "", hidden=True)
    petitions, persons = int(grid.petitions[at]), int(grid.persons[at])
    shade = ceil(_SHADES * sqrt(petitions / largest)) if largest else 0
    if not petitions:
        return Cell("", "", shade, "")
    return Cell(str(petitions), str(persons), shade, link)


class _Links:
    """The addresses of the matters of each number; none for analysts and for areas taken together.

    There are thousands on a page, so what is the same in all is put into words once.
    """

    def __init__(self, grid: Grid, asked: Wanted, seen: Sight) -> None:
        self._none = seen.hides or grid.level[0] == "above"
        self._base = reverse("desk:insight_matters") + asked.link(area="")
        column = "kind" if grid.level[1] == "kind" else "field"
        self._areas = {area: "&" + urlencode({"area": area}) for area in grid.rows} | {None: ""}
        self._sorts = {sort: "&" + urlencode({column: sort}) for sort in grid.columns} | {None: ""}

    def of(self, area: str | None, sort: str | None) -> str:
        """Return the address of a row and a column; None stands for their sums."""
        none = self._none or "" in {area, sort}
        return "" if none else self._base + self._areas[area] + self._sorts[sort]


def points(trend: Series, *, until: date | None = None) -> Sequence[Point]:
    """Return the rows of a trend; a week between in which nobody petitioned is nought, not left out.

    `until` is the day as of which the lake speaks: the week it lies in is not over.
    """
    rows = dict(zip(trend.begins, zip(trend.petitions, trend.persons, strict=True), strict=True))
    if trend.step == "week" and rows:
        first, last = trend.begins[0], trend.begins[-1]
        weeks = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
        rows = {week: rows.get(week, (0, 0)) for week in weeks}
    return [Point(begins, *numbers, _open(begins, trend.step, until)) for begins, numbers in rows.items()]


def _open(begins: date, step: str, until: date | None) -> bool:
    days = 7 if step == "week" else 28
    return until is not None and begins + timedelta(days=days) > until
