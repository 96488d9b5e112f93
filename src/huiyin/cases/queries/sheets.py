"""The answer sheet of a matter as its page shows it, kept or as a first draft."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huiyin.base.clock import local_day
from huiyin.base.errors import NotFound
from huiyin.cases import sheet_words
from huiyin.cases.models import AnswerSheet
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.queries.scope import holds, one, seen
from huiyin.foundation import audit, crypto
from huiyin.foundation.documents import OfficialLetter
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class SheetView:
    """A sheet with the matter it is about; `version` is nought while it is only a draft of the system's."""

    matter: MatterView
    content: Mapping[str, str]
    version: int
    changed_by: str
    changed: datetime | None
    kind: str
    may_edit: bool


def sheet(actor: Actor, matter_id: int, *, at: datetime) -> SheetView:
    """Return the sheet that was kept, or the first draft; opening it opens the matter. Raises NotFound."""
    view = matters.opened(actor, matter_id, at=at)
    kept = _kept(matter_id)
    found = seen(actor, matter_id)
    return SheetView(
        matter=view,
        content=_content(kept) if kept else sheet_words.first_sheet(view, today=local_day(at)),
        version=kept.version if kept else 0,
        changed_by=kept.changed_by.name if kept and kept.changed_by else "",
        changed=kept.changed if kept else None,
        kind=sheet_words.facts(view).kind,
        may_edit=holds(actor, found, "letter.draft") and found.filed_on is None,
    )


def kept_at(actor: Actor, matter_id: int) -> datetime | None:
    """Return when the sheet of a matter in sight was kept last, or None when there is none."""
    rows = AnswerSheet.objects.filter(matter__in=one(actor, matter_id)).exclude(content_sealed=b"")
    return rows.values_list("changed", flat=True).first()


def sheet_page(actor: Actor, matter_id: int, *, at: datetime) -> OfficialLetter:
    """Return a kept sheet as a page to print, and record the download. Raises NotFound while none is kept."""
    matter = seen(actor, matter_id)
    kept = _kept(matter_id)
    if kept is None:
        raise NotFound("sheet.not_kept")
    audit.record("sheet.download", actor=actor.label, about=f"matter:{matter.pk}", at=at)
    return sheet_words.page(
        _content(kept),
        number=matter.number,
        headline=matter.headline,
        office=kept.office.name,
        day=local_day(kept.changed),
    )


def _kept(matter_id: int) -> AnswerSheet | None:
    rows = AnswerSheet.objects.select_related("matter", "office", "changed_by").filter(matter_id=matter_id)
    return rows.exclude(content_sealed=b"").first()


def _content(kept: AnswerSheet) -> Mapping[str, str]:
    key = crypto.open_key(kept.matter.key)
    content: Mapping[str, str] = json.loads(crypto.unseal_text(key, kept.content_sealed, about="sheet"))
    return content
