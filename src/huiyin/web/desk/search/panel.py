"""Similar cases on the page of a matter: what was done with the like before, and what they have in common."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from huiyin.base.messages import Message
from huiyin.cases.queries.lists import MatterRow
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.queries.search import SimilarCase, similar_to
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.text.similar import Reason
from huiyin.text.taxonomy import kinds
from huiyin.web.desk.panel import Panel
from huiyin.web.templatetags.wording import lang

_LONGEST = 40  # characters of a request sentence that is shown as a reason


def cases(actor: Actor, view: MatterView, today: date) -> Panel | None:
    """List similar cases with links; nothing for a possible accusation, and nothing without an index."""
    if view.restricted:
        return None
    found = similar_to(actor, view, home=settings.HUIYIN_HOME, today=today)
    return Panel("desk/search/_similar.html", "rest", {"cases": worded(found)}) if found else None


def worded(found: Sequence[SimilarCase]) -> list[tuple[MatterRow, list[str]]]:
    """Return similar cases with their reasons in words."""
    return [(case.row, [_words(reason) for reason in case.reasons]) for case in found]


def _words(reason: Reason) -> str:
    said = reason.said if len(reason.said) <= _LONGEST else f"{reason.said[: _LONGEST - 1]}…"
    if reason.code == "kind":
        said = kinds()[reason.said].name(lang()) if reason.said in kinds() else reason.said
    return say(Message(f"search.reason.{reason.code}", {"said": said}), lang())
