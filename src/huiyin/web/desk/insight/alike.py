"""Like matters that ended unlike, to be read again together; never a list of offices or persons."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.errors import NotAllowed, Refused
from huiyin.foundation.wording import say
from huiyin.insight import queries, shown
from huiyin.insight.alike import Alike, Group, Spread, alike
from huiyin.insight.usual import ALIKE
from huiyin.stats.pooling import WIDEST
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.insight.asked import field_choices, sort_name, wanted
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

PERIODS, USUAL = ALIKE.offered, ALIKE.usual  # weeks
_NO_FACTOR = 1.05  # a range that begins under it may be no difference at all


@needs("insight.read")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show groups of like matters that ended unlike, as far as the actor may open them."""
    actor, asked = actor_of(request), wanted(request.GET, PERIODS, USUAL)
    try:
        seen = shown.sight(actor)
        found = alike(actor, asked.chosen(queries.as_of()), seen)
        there = {**_page(found), "hides": seen.hides}
    except NotAllowed:
        raise
    except Refused as refusal:
        there = {"refusal": say(refusal.message, lang())}
    periods = [(str(n), _("近 %(n)s 周办完的") % {"n": n}) for n in PERIODS]
    chosen = {"asked": asked, "periods": periods, "fields": field_choices(), "here": "alike"}
    return render(request, "desk/insight/alike.html", {**chosen, **there})


def _page(found: Alike) -> dict[str, Any]:
    return {
        "found": found,
        "groups": [(one, _lead(one), _chance(one)) for one in found.groups],
        "spreads": _spreads(found.spreads),
    }


def _lead(group: Group) -> str:
    """Return what is alike about a group, and how some of it ended."""
    said = {
        "kind": sort_name(group.kind),
        "nature": say(f"law.nature.{group.nature}", lang()),
        "outcome": _outcome(group.outcome),
        "n": group.ended_so,
        "all": group.many,
    }
    return _("%(kind)s（%(nature)s）：%(all)s 件里有 %(n)s 件是“%(outcome)s”，分布不匀") % said


def _chance(group: Group) -> str:
    """Return how likely chance alone makes such a group."""
    percent = 100 * group.chance
    much = _("不到百分之一") if percent < 1 else _("约百分之 %(n)s") % {"n": f"{percent:.0f}"}
    return _("同样明显的，%(much)s只是偶然。先看下面几件：") % {"much": much}


def _outcome(code: str) -> str:
    return say(f"alike.outcome.{code}", lang())


def _spreads(spreads: Sequence[Spread]) -> list[str]:
    """Return by what factor offices differ, and in one sentence where they cannot be told apart."""
    told, alike_ = [], []
    for one in spreads:
        if one.low < _NO_FACTOR:
            alike_.append(one)
            continue
        open_end = one.high >= WIDEST - 1
        high = _("%(n)s 以上") % {"n": f"{WIDEST:.0f}"} if open_end else f"{one.high:.1f}"
        said = {"outcome": _outcome(one.outcome), "factor": f"{one.factor:.1f}", "low": f"{one.low:.1f}"}
        told.append(
            _("%(outcome)s：各单位之间通常相差约 %(factor)s 倍（95%% 的范围：%(low)s 至 %(high)s）。")
            % {**said, "high": high}
        )
    if alike_:
        named = _("、").join(_outcome(one.outcome) for one in alike_)
        most = f"{max(one.high for one in alike_):.1f}"
        told.append(
            _("%(named)s：各单位之间说不出有差别（95%% 的范围都含 1 倍，就是没有差别；至多 %(most)s 倍）。")
            % {"named": named, "most": most}
        )
    return told
