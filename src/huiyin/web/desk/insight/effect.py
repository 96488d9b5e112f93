"""What followed a measure: the form that names it, the answer in plain words, the chart with its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.errors import NotAllowed, Refused
from huiyin.foundation.wording import say
from huiyin.insight import queries, shown
from huiyin.insight.followed import Followed, Measure, followed
from huiyin.stats.effect import Effect, Verdict
from huiyin.text.taxonomy import fields, kinds
from huiyin.web.desk.asked import actor_of, day_of, errors_of, number_of, status_of
from huiyin.web.desk.insight import answered
from huiyin.web.desk.insight.asked import place_name, places, sort_name
from huiyin.web.desk.insight.exports import taken_along
from huiyin.web.desk.insight.words import of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import day, lang

SETTLING = (0, 4, 8, 13)  # weeks


@dataclass(frozen=True)
class Named:
    """What somebody typed of a measure; codes that are not known count as not chosen."""

    day: str
    about: str
    area: str
    settling: int

    @property
    def query(self) -> str:
        """Return the query of an address that names the same measure."""
        said = {"day": self.day, "about": self.about, "area": self.area, "settling": str(self.settling or "")}
        return "?" + urlencode({name: value for name, value in said.items() if value})

    @property
    def title(self) -> str:
        """Return where and about what the measure is."""
        where = place_name(self.area, places()) if self.area else say("insight.scope.everywhere", lang())
        about = sort_name(self.about) if self.about else say("insight.scope.every_kind", lang())
        return of(where, about)


def _named(form: QueryDict) -> Named:
    about, area, weeks = form.get("about", ""), form.get("area", ""), number_of(form, "settling")
    return Named(
        form.get("day", "")[:20],
        about if about in fields() or about in kinds() else "",
        area if area in places() else "",
        weeks if weeks in SETTLING else 0,
    )


def _measure(form: QueryDict, named: Named) -> Measure:
    """Return the measure that was named. Raises Invalid where its day cannot be read."""
    return Measure(
        day_of(form, "day"),
        areas=(named.area,) if named.area else (),
        kinds=(named.about,) if named.about in kinds() else (),
        fields=(named.about,) if named.about in fields() else (),
        settling=named.settling,
    )


@needs("insight.read")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what followed the measure that is named; without one, the form that names it."""
    named, actor = _named(request.GET), actor_of(request)
    refused, there = None, dict[str, Any]()
    try:
        seen = shown.sight(actor)
        if "day" in request.GET:
            found = followed(_measure(request.GET, named), seen)
            there = {**_answer(found, named), "hides": seen.hides, "behind": not seen.hides}
        else:
            queries.as_of()  # says at once where there is no lake
    except NotAllowed:
        raise
    except Refused as refusal:
        refused = refusal
    errors = errors_of(refused)
    of_page = {"refusal": errors.pop("form", ""), "errors": errors, "error_list": list(errors.items())}
    status = status_of(refused) if refused and errors else 200
    form = {"typed": named, "here": "effect", **_choices()}
    return render(request, "desk/insight/effect.html", {**form, **of_page, **there}, status=status)


def _choices() -> dict[str, Any]:
    demands = [(code, sort_name(code)) for code in fields()]
    demands += [(code, f"{code} {sort_name(code)}") for code in kinds()]
    spans = [("0", _("都算"))] + [(str(n), _("%(n)s 周") % {"n": n}) for n in SETTLING if n]
    return {"demands": demands, "areas": list(places().items()), "spans": spans}


def _answer(found: Followed, named: Named) -> Mapping[str, Any]:
    title = _("%(what)s，%(day)s施行") % {"what": named.title, "day": day(found.measure.on)}
    if found.answer is None:
        return {"found": found, "title": title}
    begins = next((one.begins for one in found.blocks if one.after), None)
    return {
        "found": found,
        "title": title,
        "query": named.query,
        "known": found.answer.verdict in {Verdict.FELL, Verdict.ROSE},
        "said": answered.said(found.answer),
        "numbers": answered.numbers(found.answer),
        "least": answered.least(found.answer),
        "beside": answered.beside(found.measure.beside, control=_control(found.answer)),
        "notes": answered.notes(found.answer, found.begins),
        "blocks": [(one, one.begins == begins) for one in found.blocks],
    }


def _control(answer: Effect) -> bool:
    return all(note.code != "stats.effect.no_control" for note in answer.notes)


@needs("insight.read")
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Return what was counted and what would have been as CSV; small numbers are left empty."""
    named = _named(request.GET)
    seen = shown.sight(actor_of(request), exported=True)
    found = followed(_measure(request.GET, named), seen)
    rows: list[list[object]] = [[_("起始日"), _("施行后"), _("人次"), _("没有措施时预计")]]
    for one in found.blocks:
        numbers = ("" if n is None else round(n, 1) for n in (one.counted, one.expected))
        rows.append([one.begins.isoformat(), _("是") if one.after else _("否"), *numbers])
    return taken_along(rows, _("政策效果"))


@needs("matter.read")
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Show the matters that came in after a measure, as far as the actor may open them."""
    actor, named, after = actor_of(request), _named(request.GET), number_of(request.GET, "after")
    there: dict[str, Any] = {"home": reverse("desk:insight_effect"), "home_label": _("政策效果")}
    try:
        chosen = shown.within(_measure(request.GET, named).since(), shown.sight(actor))
        rows = queries.traced(actor, chosen, after=after)
        there |= {"title": named.title, "rows": rows, "back": named.query}
        there["next"] = f"{named.query}&after={rows[-1].id}" if len(rows) == queries.PAGE else ""
        there["first"] = named.query if after else ""
    except NotAllowed:
        raise
    except Refused as refusal:
        there["refusal"] = say(refusal.message, lang())
    return render(request, "desk/insight/behind.html", there)
