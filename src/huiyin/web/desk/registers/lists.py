"""The registers with their counts, and each register as a list with filters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.clock import today
from huiyin.base.errors import NotFound
from huiyin.foundation.wording import say
from huiyin.registers import standards
from huiyin.registers.queries import lists
from huiyin.registers.rules.moves import DIRECT, REGISTERS
from huiyin.web.desk.asked import OptionRow, actor_of, number_of
from huiyin.web.desk.places import offices_in_sight
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import coded, lang

SHOWN = ("open", "overdue", "ended", "all")


@needs("matter.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show every register with how many of its items are open and overdue, and what they go by."""
    found = lists.counts(actor_of(request), today=today())
    rows = [(r, *map(_count, found.get(r, (0, 0)))) for r in REGISTERS]
    shown = {"registers": rows, "standards": standards.every(), "today": today()}
    return render(request, "desk/registers/home.html", shown)


def _count(number: int) -> str:
    return _("%(many)s 以上") % {"many": number} if number >= lists.MANY else str(number) if number else ""


@needs("matter.read")
@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """Show the items of one register, the earliest last day first."""
    actor, day, register = actor_of(request), today(), request.GET.get("of", "")
    if register not in REGISTERS:
        raise NotFound("registers.no_item")
    show = request.GET.get("show", "open")
    suggested = register == "backlog" and show == "suggested"
    show = show if show in SHOWN else "open"
    office = number_of(request.GET, "office") or None
    wanted = lists.Wanted(show=show, office=office)
    page = lists.page(actor, register, wanted=wanted, today=day, after=request.GET.get("after", ""))
    kept = {"of": register, "show": show, **({"office": str(office)} if office else {})}
    candidates = lists.backlog_candidates(actor, today=day) if suggested else ()
    counted = lists.count(actor, register, today=day, office=office)
    many = dict(zip(("open", "overdue"), map(_count, counted), strict=True))
    found = {
        "register": register,
        "page": page,
        "kept": kept,
        "offices": offices_in_sight(actor),
        "office": str(office or ""),
        "show": show,
        "tabs": [(code, f"?{urlencode({**kept, 'show': code})}", many.get(code, "")) for code in SHOWN],
        "directs": DIRECT in actor.may,
        "candidates": candidates,
        "suggested": suggested,
        "first": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "next": f"?{urlencode({**kept, 'after': page.after})}" if page.after else "",
    }
    return render(request, "desk/registers/items.html", found)


def worded(codes: tuple[str, ...], prefix: str) -> list[OptionRow]:
    """Return codes to choose from, in words."""
    return [(code, coded(code, prefix)) for code in codes]


def name_of(register: str) -> str:
    """Return the name of a register in the visitor's language."""
    return say(f"registers.name.{register}", lang())
