"""Leave and delegation: who stands in for whom, from when to when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.base.clock import now, today
from huiyin.base.errors import Refused
from huiyin.foundation.wording import say
from huiyin.orgs import standing_in, two_persons
from huiyin.web.desk.asked import actor_of, day_of, errors_of, number_of, status_of
from huiyin.web.desk.hands.panels import named
from huiyin.web.permission import staff
from huiyin.web.templatetags.wording import lang


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Show who is away and who stands in, and let one set it for oneself or, as the head, for colleagues."""
    actor, form, refusal = actor_of(request), request.POST, None
    if request.method == "POST":
        try:
            begun = standing_in.set_stand_in(
                number_of(form, "giver", actor.staff or 0),
                number_of(form, "taker"),
                kind=form.get("kind", ""),
                from_day=day_of(form, "from_day"),
                to_day=day_of(form, "to_day"),
                by=actor,
                at=now(),
            )
            asked = _("已提出申请。这位同事会因此看到更多内容，另一位负责人在“双人确认”里同意以后才生效。")
            messages.success(request, _("已设定，代办的同事会收到消息。") if begun else asked)
            return redirect("desk:away")
        except Refused as refused:
            refusal = refused
    errors, day = errors_of(refusal), today()
    givers = standing_in.givers(actor)
    chosen = number_of(form, "giver", actor.staff or 0)
    found = {
        "rows": standing_in.current(actor, on=day),
        "waiting": two_persons.asked(actor, "stand_in", at=now()),
        "givers": [(str(c.id), c.name) for c in givers],
        "takers": [named(str(c.id), c.name, c.office) for c in standing_in.takers(chosen)],
        "kinds": [(kind, say(f"away.{kind}", lang())) for kind in standing_in.KINDS],
        "typed": {"giver": str(chosen), "from_day": day.isoformat(), "kind": "leave", **form.dict()},
        "errors": errors,
        "error_list": list(errors.items()),
        "today": day,
    }
    return render(request, "desk/hands/away.html", found, status=status_of(refusal) if refusal else 200)


@staff
@require_POST
def end(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End a leave or delegation early."""
    standing_in.end(delegation_id, by=actor_of(request), at=now())
    messages.info(request, _("代办已结束。"))
    return redirect("desk:away")
