"""The first page of administration: what is still to set up, and the way to everything; roles; numbers."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound
from huiyin.cases.rules.letters import MARK, number
from huiyin.foundation import numbers as running
from huiyin.foundation.wording import say
from huiyin.orgs import agency, two_persons
from huiyin.orgs import queries as orgs
from huiyin.orgs.account_rows import spare_login
from huiyin.orgs.accounts import TAKES_TWO
from huiyin.orgs.queries import OfficeRow
from huiyin.orgs.rules import REACHES_DOWN, ROLES, SEES_CASES, UNNAMED
from huiyin.web.desk.asked import actor_of, number_of
from huiyin.web.desk.options import letter_name
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
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show what is still to set up, and the way to everything that can be changed.

    Once everything stands it says so, until somebody closes that by POST.
    """
    if request.method == "POST":
        agency.close_ready(by=actor_of(request), at=now())
        return redirect("desk:administration")
    stands = agency.set_up()
    steps = [] if stands.ready else guide(stands, waiting=two_persons.posts_waiting(at=now()))
    found = {
        "here": "home",
        "steps": steps,
        "next_step": next((s for s in steps if not s.done), None),
        "portal": request.build_absolute_uri(reverse("portal:home"))
        if stands.ready and not agency.read_ready()
        else "",
        "done": sum(s.done for s in steps),
        "no_accusations": stands.confirms and not stands.accusations,
        "command": command(),
    }
    return render(request, "desk/admin/home.html", found)


def guide(stands: agency.SetUp, *, waiting: Collection[str] = ()) -> list[Guide]:
    """Return the steps of a first installation, in their order; `waiting` are posts to be confirmed."""
    first = first_office()
    office = reverse("desk:office", args=[first.id]) if first else reverse("desk:office_new")
    areas = reverse("desk:agency") if orgs.divisions() else reverse("desk:areas")
    people = f"{reverse('desk:staff')}#id_form"
    without = not stands.named and agency.values()["name_en"] not in {"", UNNAMED}
    words = _("名称已填好，还差所在地区。") if without else _("先添加所在地区，再填写机关名称。")
    asked = _("已经申请，等负责人登录后在“双人确认”里点确认。")
    return [
        Guide(_("机关名称和地区"), words, areas, stands.named),
        _office_step(first, office, stands),
        Guide(_("受理单位"), _("网上和接口来的信访件由它接收。"), reverse("desk:agency"), stands.intake),
        Guide(
            _("第一位单位负责人"),
            _(
                "能看到信访内容的岗位要两个人同意。现在还没有人能确认，所以由运行这台机器的人执行一次，登录名和姓名换成本人的："
            ),
            "",
            stands.confirms,
            command(),
        ),
        Guide(
            _("第一位登记人员"),
            asked if "registrar" in waiting else _("在“人员”里开通账号，选岗位“登记”；由负责人确认后生效。"),
            people,
            stands.registers,
        ),
        Guide(
            _("承办人员"),
            asked if "handler" in waiting else _("同样开通账号，选岗位“承办”。"),
            people,
            stands.handles,
        ),
    ]


def _office_step(first: OfficeRow | None, office: str, stands: agency.SetUp) -> Guide:
    """Return the step of the first office, which also wants the body that reviews what it decides."""
    title, done = _("第一个单位和它的复查机关"), stands.offices and stands.reviewed
    if first is None or done or not stands.offices:
        words = _("名称、地区、文号简称、电话、接待地址和时间，还有复查机关。")
        return Guide(title, words, office, done)
    words = _(
        "单位已填好，还没有复查机关：处理意见要写明向哪个机关申请复查，一般是本级人民政府或者上一级主管部门。"
    )
    if len(orgs.going_on()) > 1:
        return Guide(title, words, f"{office}#id_superior", done)
    return Guide(title, words, f"{reverse('desk:office_new')}?reviews={first.id}", done)


def first_office() -> OfficeRow | None:
    """Return the office that takes in, or before there is one the first."""
    try:
        return orgs.intake_office()
    except NotFound:
        return next(iter(orgs.going_on()), None)


def command() -> str:
    """Return what the operator of the machine types to let in a head, under a name that nobody has."""
    first = first_office()
    code, called = first.code if first else "office", _("负责人姓名")
    roles = "--role head --role accusation-officer"
    return f"huiyin staff add {spare_login()} --name {called} --office {code} {roles}"


@needs("office.edit")
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show every role in words: what it may do, how far it reaches, what it takes to get it."""
    rows = [
        {
            "name": coded(role, "role"),
            "may": say(f"role_may.{role}", lang()),
            "sees": role in SEES_CASES,
            "restricted": "matter.read_restricted" in ROLES[role],
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
            (letter_name(kind), number(kind, office.short, year, last or 1), last)
            for kind in MARK
            for last in [given.get(f"letter:{kind}:{office.id}:{year}", 0)]
        ]
        if office
        else [],
    }
    return render(request, "desk/admin/numbers.html", found)
