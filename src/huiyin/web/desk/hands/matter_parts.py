"""Forms of the matter page for working together: give and close a task, keep out of the matter, lift that."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, Refused
from huiyin.cases.queries.matter import may_see
from huiyin.cases.services import recusals, tasks
from huiyin.web.desk.asked import actor_of, day_of, number_of
from huiyin.web.desk.matter import page
from huiyin.web.permission import needs


def _under(refusal: Refused, fields: Mapping[str, str]) -> Refused:
    """Return the refusal under the name its field has on the matter page."""
    if isinstance(refusal, Invalid):
        refusal.field = fields.get(refusal.field, refusal.field)
    return refusal


def _back(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Go back to the matter, or to the to-do list when it is out of sight now."""
    if may_see(actor_of(request), matter_id):
        return redirect(f"{reverse('desk:matter', args=[matter_id])}#tasks")
    return redirect("desk:todo")


@needs("task.give")
@require_POST
def give_task(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Give a part of the work to a colleague or a unit."""
    form = request.POST
    typed = {name: form.get(name, "") for name in ("task_to", "task_due", "task_words")}
    try:
        tasks.give(
            matter_id,
            typed["task_to"],
            due=day_of(form, "task_due"),
            words=typed["task_words"],
            by=actor_of(request),
            at=now(),
            anyway=bool(typed["task_to"]) and form.get("task_anyway") == typed["task_to"],
        )
    except Refused as refusal:
        if refusal.message.code == "cases.on_leave":
            typed["task_leave"] = typed["task_to"]
        names = {"to": "task_to", "due": "task_due", "words": "task_words"}
        return page(request, matter_id, form="task", refusal=_under(refusal, names), typed=typed)
    messages.success(request, _("已交办，对方会收到消息。"))
    return _back(request, matter_id)


@needs("task.give")
@require_POST
def task_done(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say what came of a task."""
    words, matter_id = request.POST.get(f"done_{task_id}", ""), number_of(request.POST, "matter")
    try:
        matter_id = tasks.done(task_id, words, by=actor_of(request), at=now())
    except Invalid as refusal:
        field = f"done_{task_id}"
        return page(
            request, matter_id, form=field, refusal=_under(refusal, {"words": field}), typed={"done": words}
        )
    messages.success(request, _("任务已办完，交办的同事会收到消息。"))
    return _back(request, matter_id)


@needs("task.give")
@require_POST
def withdraw_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a task back."""
    matter_id = tasks.withdraw(task_id, by=actor_of(request), at=now())
    messages.info(request, _("任务已收回。"))
    return _back(request, matter_id)


@needs("matter.read")
@require_POST
def recuse(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Keep out of a matter, or order a colleague to."""
    form, actor = request.POST, actor_of(request)
    try:
        if form.get("do") == "order":
            recusals.order(matter_id, number_of(form, "recusal_staff"), by=actor, at=now())
        else:
            recusals.state(matter_id, form.get("recusal_reason", ""), by=actor, at=now())
    except Refused as refusal:
        under = _under(refusal, {"reason": "recusal_reason", "staff": "recusal_staff"})
        return page(request, matter_id, form="recuse", refusal=under)
    messages.success(request, _("回避已记录，负责人会收到消息。"))
    return _back(request, matter_id)


@needs("matter.recuse")
@require_POST
def lift(request: HttpRequest, recusal_id: int) -> HttpResponse:
    """Lift a recusal for a reason."""
    field, matter_id = f"lift_{recusal_id}", number_of(request.POST, "matter")
    words = request.POST.get(field, "")
    try:
        matter_id = recusals.lift(recusal_id, words, by=actor_of(request), at=now())
    except Invalid as refusal:
        under = _under(refusal, {"words": field})
        return page(request, matter_id, form=field, refusal=under, typed={"lift": words})
    messages.success(request, _("回避已解除。"))
    return _back(request, matter_id)
