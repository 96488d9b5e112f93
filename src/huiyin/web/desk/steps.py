"""Taking a step on a matter: its facts first, then the letter where the law wants one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, NotFound, Refused
from huiyin.cases.queries import matter as queries
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.queries.meanwhile import meanwhile
from huiyin.cases.rules.steps import STEPS, Step, StepField, fields_for
from huiyin.cases.services import letters, work
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.web.desk import shown
from huiyin.web.desk.asked import OptionRow, actor_of, day_of, errors_of, number_of, status_of
from huiyin.web.desk.intake.returning import back_to_intake
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import coded, lang

_WORDED = {"path": "law.path_name", "result": "step.result", "ground": "step.ground"}


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, matter_id: int, act: str) -> HttpResponse:
    """Ask for the facts of a step; then draft its letter, or record the step when it needs none."""
    wanted = STEPS.get(act)
    if wanted is None:
        raise NotFound("cases.step_unknown", act=act)
    if request.method == "GET":
        return _form(request, matter_id, wanted)
    sorting_on = back_to_intake(request, matter_id)
    facts = {field.name: request.POST.get(field.name, "") for field in wanted.fields}
    version = number_of(request.POST, "version")
    try:
        if wanted.sign:
            letter = letters.draft(matter_id, act, facts, version=version, by=actor_of(request), at=now())
            if sorting_on:
                said = _("已起草%(step)s的文书，在待办里签发。")
                messages.success(request, said % {"step": coded(act, "steps.do")})
            return redirect(sorting_on or reverse("desk:letter", args=[letter]))
        on = day_of(request.POST, "day")
        work.take(matter_id, act, facts, on=on, version=version, by=actor_of(request), at=now())
    except Refused as refusal:
        return _form(request, matter_id, wanted, refusal)
    messages.success(request, _("已记录：%(step)s。") % {"step": coded(act, "law.act")})
    return redirect(sorting_on or reverse("desk:matter", args=[matter_id]))


def _form(request: HttpRequest, matter_id: int, step: Step, refusal: Refused | None = None) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    view = queries.opened(actor_of(request), matter_id, at=now())
    errors = errors_of(refusal)
    typed = request.POST if request.method == "POST" else _usual(view, step)
    fitting = _fitting(request, view) if step.act == "transferred" else {}
    found: dict[str, Any] = {
        "matter": view,
        "step": step,
        "fitting": _("；").join(fitting.values()),
        "sorting_on": back_to_intake(request, matter_id),
        "drafts": [row for row in view.letters if row.act == step.act and not row.number],
        "may": step.prepare in shown.powers(actor_of(request), view) or step.act in view.offered,
        "blocked": view.blocked.get(step.act),
        # A sender outside has no account: the office that objected enters what it answered.
        "sender_outside": step.act == "objection_upheld" and all(a.kind != "transferred" for a in view.acts),
        "fields": [
            (f, typed.get(f.name, ""), _options(f, view, fitting), errors.get(f.name, ""))
            for f in fields_for(step, view.nature)
        ],
        "day": typed.get("day") or today().isoformat(),
        "latest": today().isoformat(),
        "meanwhile": meanwhile(actor_of(request), view.id, at=now()) if isinstance(refusal, Conflict) else (),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/step.html", found, status=status_of(refusal) if refusal else 200)


def _receivers(view: MatterView, fitting: Mapping[str, str]) -> list[OptionRow]:
    """Return the offices to transfer to: those that fit, those that work here, those sent the papers."""
    offices = orgs.going_on()
    staff = orgs.colleagues_by_office([o.id for o in offices])
    working = [o for o in offices if staff[o.id]]
    others = shown.office_options([o for o in offices if not staff[o.id]], here=view.office)
    outside = [(code, name + _("（不在本系统办理，另送材料）")) for code, name in others]
    every = [*shown.office_options(working, here=view.office), *outside]
    return sorted(every, key=lambda option: option[0] not in fitting)


def _fitting(request: HttpRequest, view: MatterView) -> dict[str, str]:
    """Return the offices of other authorities that fit a matter, by code, each with its name and why."""
    page = shown.matter_page(actor_of(request), view, today=today())
    own = {int(key) for key, _name in page["units"]} | {view.office}
    codes = {o.id: o.code for o in orgs.going_on() if o.id not in own}
    return {
        codes[p.office]: p.name + _("（") + _("；").join(say(r, lang()) for r in p.reasons) + _("）")
        for p in page["proposals"]
        if p.office in codes
    }


def _usual(view: MatterView, step: Step) -> dict[str, str]:
    """Return what a step's form begins with: the path that was confirmed for the matter."""
    names = {f.name for f in step.fields}
    usual = {"path": str(view.path or ""), "kind": "transfer"}
    return {name: value for name, value in usual.items() if name in names and value}


def _options(field: StepField, view: MatterView, fitting: Mapping[str, str]) -> list[OptionRow]:
    if field.kind == "office":
        return _receivers(view, fitting)
    return [
        (code, say(f"{_WORDED.get(field.name, f'step.{field.name}')}.{code}", lang()))
        for code in field.choices
    ]
