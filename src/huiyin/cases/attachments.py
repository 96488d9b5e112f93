"""Files that come with a petition or a matter: checked by content, sealed, kept outside the database."""

from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from huiyin.base.errors import Invalid
from huiyin.cases.models import Attachment, Draft, Matter, Petition
from huiyin.foundation import crypto, files
from huiyin.orgs.rules import Actor


def keep(
    stream: BinaryIO,
    *,
    name: str,
    by: Actor,
    at: datetime,
    draft: Draft | None = None,
    matter: Matter | None = None,
    petition: Petition | None = None,
) -> Attachment:
    """Keep one file for a draft, a matter or a petition. Raises Invalid when it is not acceptable."""
    beside = Attachment.objects.filter(draft=draft) if draft else Attachment.objects.filter(matter=matter)
    limit = settings.HUIYIN_UPLOAD_COUNT if draft else 10 * settings.HUIYIN_UPLOAD_COUNT
    if beside.count() >= limit:
        raise Invalid("files.too_many", field="files", limit=limit)
    stored = files.keep(
        stream,
        name=name,
        root=settings.HUIYIN_HOME / "files",
        limit_bytes=settings.HUIYIN_UPLOAD_MB * 1024 * 1024,
        encrypt=crypto.house_seal,
    )
    return Attachment.objects.create(
        draft=draft,
        matter=matter,
        petition=petition,
        sha256=stored.sha256,
        name_sealed=crypto.house_seal(stored.name_clean.encode()),
        size=stored.size,
        content_type=stored.content_type.mime,
        by_id=by.staff,
        at=at,
    )


def content(attachment: Attachment) -> bytes:
    """Return a kept file's bytes."""
    return files.open_kept(
        attachment.sha256, root=settings.HUIYIN_HOME / "files", decrypt=crypto.house_unseal
    )


def erase_forgotten(*, at: datetime) -> int:
    """Erase the bytes that no draft, petition or matter refers to any more; return how many files."""
    root = settings.HUIYIN_HOME / "files"
    erased = 0
    for checksum in files.stale(root, now=at):
        if not Attachment.objects.filter(sha256=checksum).exists():
            erased += files.remove_stale(checksum, root=root, now=at)
    return erased
