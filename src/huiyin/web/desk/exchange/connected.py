"""Connected systems as the administrator looks after them: tokens, webhooks, and how these fare."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.base.errors import NotFound, Refused
from huiyin.exchange.loading import map_names
from huiyin.exchange.queries import overview
from huiyin.exchange.queries import systems as shown
from huiyin.exchange.rules.scopes import EVENTS, SCOPES
from huiyin.exchange.services import systems as service
from huiyin.exchange.services import tokens, webhooks
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.orgs import two_persons
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

TYPED = ("code", "name", "office", "map", "days", "url")
_LOG = 50


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    """Show the connected systems; by POST connect another one, or change one."""
    actor, refusal = actor_of(request), None
    typed = {name: request.POST.get(name, "").strip() for name in TYPED}
    if request.method == "POST":
        try:
            service.connect(
                typed["code"],
                name=typed["name"],
                office=typed["office"],
                map_name=typed["map"],
                by=actor,
                at=now(),
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("对接系统已保存。"))
            return redirect("desk:system", code=typed["code"].lower())
    errors = errors_of(refusal)
    found = {
        "systems": overview.systems(actor),
        "paused": [w for w in shown.webhooks(actor) if w.paused_at],
        "offices": [(o.code, o.name_en if lang() == "en" else o.name) for o in orgs.offices()],
        "maps": [(name, name) for name in map_names()],
        "form": typed,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/exchange/systems.html", found, status=status)


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def system(request: HttpRequest, code: str) -> HttpResponse:
    """Show a system's tokens and webhooks; by POST make, rotate, revoke, test, pause, resume, send again."""
    known = next((row for row in overview.systems(actor_of(request)) if row.code == code), None)
    if known is None:
        raise NotFound("exchange.no_system", code=code)
    if request.method != "POST":
        return _page(request, known)
    do = request.POST.get("do", "")
    act = _ACTS.get(do)
    try:
        secret = act(request, code) if act else None
    except NotFound as gone:
        messages.error(request, say(gone.message, lang()))
        return redirect("desk:system", code=code)
    except Refused as refusal:
        return _page(request, known, refusal=refusal)
    if secret:
        return _page(request, known, secret=secret, made="token" if do == "make_confirmed" else do)
    if do == "disconnect":
        messages.success(request, _("对接系统已停用，令牌和推送一并失效。"))
        return redirect("desk:systems")
    said = {
        "token": _("已请负责人确认。确认后，回到本页发放令牌。"),
        "ping": _("测试已发出。几秒钟后刷新本页，在推送记录里看有没有送达。"),
    }
    messages.success(request, said.get(do) or _("已办好。"))
    return redirect("desk:system", code=code)


def _page(
    request: HttpRequest,
    known: overview.SystemRow,
    *,
    refusal: Refused | None = None,
    secret: str = "",
    made: str = "",
) -> HttpResponse:
    actor, before = actor_of(request), number_of(request.GET, "before")
    log = shown.deliveries(actor, system=known.code, before=before, size=_LOG + 1)
    errors = errors_of(refusal)
    found: Mapping[str, Any] = {
        "system": known,
        "tokens": shown.tokens(actor, at=now(), system=known.code),
        "requests": [(r, r.asked_by == actor.staff) for r in tokens.requests(known.code, by=actor, at=now())],
        "webhooks": shown.webhooks(actor, system=known.code),
        "log": log[:_LOG],
        "next": f"?before={log[_LOG - 1].id}" if len(log) > _LOG else "",
        "first": "?" if before else "",
        "scopes": [(s, say(f"exchange.scope.{s}", lang())) for s in SCOPES],
        "events": [(e, say(f"exchange.event.{e}", lang())) for e in EVENTS],
        "chosen": request.POST.getlist("scopes") if refusal else [],
        "chosen_events": request.POST.getlist("events") if refusal else list(EVENTS),
        "form": {name: request.POST.get(name, "") for name in TYPED} if refusal else {"days": "365"},
        "secret": secret,
        "made": made,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    answer = render(
        request, "desk/exchange/connected.html", found, status=status_of(refusal) if refusal else 200
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _token(request: HttpRequest, code: str) -> str:
    """Make a token, or ask for one that takes a second person."""
    scopes, days, by = request.POST.getlist("scopes"), number_of(request.POST, "days"), actor_of(request)
    if tokens.takes_two(scopes):
        tokens.ask_for_token(code, scopes, days=days, by=by, at=now())
        return ""
    return tokens.make_token(code, scopes, days=days, by=by, at=now()).token


def _webhook(request: HttpRequest, code: str) -> str:
    url, events = request.POST.get("url", ""), request.POST.getlist("events")
    return webhooks.add(code, url, events, by=actor_of(request), at=now()).secret


def _of(act: Callable[..., Any]) -> Callable[[HttpRequest, str], str | None]:
    def on_one(request: HttpRequest, _code: str) -> str | None:
        done = act(number_of(request.POST, "id"), by=actor_of(request), at=now())
        return getattr(done, "token", None) or getattr(done, "secret", None)

    return on_one


def _disconnect(request: HttpRequest, code: str) -> None:
    service.disconnect(code, by=actor_of(request), at=now())


_ACTS: Mapping[str, Callable[[HttpRequest, str], str | None]] = {
    "token": _token,
    "make_confirmed": _of(tokens.make_confirmed),
    "withdraw_request": _of(two_persons.withdraw),
    "rotate": _of(tokens.rotate),
    "revoke": _of(tokens.revoke),
    "webhook": _webhook,
    "secret": _of(webhooks.change_secret),
    "ping": _of(webhooks.ping),
    "pause": _of(webhooks.pause),
    "resume": _of(webhooks.resume),
    "close": _of(webhooks.close),
    "resend": _of(webhooks.resend),
    "disconnect": _disconnect,
}
