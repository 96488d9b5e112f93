"""The page of a problem: who asks for what, since when, where, at which step it waits, how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.clock import today
from huiyin.base.errors import NotAllowed, Refused
from huiyin.foundation.wording import say
from huiyin.insight import found, profile, queries
from huiyin.insight.profile import UNKNOWN, Part, Profile
from huiyin.insight.undertaken.queries import of_findings
from huiyin.insight.usual import PROFILE
from huiyin.orgs.rules import Actor
from huiyin.text.taxonomy import kinds
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.insight import words
from huiyin.web.desk.insight.asked import PERIODS, Wanted, place_name, places, sort_name, wanted
from huiyin.web.desk.insight.home import points
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang


@dataclass(frozen=True)
class Line:
    """A part in words; `link` leads to its matters, `into` to the profile of a part of it."""

    name: str
    number: int | None
    persons: int | None
    link: str
    into: str = ""


@needs("insight.read")
@require_safe
def problem(request: HttpRequest) -> HttpResponse:
    """Show the profile of a kind of demand, everywhere or in an area."""
    asked, actor = wanted(request.GET), actor_of(request)
    if "weeks" not in request.GET:
        asked = replace(asked, weeks=PROFILE.usual)
    try:
        page = _page(asked, actor)
    except NotAllowed:
        raise
    except Refused as refusal:
        page = {"refusal": say(refusal.message, lang())}
    shown = {
        "asked": asked,
        "title": _title(asked),
        "kinds": [(code, one.name(lang())) for code, one in kinds().items()],
        "periods": [(str(n), _("近 %(n)s 周") % {"n": n}) for n in PERIODS],
        **page,
    }
    return render(request, "desk/insight/profile.html", shown)


def _title(asked: Wanted) -> str:
    if not asked.kind:
        return _("问题画像")
    here = place_name(asked.area, places()) if asked.area else say("insight.scope.everywhere", lang())
    return words.of(here, sort_name(asked.kind))


def _page(asked: Wanted, actor: Actor) -> dict[str, Any]:
    on, named = queries.as_of(), places()
    seen = profile.profile(actor, asked.chosen(on))
    unusual = found.unusual(actor, on=on)
    rows = [row for row in unusual.rows if _about(row, asked)]
    usual = kinds()[asked.kind].path
    return {
        "on": on,
        "found": seen,
        "channels": _lines(seen, seen.channels, "channel", asked, of="contacts"),
        "areas": [_area(seen, part, asked, named) for part in seen.areas],
        "paths": [_path(seen, part, asked) for part in seen.paths],
        "usual_path": say(f"insight.profile.path.{usual or 0}", lang()),
        "stands": _lines(seen, seen.stands, "law.act", asked),
        "waits": [
            (_capital(say(f"law.act.{one.step}", lang())), say(f"law.act.{one.following}", lang()), one)
            for one in seen.waits
        ],
        "in_time": [
            (_capital(say(f"law.duty.{duty}", lang())), share, _link(seen, asked, "due", duty))
            for duty, share in seen.in_time.items()
        ],
        "outcomes": [
            Line(_outcome(part.code), part.number, None, _link(seen, asked, "ended", part.code))
            for part in seen.outcomes
        ],
        "decided": [
            Line(_outcome(part.code), part.number, None, _link(seen, asked, "ended", part.code))
            for part in seen.gap.decided
        ],
        "unknown": [say(f"insight.profile.unknown.{code}", lang()) for code in UNKNOWN],
        "all": _link(seen, asked, "", ""),
        "open_link": _link(seen, asked, "open", ""),
        "findings": [words.told(row, named) for row in rows],
        "undertaken": of_findings(actor, [row.id for row in rows], today=today()),
        "course": points(seen.course, until=on),
        "by_month": seen.course.step == "month",
    }


def _about(row: found.FoundRow, asked: Wanted) -> bool:
    episode = row.episode
    return episode.kind == asked.kind and (not asked.area or not episode.areas or asked.area in episode.areas)


def _link(seen: Profile, asked: Wanted, of: str, which: str) -> str:
    """Return the query that finds the matters of a number; none for who sees numbers only."""
    return "" if seen.hides else replace(asked, of=of, which=which).link()


def _lines(seen: Profile, parts: Sequence[Part], prefix: str, asked: Wanted, of: str = "") -> list[Line]:
    return [
        Line(
            _capital(say(f"{prefix}.{part.code}", lang())),
            part.number,
            part.persons,
            _link(seen, asked, of, part.code) if of else "",
        )
        for part in parts
    ]


def _area(seen: Profile, part: Part, asked: Wanted, named: Any) -> Line:
    there = replace(asked, area=part.code) if part.code else asked
    link = _link(seen, there, "", "") if part.code else ""
    into = there.link() if part.code and not asked.area and part.persons else ""
    return Line(place_name(part.code, named), part.number, part.persons, link, into)


def _path(seen: Profile, part: Part, asked: Wanted) -> Line:
    name = _capital(say(f"insight.profile.path.{part.code}", lang()))
    return Line(name, part.number, None, _link(seen, asked, "paths", part.code))


def _outcome(code: str) -> str:
    result = say(f"law.result.{code}", lang())
    return _capital(say(f"law.stage.{code}", lang()) if result == f"law.result.{code}" else result)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
