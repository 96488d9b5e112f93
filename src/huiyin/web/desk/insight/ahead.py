"""What will come in, and where trouble is likely: each with how often it was right."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.errors import NotAllowed, Refused
from huiyin.foundation.wording import say
from huiyin.insight import ahead
from huiyin.insight.ahead import Foretold, Standing, Warned
from huiyin.insight.believed import Sum
from huiyin.stats.warning import policy_weeks
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.insight.asked import place_name, places, sort_name
from huiyin.web.desk.insight.words import of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_LEVELS = ("whole", "area", "field")
_MOST = 50  # warnings on the page
_PARTS = 3  # of a warning in words


@needs("insight.read")
@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """Show what will come in within four weeks with intervals, and how earlier forecasts went."""
    measure = "persons" if request.GET.get("of") == "persons" else "petitions"
    try:
        found = ahead.foretold(actor_of(request), measure)
        page = {"found": found, **(_forecast(found, measure) if found else {})}
    except NotAllowed:
        raise
    except Refused as refusal:
        page = {"refusal": say(refusal.message, lang())}
    return render(request, "desk/insight/forecast.html", {"measure": measure, **page})


def _forecast(found: Foretold, measure: str) -> dict[str, Any]:
    named = places()
    rows = [(place_name(one.area, named) if one.area else sort_name(one.field), one) for one in found.sums]
    record = [(level, test) for level in _LEVELS for test in found.record.get(level, ())]
    return {
        "areas": [(name, _weeks(one), one.known) for name, one in rows if one.area],
        "fields": [(name, _weeks(one), one.known) for name, one in rows if one.field],
        "course": _course(found, measure),
        "sure": {level: _sure(found, level) for level in _LEVELS},
        "doubted": [
            (level, _percent(one.held), _percent(one.wider))
            for level in _LEVELS
            if (one := found.doubted.get(level)) and _shown(found, level)
        ],
        "record": [
            (level, one.since, _percent(one.better), _percent(one.inside_80), _percent(one.inside_95))
            for level, one in record
        ],
    }


def _sure(found: Foretold, level: str) -> str:
    """Return with how much certainty the ranges of a level are shown, nothing where none are."""
    doubted = found.doubted.get(level)
    return _("八成") if doubted is None else "" if doubted.wider is None else _("九成半")


def _shown(found: Foretold, level: str) -> bool:
    return found.whole is not None if level == "whole" else any(one.level == level for one in found.sums)


def _weeks(one: Sum) -> list[tuple[float | None, float | None, float | None]]:
    return list(zip(one.mean, one.low, one.high, strict=True))


def _course(found: Foretold, measure: str) -> list[dict[str, Any]]:
    """Return the past weeks with what came, then the weeks to come with what is foretold, of the whole."""
    if found.whole is None or found.past is None:
        return []
    numbers = found.past.persons if measure == "persons" else found.past.petitions
    came = [{"day": day, "came": n} for day, n in zip(found.past.begins, numbers, strict=True)]
    whole = found.whole
    return came + [
        {"day": day, "mean": whole.mean[n], "low": whole.low[n], "high": whole.high[n]}
        for n, day in enumerate(found.weeks)
    ]


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


@needs("insight.read")
@require_safe
def warning(request: HttpRequest) -> HttpResponse:
    """Show where trouble is likely within four weeks, what speaks for it, how often it was right."""
    try:
        found = ahead.warnings(actor_of(request))
        named = places()
        told, came = found.looked_back
        page = {
            "found": found,
            "cells": [
                (of(place_name(one.area, named), sort_name(one.kind)), one.index, _parts(one))
                for one in found.cells[:_MOST]
            ],
            "calibration": [
                (int(one["cells"]), _percent(one["said"]), _percent(one["came"])) for one in found.calibration
            ],
            "standing": [
                (of(place_name(one.area, named), sort_name(one.kind)), _signs(one))
                for one in found.standing[:_MOST]
            ],
            "told": told,
            "came": came,
        }
    except NotAllowed:
        raise
    except Refused as refusal:
        page = {"refusal": say(refusal.message, lang())}
    return render(request, "desk/insight/warning.html", page)


def _parts(one: Warned) -> list[tuple[str, str]]:
    """Return the signals that tell most, each with what it adds to the log odds."""
    return [
        (say(f"insight.signal.{name}", lang()), f"{part:+.1f}".replace("-", "−"))
        for name, part in one.parts[:_PARTS]
        if part
    ]


def _signs(one: Standing) -> list[str]:
    """Return what stands out of a cell, each in words with what it is."""
    found = dict(one.signs)  # PostgreSQL keeps the names of a JSON object in an order of its own
    return [words(found[name]) for name, words in _SIGNS.items() if name in found]


_SIGNS: Mapping[str, Callable[[float], str]] = {
    "surge": lambda n: _("异常分数 %(n)s") % {"n": f"{n:.1f}"},
    "over_forecast": lambda n: _("近四周比预测多 %(n)s 个标准差") % {"n": f"{n:.1f}"},
    "old_backlog": lambda n: _("未结的有 %(n)s%% 超过 30 天") % {"n": _percent(n)},
    "overdue": lambda n: _("未结的有 %(n)s%% 超过 60 天") % {"n": _percent(n)},
    "repeats": lambda n: _("重复来访未了，为未结的 %(n)s%%") % {"n": _percent(n)},
    "load": lambda n: _("未结为往常四周来件的 %(n)s 倍") % {"n": f"{math.exp(n):.1f}"},
    "policy": lambda n: _("政策变动约 %(n)s 周前") % {"n": policy_weeks(n)},
}
