"""Setting an act right: what it says, what it should say, what that changes, and only then done."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, NotFound, Refused
from huiyin.cases.correcting import Asked
from huiyin.cases.queries import correcting as queries
from huiyin.cases.queries.correcting import Preview, WrongAct
from huiyin.cases.queries.watched import watched
from huiyin.cases.rules.steps import StepField
from huiyin.cases.services import correcting
from huiyin.foundation.wording import say
from huiyin.law.compared import Moved
from huiyin.law.limits import Deadline
from huiyin.orgs import queries as orgs
from huiyin.web.desk.acts import act_facts
from huiyin.web.desk.asked import OptionRow, actor_of, day_of, errors_of, number_of, status_of
from huiyin.web.desk.matter import still_seen
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import coded, day, lang

UNDO, INSTEAD = "undo", "instead"
_WORDED = {"path": "law.path_name", "channel": "channel", "how": "service.how", "ground": "step.ground"}


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, matter_id: int, position: int) -> HttpResponse:
    """Show an act and what can be set right of it; show what that changes; asked to a second time, do it."""
    actor, at = actor_of(request), now()
    wrong = queries.wrong_act(actor, matter_id, position, at=at)
    if request.method == "GET":
        return _page(request, wrong, _usual(wrong, request.GET.get("way", "")))
    typed = request.POST
    try:
        asked = _asked(typed, wrong)
        if typed.get("do") != "carry":
            preview = queries.previewed(actor, matter_id, position, asked, at=at)
            return _page(request, wrong, typed, preview=preview)
        version = number_of(typed, "version")
        done = correcting.correct(matter_id, position, asked, version=version, by=actor, at=at)
    except Refused as refusal:
        return _page(request, wrong, typed, refusal=refusal)
    messages.success(request, _said(wrong, undone=done.undo))
    return still_seen(request, matter_id)


def _said(wrong: WrongAct, *, undone: bool) -> str:
    step = coded(wrong.root, "law.act")
    if wrong.kind == "corrected":
        return _("已撤回对“%(step)s”的更正，恢复到更正以前。") % {"step": step}
    if undone:
        return _("已撤销“%(step)s”。要重新办理的，在“下一步”里选择。") % {"step": step}
    return _("已更正“%(step)s”。") % {"step": step}


def _asked(typed: QueryDict, wrong: WrongAct) -> Asked:
    """Return what somebody asked for. Raises Invalid for a day that is none."""
    undo = typed.get("way") != INSTEAD
    dated = not undo and not wrong.letter_day
    return Asked(
        undo=undo,
        reason=typed.get("reason", ""),
        day=day_of(typed, "day") if dated else None,
        fields={} if undo else {f.name: typed.get(f.name, "") for f in wrong.changeable},
        letter_agrees=typed.get("letter_agrees") == "1",
    )


def _usual(wrong: WrongAct, way: str) -> Mapping[str, str]:
    """Return what the form begins with: what the act says, and the way that is open."""
    open_ways = [
        name for name, barred in ((INSTEAD, wrong.no_changing), (UNDO, wrong.no_undoing)) if not barred
    ]
    said = {name: str(value) for name, value in wrong.fields.items()}
    chosen = way if way in (UNDO, INSTEAD) else (open_ways or [UNDO])[0]
    return {**said, "way": chosen, "day": wrong.day.isoformat()}


def _page(
    request: HttpRequest,
    wrong: WrongAct,
    typed: Mapping[str, str],
    *,
    preview: Preview | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    errors = errors_of(refusal)
    way = INSTEAD if typed.get("way") == INSTEAD else UNDO
    names = {o.code: office_name(o) for o in orgs.offices()}
    found: dict[str, Any] = {
        "wrong": wrong,
        "matter": wrong.matter,
        "facts": act_facts(wrong.fields, names),
        "way": way,
        "is_instead": way == INSTEAD,
        "is_undo": way == UNDO,
        "agrees": [("1", _("我看过文书原文：上面写的就是改后的内容，只是系统里记错了"))],
        "barred": wrong.no_changing if way == INSTEAD else wrong.no_undoing,
        "both_barred": wrong.no_changing and wrong.no_undoing,
        "fields": [(f, typed.get(f.name, ""), _options(f), errors.get(f.name, "")) for f in wrong.changeable],
        "typed": typed,
        "day": typed.get("day", ""),
        "between": _between(wrong),
        "errors": errors,
        "error_list": list(errors.items()),
        "preview": _preview(preview) if preview else None,
        "stale": isinstance(refusal, Conflict),
    }
    return render(
        request, "desk/correcting/correct.html", found, status=status_of(refusal) if refusal else 200
    )


def _between(wrong: WrongAct) -> str:
    """Return which days are possible, as the help of the field says it."""
    if wrong.first is None:
        return _("不晚于%(last)s。") % {"last": day(wrong.last)}
    if wrong.first == wrong.last:
        return _("前后两步都在%(last)s，只能是这一天。") % {"last": day(wrong.last)}
    return _("在前后两步之间：%(first)s到%(last)s。") % {"first": day(wrong.first), "last": day(wrong.last)}


def _options(field: StepField) -> list[OptionRow]:
    return [
        (code, say(f"{_WORDED.get(field.name, f'step.{field.name}')}.{code}", lang()))
        for code in field.choices
    ]


def _preview(preview: Preview) -> Mapping[str, Any]:
    """Return what a correction changes, as the page lays it out: before, then after."""
    plan, on = preview.plan, today()
    return {
        "stages": (plan.before.state.stage, plan.after.state.stage),
        "moved": [_row(change, on) for change in plan.moved],
        "follows": [(message, message.code.rpartition(".")[2] == "watched") for message in preview.follows],
        "said": act_facts(_fields_said(plan.said), {}) if not plan.undo else [],
        "day_said": day(_day_said(plan.said)) if not plan.undo else "",
    }


def _fields_said(said: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {name: value for name, value in said[0]["instead"].items() if name not in {"act", "day"}}


def _day_said(said: Sequence[Mapping[str, Any]]) -> str:
    return str(said[0]["instead"]["day"])


def _row(change: Moved, on: date) -> Mapping[str, Any]:
    return {
        "duty": change.duty,
        "owed_by": change.owed_by,
        "sides": (_side(change.before, on), _side(change.after, on)),
    }


def _side(deadline: Deadline | None, on: date) -> Mapping[str, Any] | None:
    if deadline is None:
        return None
    return {"deadline": deadline, "days": (deadline.due - on).days if deadline.due else None}


@needs("branch.overview")
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Show the corrections that gave an office time or cost a petitioner some, newest first."""
    after = number_of(request.GET, "after")
    rows, more = watched(actor_of(request), after=after)
    found = {
        "rows": rows,
        "first": request.path if after else "",
        "next": f"?after={more}" if more else "",
    }
    return render(request, "desk/correcting/corrections.html", found)
