"""The first page of administration: what is still to set up, and the way to everything; roles; numbers."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.clock import today
from huiyin.cases.rules.letters import MARK, number
from huiyin.foundation import numbers as running
from huiyin.foundation.wording import say
from huiyin.orgs import agency
from huiyin.orgs import queries as orgs
from huiyin.orgs.accounts import TAKES_TWO
from huiyin.orgs.rules import REACHES_DOWN, ROLES, SEES_CASES
from huiyin.web.desk.asked import number_of
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import coded, lang


@dataclass(frozen=True)
class Guide:
    """One thing to do on a first installation; `command` where only the operator of the machine can."""

    title: str
    words: str
    href: str
    done: bool
    command: str = ""


@needs("office.edit")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is still to set up, and the way to everything that can be changed."""
    stands = agency.set_up()
    steps = [] if stands.ready else guide(stands)
    found = {
        "here": "home",
        "steps": steps,
        "next_step": next((s for s in steps if not s.done), None),
        "done": sum(s.done for s in steps),
        "no_accusations": stands.ready and not stands.accusations,
    }
    return render(request, "desk/admin/home.html", found)


def guide(stands: agency.SetUp) -> list[Guide]:
    """Return the steps of a first installation, in their order."""
    first = next(iter(orgs.offices()), None)
    office = reverse("desk:office", args=[first.id]) if first else reverse("desk:office_new")
    code = first.code if first else "office"
    areas = reverse("desk:agency") if orgs.divisions() else reverse("desk:areas")
    people = f"{reverse('desk:staff')}#id_form"
    command = f"huiyin staff add wangfang --name 王芳 --office {code} --role head"
    return [
        Guide(_("机关名称和地区"), _("先添加所在地区，再填写机关名称。"), areas, stands.named),
        Guide(_("第一个单位"), _("名称、地区、文号简称、电话、接待地址和时间。"), office, stands.offices),
        Guide(_("受理单位"), _("网上和接口来的信访件由它接收。"), reverse("desk:agency"), stands.intake),
        Guide(
            _("第一位单位负责人"),
            _("能看到信访内容的岗位要两个人同意。现在还没有人能确认，所以由运行这台机器的人执行一次："),
            "",
            stands.confirms,
            command,
        ),
        Guide(
            _("第一位登记人员"),
            _("在“人员”里开通账号，选岗位“登记”；由负责人确认后生效。"),
            people,
            stands.registers,
        ),
        Guide(_("承办人员"), _("同样开通账号，选岗位“承办”。"), people, stands.handles),
    ]


@needs("office.edit")
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show every role in words: what it may do, how far it reaches, what it takes to get it."""
    rows = [
        {
            "name": coded(role, "role"),
            "may": say(f"role_may.{role}", lang()),
            "sees": role in SEES_CASES,
            "branch": role in REACHES_DOWN,
            "two": role in TAKES_TWO,
        }
        for role in ROLES
    ]
    return render(request, "desk/admin/roles.html", {"rows": rows, "here": "home"})


@needs("office.edit")
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show how letters are numbered at an office this year, and the last number of each kind."""
    rows, year = orgs.offices(), today().year
    chosen = number_of(request.GET, "office", rows[0].id if rows else 0)
    office = next((o for o in rows if o.id == chosen), None)
    given = running.given_out() if office else {}
    found = {
        "here": "home",
        "office": office,
        "year": year,
        "options": [(str(o.id), office_name(o)) for o in rows],
        "rows": [
            (say(f"law.letter.{kind}", lang()), number(kind, office.short, year, last or 1), last)
            for kind in MARK
            for last in [given.get(f"letter:{kind}:{office.id}:{year}", 0)]
        ]
        if office
        else [],
    }
    return render(request, "desk/admin/numbers.html", found)
