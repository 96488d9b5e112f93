"""Unsorted matters of which the reading is least sure; one key confirms what it proposes or corrects it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound, Refused
from huiyin.cases.queries.worth_asking import Asked, worth_asking
from huiyin.cases.reading import read_text
from huiyin.cases.services import work
from huiyin.text import Understanding
from huiyin.text.taxonomy import kinds
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.highlight import Stretch, stretches
from huiyin.web.desk.matter import LONGEST_CODE, page, still_seen
from huiyin.web.desk.options import place_options
from huiyin.web.desk.shown import guesses
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import kind_name

_SHOWN = 400  # characters of a text
_LONGEST_KEY = 40


@dataclass(frozen=True)
class Question:
    """One matter to decide about: its redacted words with the evidence marked, and the kinds on offer."""

    row: Asked
    title: Sequence[Stretch]
    text: Sequence[Stretch]
    cut: bool
    seen: Understanding
    kinds: Sequence[tuple[str, float, Sequence[str]]]

    @property
    def nature(self) -> str:
        """Return the purpose that is confirmed with the kind; nothing where a person must look first."""
        return "" if self.seen.nature.possible_accusation else self.seen.nature.value

    @property
    def division(self) -> str:
        """Return the place that is confirmed with the kind."""
        return self.row.division or (self.seen.division.code if self.seen.division else "")


@needs("matter.sort")
@require_safe
def teach(request: HttpRequest) -> HttpResponse:
    """Show the unsorted matters whose sorting teaches most."""
    return _list(request, after=request.GET.get("after", "")[:_LONGEST_KEY])


def _list(request: HttpRequest, *, after: str, refusal: Refused | None = None) -> HttpResponse:
    found = worth_asking(actor_of(request), today=today(), after=after)
    errors = errors_of(refusal)
    shown = {
        "questions": [_question(row) for row in found.rows],
        "after": after,
        "next": f"?{urlencode({'after': found.after})}" if found.after else "",
        "first": reverse("desk:teach") if after else "",
        "error_list": list(errors.items()),
    }
    return render(request, "desk/learning/teach.html", shown, status=status_of(refusal) if refusal else 200)


def _question(row: Asked) -> Question:
    seen = read_text(row.text, row.title, home=settings.HUIYIN_HOME)
    found = [("kind", span) for kind in seen.kinds for span in kind.evidence]
    return Question(
        row=row,
        title=stretches(row.shown_title, found, where="title"),
        text=stretches(row.shown_text[:_SHOWN], found),
        cut=len(row.shown_text) > _SHOWN,
        seen=seen,
        kinds=guesses(seen),
    )


@needs("matter.sort")
@require_POST
def confirm(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Confirm a kind that was offered, with purpose and place as they were shown beside it."""
    typed = {name: request.POST.get(name, "")[:LONGEST_CODE] for name in ("nature", "kind", "division")}
    after = request.POST.get("after", "")[:_LONGEST_KEY]
    known = kinds().get(typed["kind"])
    path = known.path if known and typed["nature"] == "claim" else None
    division = typed["division"] if typed["division"] in {code for code, _name in place_options()} else ""
    sorting = work.Sorting(typed["nature"], typed["kind"], path, division, usual=True)
    from_list = request.POST.get("back", "") == "teach"
    try:
        version = number_of(request.POST, "version")
        work.sort(matter_id, sorting, version=version, by=actor_of(request), at=now())
    except NotFound:
        raise
    except Refused as refusal:
        if from_list:
            return _list(request, after=after, refusal=refusal)
        typed["path"] = str(path or "")
        return page(request, matter_id, form="sort", refusal=refusal, typed=typed)
    messages.success(request, _("已确认：%(kind)s。") % {"kind": kind_name(typed["kind"])})
    if from_list:
        return redirect(f"{reverse('desk:teach')}?{urlencode({'after': after})}" if after else "desk:teach")
    return still_seen(request, matter_id)
