"""Attached files as pages show them."""

from dataclasses import dataclass

from huiyin.cases import attachments
from huiyin.cases.models import Attachment


@dataclass(frozen=True)
class FileRow:
    """An attached file."""

    id: int
    name: str
    size: int
    content_type: str


def file_row(f: Attachment) -> FileRow:
    """Return an attached file as pages show it."""
    return FileRow(f.pk, attachments.name_of(f), f.size, f.content_type)
