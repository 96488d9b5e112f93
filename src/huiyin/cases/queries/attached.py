"""Attached files as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.base.errors import NotFound
from huiyin.cases import attachments
from huiyin.cases.models import Attachment
from huiyin.cases.queries.scope import visible
from huiyin.foundation import audit
from huiyin.foundation.scans import SHOWN, ScannedPage, page_of
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class FileRow:
    """An attached file."""

    id: int
    name: str
    size: int
    content_type: str
    proof: bool = False

    @property
    def seen(self) -> bool:
        """Return whether its pages can be looked at beside the text; of a proof of service none was typed."""
        return self.content_type in SHOWN and not self.proof


def file_row(f: Attachment) -> FileRow:
    """Return an attached file as pages show it."""
    return FileRow(f.pk, attachments.name_of(f), f.size, f.content_type, f.service_id is not None)


def attached(actor: Actor, file_id: int) -> Attachment:
    """Return a file attached to a matter the actor may see. Raises NotFound."""
    kept = Attachment.objects.select_related("petition__person", "matter")
    found = kept.filter(pk=file_id, matter__in=visible(actor)).first()
    if found is None:
        raise NotFound("cases.file_gone")
    return found


def matter_of_file(actor: Actor, file_id: int) -> int:
    """Return the matter that a file is attached to. Raises NotFound."""
    return attached(actor, file_id).matter_id or 0


def page_seen(actor: Actor, file_id: int, number: int, *, at: datetime) -> ScannedPage:
    """Return a page of an attached paper to look at, and record that it was. Raises NotFound, Invalid."""
    found = attached(actor, file_id)
    audit.record("file.read", actor=actor.label, about=f"file:{found.pk}", at=at)
    name = attachments.name_of(found)
    return page_of(attachments.content(found), found.content_type, number, name=name)
