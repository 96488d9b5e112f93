"""Figures to take along: what leaves the house hides small numbers from everybody."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.insight import queries, shown
from huiyin.insight.shown import Grid, Sight
from huiyin.insight.usual import FIELDS, KINDS, TREND
from huiyin.registers.rules.papers import cell
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.insight.asked import Wanted, place_name, places, sort_name, wanted
from huiyin.web.desk.insight.home import points
from huiyin.web.permission import needs

Row = list[object]


@needs("insight.read")
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Return the matrix or the trend as CSV, numbers of fewer than five persons left empty."""
    asked, seen = wanted(request.GET), shown.sight(actor_of(request), exported=True)
    trend = request.GET.get("of") == "trend"
    rows = _trend(asked, seen) if trend else _matrix(asked, seen)
    return taken_along(rows, _("走势") if trend else _("地区与诉求"))


def taken_along(rows: Iterable[Row], name: str) -> HttpResponse:
    """Return rows as a CSV file, its name with the day as of which they speak."""
    text = io.StringIO()
    text.write("\ufeff")  # by this, spreadsheets read it as UTF-8
    csv.writer(text).writerows([cell(str(value)) for value in row] for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    file = f"{name}-{queries.as_of().isoformat()}.csv"
    response["Content-Disposition"] = content_disposition_header(True, file) or "attachment"
    return response


def _trend(asked: Wanted, seen: Sight) -> Iterator[Row]:
    found = shown.series(Wanted(TREND, asked.field).chosen(queries.as_of()), seen)
    yield [_("起始日"), _("信访件"), _("人数")]
    for one in points(found):
        yield [one.begins.isoformat(), *("" if n is None else n for n in (one.petitions, one.persons))]


def _matrix(asked: Wanted, seen: Sight) -> Iterator[Row]:
    found: Grid = shown.grid(asked.chosen(queries.as_of()), seen, levels=KINDS if asked.field else FIELDS)
    named = places()
    yield [_("地区"), _("诉求"), _("信访件"), _("人数")]
    for n, area in enumerate(found.rows):
        for m, sort in enumerate(found.columns):
            numbers = [found.petitions[n, m], found.persons[n, m]]
            hidden = ["", ""] if found.hidden[n, m] else [int(one) for one in numbers]
            yield [place_name(area, named), sort_name(sort), *hidden]
