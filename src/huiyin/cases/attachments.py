"""Files that come with a petition or a matter: checked by content, sealed, kept outside the database.

A petition's file is sealed under its petitioner's key and a matter's under the matter's, each on a shelf
of its own: destroying the key erases the file, in every backup too. What belongs to a draft is sealed
under the house's key until it is sent.
"""

from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from huiyin.base.errors import Invalid, NotFound
from huiyin.cases.models import Attachment, Draft, Matter, Petition, Service
from huiyin.foundation import crypto, files
from huiyin.orgs.rules import Actor

HOUSE = "house"
_SHORT = 12  # of a key's mark


def keep(
    stream: BinaryIO,
    *,
    name: str,
    by: Actor,
    at: datetime,
    draft: Draft | None = None,
    matter: Matter | None = None,
    petition: Petition | None = None,
    service: Service | None = None,
) -> Attachment:
    """Keep one file for a draft, a matter or a petition; with `service` it proves that a letter was served.

    Raises Invalid when it is not acceptable.
    """
    beside = Attachment.objects.filter(draft=draft) if draft else Attachment.objects.filter(matter=matter)
    limit = settings.HUIYIN_UPLOAD_COUNT if draft else 10 * settings.HUIYIN_UPLOAD_COUNT
    if beside.count() >= limit:
        raise Invalid("files.too_many", field="files", limit=limit)
    kept = Attachment(draft=draft, matter=matter, petition=petition, service=service, by_id=by.staff, at=at)
    kept.shelf = _shelf(kept)
    stored = files.keep(
        stream,
        name=name,
        root=settings.HUIYIN_HOME / "files",
        limit_bytes=settings.HUIYIN_UPLOAD_MB * 1024 * 1024,
        encrypt=partial(_seal, kept, about="file"),
        shelf=kept.shelf,
    )
    kept.sha256, kept.size, kept.content_type = stored.sha256, stored.size, stored.content_type.mime
    kept.name_sealed = _seal(kept, stored.name_clean.encode(), about="file.name")
    kept.save(force_insert=True)
    return kept


def hand_over(draft: Draft, petition: Petition) -> None:
    """Let the files of a draft become those of the petition it was sent as, under the petitioner's key."""
    root = settings.HUIYIN_HOME / "files"
    for file in Attachment.objects.filter(draft=draft).order_by("id"):
        said, held = name_of(file), content(file)
        file.draft, file.petition, file.matter = None, petition, petition.matter
        file.shelf = _shelf(file)
        files.keep_again(held, root=root, encrypt=partial(_seal, file, about="file"), shelf=file.shelf)
        file.name_sealed = _seal(file, said.encode(), about="file.name")
        file.save()


def _shelf(file: Attachment) -> str:
    """Return a shelf for each key: a number may come again after a restore, a key does not."""
    if file.petition is not None:
        person = file.petition.person
        return f"p{person.pk}-{crypto.mark(person.key)[:_SHORT]}"
    if file.matter is not None:
        return f"m{file.matter.pk}-{crypto.mark(file.matter.key)[:_SHORT]}"
    return HOUSE


def _key(file: Attachment) -> bytes:
    if file.shelf.startswith("p"):
        if file.petition is None:
            raise NotFound("files.missing")
        return crypto.open_key(file.petition.person.key)
    if file.matter is None:
        raise NotFound("files.missing")
    return crypto.open_key(file.matter.key)


def _seal(file: Attachment, plain: bytes, *, about: str) -> bytes:
    return crypto.house_seal(plain) if file.shelf == HOUSE else crypto.seal(_key(file), plain, about=about)


def _unseal(file: Attachment, sealed: crypto.Sealed, *, about: str) -> bytes:
    return (
        crypto.house_unseal(sealed) if file.shelf == HOUSE else crypto.unseal(_key(file), sealed, about=about)
    )


def name_of(file: Attachment) -> str:
    """Return the name a file came with, cleaned. Load its petition's person and its matter along with it."""
    return _unseal(file, file.name_sealed, about="file.name").decode()


def content(file: Attachment) -> bytes:
    """Return a kept file's bytes."""
    return files.open_kept(
        file.sha256,
        root=settings.HUIYIN_HOME / "files",
        decrypt=partial(_unseal, file, about="file"),
        shelf=file.shelf,
    )


def erase(rows: list[Attachment]) -> None:
    """Erase files for good, their bytes as soon as the transaction holds; what others share stays theirs."""
    root = settings.HUIYIN_HOME / "files"
    places = {(file.shelf, file.sha256) for file in rows}
    Attachment.objects.filter(pk__in=[file.pk for file in rows]).delete()
    for shelf, checksum in places:
        if not Attachment.objects.filter(shelf=shelf, sha256=checksum).exists():
            transaction.on_commit(partial(files.remove, checksum, root=root, shelf=shelf))


def erase_forgotten(*, at: datetime) -> int:
    """Erase the bytes that no draft, petition or matter refers to any more; return how many files."""
    root = settings.HUIYIN_HOME / "files"
    erased = 0
    for shelf in files.shelves(root):
        for checksum in files.stale(root, now=at, shelf=shelf):
            if not Attachment.objects.filter(shelf=shelf, sha256=checksum).exists():
                erased += files.remove_stale(checksum, root=root, now=at, shelf=shelf)
    return erased
