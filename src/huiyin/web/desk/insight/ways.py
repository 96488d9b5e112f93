"""How matters go through the steps: drawn and as a table, waits, where time goes, to and fro."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.errors import NotAllowed, Refused
from huiyin.foundation.wording import say
from huiyin.insight import handing, queries, shown
from huiyin.insight.expressions import ENDED, STILL, Walk
from huiyin.insight.usual import WAYS
from huiyin.insight.ways import Arrow, Wait, Ways, ways
from huiyin.law.acts import KINDS
from huiyin.orgs import queries as orgs
from huiyin.web.desk.asked import actor_of, number_of
from huiyin.web.desk.insight.asked import Wanted, field_choices, sort_name, wanted
from huiyin.web.desk.insight.drawn import drawn, planned
from huiyin.web.desk.insight.exports import Row, taken_along
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

PERIODS, USUAL = WAYS.offered, WAYS.usual  # weeks
_MUCH, _MANY = 0.01, 5  # share of all time, and matters waiting, from which a wait is not folded away


@needs("insight.read")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show how the matters received in a time went, as far as the actor may see it."""
    asked = wanted(request.GET, PERIODS, USUAL)
    try:
        seen = shown.sight(actor_of(request))
        found = ways(asked.chosen(queries.as_of()), seen)
        there = _page(found, asked, hides=seen.hides)
    except NotAllowed:
        raise
    except Refused as refusal:
        there = {"refusal": say(refusal.message, lang())}
    periods = [(str(n), _("近 %(n)s 周收到的") % {"n": n}) for n in PERIODS]
    chosen = {"asked": asked, "periods": periods, "fields": field_choices(), "here": "ways"}
    return render(request, "desk/insight/ways.html", {**chosen, **there})


def _page(found: Ways, asked: Wanted, *, hides: bool) -> dict[str, Any]:
    names = office_names()

    def link(**walk: str | int) -> str:
        return "" if hides else asked.link() + _more(walk)

    waits = [
        (one, link(step=one.step), link(step=one.step, following=STILL) if one.waiting else "")
        for one in _by_plan(found.waits)
    ]
    return {
        "found": found,
        "hides": hides,
        "drawing": drawn(found.arrows, found.waits),
        "arrows": [(one, link(step=one.step, following=one.following)) for one in _by_plan(found.arrows)],
        "waits": [one for one in waits if _matters_much(one[0])],
        "quick": [one for one in waits if not _matters_much(one[0])],
        "longest": [
            (one, sort_name(one.kind), round(100 * one.share), link(step=one.step, kind=one.kind))
            for one in found.longest
        ],
        "slow": [
            (names.get(one.office, ""), one, link(step=one.step, office=one.office)) for one in found.slow
        ],
        "again": [(one, round(100 * one.share, 1), link(step=one.step, again=1)) for one in found.again],
        "to_and_fro": [
            (names.get(one.one, ""), names.get(one.other, ""), one, link(one=one.one, other=one.other))
            for one in found.to_and_fro
        ],
    }


Step = TypeVar("Step", Arrow, Wait)


def _by_plan(rows: Sequence[Step]) -> list[Step]:
    """Return rows in the order in which matters mostly go, the last step of a row's pair after others."""
    return sorted(rows, key=lambda one: planned(one.step))


def _matters_much(one: Wait) -> bool:
    return one.share >= _MUCH or (one.waiting or 0) >= _MANY


def office_names() -> Mapping[int, str]:
    """Return the offices' names by their keys, in the visitor's language."""
    english = lang() == "en"
    return {one.id: (one.name_en or one.name) if english else one.name for one in orgs.offices()}


def step_name(step: str) -> str:
    """Return what a step is called, in words short enough for a drawing."""
    return say(f"ways.step.{step}", lang())


@needs("insight.read")
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Return the ways or the waits as CSV, those of fewer than five persons left empty."""
    asked = wanted(request.GET, PERIODS, USUAL)
    seen = shown.sight(actor_of(request), exported=True)
    found = ways(asked.chosen(queries.as_of()), seen)
    if request.GET.get("of") == "waits":
        return taken_along(_waits(found.waits), _("各步等待"))
    return taken_along(_ways(found.arrows), _("步骤走向"))


def _ways(arrows: Sequence[Arrow]) -> Iterator[Row]:
    yield [_("步骤"), _("下一步"), _("件数"), _("一半在几天内"), _("九成在几天内")]
    for one in _by_plan(arrows):
        numbers = ("" if n is None else round(n, 1) for n in (one.matters, one.median, one.ninth))
        yield [step_name(one.step), step_name(one.following), *numbers]


def _waits(waits: Sequence[Wait]) -> Iterator[Row]:
    yield [_("步骤"), _("一半在几天内"), _("至少"), _("至多"), _("九成在几天内"), _("占全部等待的百分比")]
    for one in _by_plan(waits):
        numbers = ("" if n is None else round(n, 1) for n in (one.median, one.low, one.high, one.ninth))
        yield [step_name(one.step), *numbers, round(100 * one.share, 1)]


@needs("matter.read")
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Show the matters behind a figure of the ways, as far as the actor may open them."""
    actor, asked, after = (
        actor_of(request),
        wanted(request.GET, PERIODS, USUAL),
        number_of(request.GET, "after"),
    )
    try:
        chosen = shown.within(asked.chosen(queries.as_of()), shown.sight(actor))
        one, other = number_of(request.GET, "one"), number_of(request.GET, "other")
        if one and other:
            names = office_names()
            title = f"{names.get(one, '')} ⇄ {names.get(other, '')}"
            rows = handing.traced_between(actor, chosen, one, other, after=after)
            said: dict[str, str | int] = {"one": one, "other": other}
        else:
            title, walk = _walk(request, asked)
            rows = queries.traced(actor, chosen, walk=walk, after=after)
            said = {"step": walk.step, "following": walk.following, "office": walk.office or 0}
            said["again"] = int(walk.again)
        base = asked.link() + _more(said)
        there = {"title": title, "rows": rows, "back": replace(asked, kind="").link()}
        there["next"] = f"{base}&after={rows[-1].id}" if len(rows) == queries.PAGE else ""
        there["first"] = base if after else ""
    except NotAllowed:
        raise
    except Refused as refusal:
        there = {"refusal": say(refusal.message, lang())}
    home = {"home": reverse("desk:insight_ways"), "home_label": _("流程")}
    return render(request, "desk/insight/behind.html", {**home, **there})


def _more(said: Mapping[str, str | int]) -> str:
    """Return what a figure is made of, as more of the query of an address."""
    return "&" + urlencode({name: value for name, value in said.items() if value})


def _walk(request: HttpRequest, asked: Wanted) -> tuple[str, Walk]:
    """Return the way that is asked for, and its title; what is not known counts as the first step."""
    step, following = request.GET.get("step", ""), request.GET.get("following", "")
    step = step if step in KINDS else "received"
    following = following if following in {*KINDS, STILL, ENDED} else ""
    title = step_name(step) + (f" → {step_name(following)}" if following else "")
    if asked.kind:
        title = f"{sort_name(asked.kind)}{_('：')}{title}"
    office = number_of(request.GET, "office") or None
    return title, Walk(step, following, office, again=bool(request.GET.get("again")))
