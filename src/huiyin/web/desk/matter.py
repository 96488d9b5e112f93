"""One matter on one page, and the small things done on it: sort, give, hand, note, attach, unmask."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotFound, Refused
from huiyin.cases import elsewhere
from huiyin.cases.queries import matter as queries
from huiyin.cases.queries import papers
from huiyin.cases.queries.meanwhile import meanwhile
from huiyin.cases.queries.passed import passed_on
from huiyin.cases.queries.petitions import unmasked
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import retitling, work
from huiyin.web.desk import shown
from huiyin.web.desk.acts import course
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of, uploads
from huiyin.web.desk.options import place_options
from huiyin.web.desk.panels import panels
from huiyin.web.permission import needs

LONGEST_CODE = 12
LONGEST_TITLE = 200
SORTED = ("nature", "kind", "path", "division")


@needs("matter.read")
@require_safe
def matter(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Show one matter: what was written, what the system reads in it, what is due, done, and possible."""
    return page(request, matter_id)


def page(
    request: HttpRequest,
    matter_id: int,
    *,
    form: str = "",
    refusal: Refused | None = None,
    typed: Mapping[str, str] | None = None,
    unmasked: tuple[int, Sequence[PersonGiven]] | None = None,
) -> HttpResponse:
    """Show the matter as it is now; `typed` is what the refused `form` held, so that nothing is lost."""
    if isinstance(refusal, NotFound):
        raise refusal
    view = queries.opened(actor_of(request), matter_id, at=now())
    found: dict[str, Any] = shown.matter_page(actor_of(request), view, today=today())
    found["course"] = course(found["acts"], passed_on(view))
    found["others_correct"] = [act for act in found["acts"] if act.row.mark.corrected_by]
    found["own_clock"] = elsewhere.own_clock(
        view.state, view.kind, view.state.path or view.path, today=today()
    )
    found["panels"] = panels(actor_of(request), view, today=today())
    errors = errors_of(refusal)
    found |= {"form": form, "errors": errors, "error_list": list(errors.items()), "typed": typed or {}}
    if isinstance(refusal, Conflict):
        found["meanwhile"] = meanwhile(actor_of(request), matter_id, at=now())
    if form == "sort":
        found["sorting"] = {**found["sorting"], **(typed or {})}
    if unmasked:
        found |= {"unmasked_petition": unmasked[0], "unmasked": unmasked[1]}
    return render(request, "desk/matter.html", found, status=status_of(refusal) if refusal else 200)


def _done(matter_id: int, place: str) -> HttpResponse:
    return redirect(f"{reverse('desk:matter', args=[matter_id])}#{place}")


@needs("matter.sort")
@require_POST
def sort(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Confirm or correct nature, kind, path and place in one go."""
    typed = {name: request.POST.get(name, "")[:LONGEST_CODE] for name in SORTED}
    path = number_of(request.POST, "path", -1) if typed["path"] else None
    division = typed["division"] if typed["division"] in {code for code, _name in place_options()} else ""
    try:
        work.sort(
            matter_id,
            work.Sorting(typed["nature"], typed["kind"], path, division),
            version=number_of(request.POST, "version"),
            by=actor_of(request),
            at=now(),
        )
    except Refused as refusal:
        return page(request, matter_id, form="sort", refusal=refusal, typed=typed)
    messages.success(request, _("分类已确认。"))
    return still_seen(request, matter_id)


@needs("matter.sort")
@require_POST
def retitle(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Give the matter another title."""
    typed = {"headline": request.POST.get("headline", "")[:LONGEST_TITLE]}
    try:
        version = number_of(request.POST, "version")
        retitling.retitle(matter_id, typed["headline"], version=version, by=actor_of(request), at=now())
    except Refused as refusal:
        return page(request, matter_id, form="retitle", refusal=refusal, typed=typed)
    messages.success(request, _("标题已更改。"))
    return _done(matter_id, "top")


def still_seen(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Go back to the matter, or to the list when it is now out of the officer's sight."""
    if queries.may_see(actor_of(request), matter_id):
        return _done(matter_id, "top")
    messages.info(request, _("事项已移出您的权限范围，由有权限的同事继续办理。"))
    return redirect("desk:todo")


@needs("matter.sort")
@require_POST
def give(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Give the matter to a colleague."""
    staff, version = number_of(request.POST, "handler"), number_of(request.POST, "version")
    anyway = number_of(request.POST, "anyway") == staff
    try:
        work.give_to(matter_id, staff, version=version, by=actor_of(request), at=now(), anyway=anyway)
    except Refused as refusal:
        leave = str(staff) if refusal.message.code == "cases.on_leave" else ""
        typed = {"handler": str(staff), "leave": leave}
        return page(request, matter_id, form="give", refusal=refusal, typed=typed)
    messages.success(request, _("已交给同事办理。"))
    return _done(matter_id, "top")


@needs("act.intake")
@require_POST
def hand(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Hand the matter to another unit of the same authority."""
    office, version = number_of(request.POST, "office"), number_of(request.POST, "version")
    try:
        if not office:
            raise Invalid("cases.unit_missing", field="office")
        work.hand_to_unit(matter_id, office, version=version, by=actor_of(request), at=now())
    except Refused as refusal:
        return page(request, matter_id, form="hand", refusal=refusal, typed={"office": str(office)})
    messages.success(request, _("已交本机关的另一单位办理，期限继续计算。"))
    return still_seen(request, matter_id)


@needs("note.write")
@require_POST
def note(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Add a note for colleagues."""
    text = request.POST.get("note", "")
    try:
        work.note(matter_id, text, by=actor_of(request), at=now())
    except Refused as refusal:
        return page(request, matter_id, form="note", refusal=refusal, typed={"note": text})
    messages.success(request, _("备注已添加。"))
    return _done(matter_id, "notes")


@needs("note.write")
@require_POST
def attach(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Attach files to the matter."""
    try:
        files = uploads(request)
        if not files:
            raise Invalid("desk.file_missing", field="files")
        for name, stream in files:
            work.attach(matter_id, stream, name=name, by=actor_of(request), at=now())
    except Refused as refusal:
        return page(request, matter_id, form="attach", refusal=refusal)
    return _done(matter_id, "files")


@needs("person.unmask")
@require_POST
def unmask(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Show who petitions in clear, once, for a reason that goes on record."""
    petition, reason = number_of(request.POST, "petition"), request.POST.get("reason", "")
    try:
        people = unmasked(actor_of(request), petition, reason=reason, at=now())
    except Refused as refusal:
        return page(request, matter_id, form="unmask", refusal=refusal, typed={"petition": str(petition)})
    return page(request, matter_id, unmasked=(petition, people))


@needs("matter.read")
@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """Download an attached file; it is never shown inside a page of ours."""
    found = papers.file(actor_of(request), file_id, at=now())
    response = HttpResponse(found.content, content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response
