"""A matter's papers in one ZIP: catalogue first, every paper numbered, built unseen on disk and streamed."""

import csv
import hashlib
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import IO

from django.conf import settings

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed, NotFound, Refused
from huiyin.base.messages import Message
from huiyin.cases.models import Attachment, Matter
from huiyin.cases.queries.scope import seen
from huiyin.foundation import audit
from huiyin.foundation.documents import OfficialLetter, Paragraph, Table, chinese_day, to_pdf
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.registers import contents
from huiyin.registers.queries.papers import bundles_of, may_unmask
from huiyin.registers.rules.moves import KEEP
from huiyin.registers.rules.papers import PURPOSES, Paper, cell, paged, pages_in

MOST_BYTES = 300 * 1024 * 1024
_PICTURES = frozenset({"jpg", "jpeg", "png", "webp", "gif", "bmp"})
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Bundle:
    """A bundle ready to be sent: an open file without a name on disk, and the name it is saved under."""

    stream: IO[bytes]
    name: str
    size: int


def build(actor: Actor, matter_id: int, purpose: str, *, masked: bool, at: datetime) -> Bundle:
    """Return a matter's bundle for a purpose and record that it was taken.

    Raises NotFound for a matter out of sight, NotAllowed when the matter is not there yet or the actor may
    not have it in clear, Invalid when it would be too large, Refused naming the paper when a file is gone.
    """
    matter = seen(actor, matter_id)
    if purpose not in PURPOSES:
        raise NotFound("registers.no_bundle")
    if purpose not in bundles_of(matter, at=at):
        raise NotAllowed("registers.bundle_too_early", purpose=Message(f"registers.bundle.{purpose}"))
    needs_keeper = purpose == "archive" and matter.office_id not in actor.offices(KEEP)
    if needs_keeper or (not masked and not may_unmask(actor, matter)):
        raise NotAllowed("registers.bundle_masked_only")
    limit_size(matter, masked=masked)
    stream = _written(actor, matter, purpose, masked=masked, at=at)
    how = "masked" if masked else "clear"
    audit.record(
        "bundle.download", actor=actor.label, about=f"matter:{matter.pk}", at=at, reason=f"{purpose}:{how}"
    )
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    name = say(f"registers.bundle.{purpose}", "zh")
    return Bundle(stream, _safe(f"{matter.number}-{name}", "zip"), size)


def limit_size(matter: Matter, *, masked: bool, most: int | None = None) -> None:
    """Raise Invalid when the attached files are together more than a bundle may hold."""
    most = MOST_BYTES if most is None else most
    total = 0 if masked else sum(Attachment.objects.filter(matter=matter).values_list("size", flat=True))
    if total > most:
        raise Invalid(
            "registers.bundle_too_large", size=total // 1024 // 1024 + 1, limit=most // 1024 // 1024
        )


def _written(actor: Actor, matter: Matter, purpose: str, *, masked: bool, at: datetime) -> IO[bytes]:
    incoming = settings.HUIYIN_HOME / "files" / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    stream: IO[bytes] = tempfile.TemporaryFile(dir=incoming)  # noqa: SIM115 # closed by whoever sends it
    try:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            file = contents.file_of(actor, matter, masked=masked)
            papers: list[Paper] = []
            names: list[str] = []
            for source, paper, content in _read(file.sources):
                papers.append(paper)
                names.append(_file_name(source.paper))
                packed.writestr(names[-1], content)
            done = paged(papers)
            title = say(f"registers.bundle.{purpose}", "zh")
            sheet = _catalogue(matter, title, done, on=local_day(at), left_out=file.left_out)
            packed.writestr(_safe(f"00-{say('registers.catalogue', 'zh')}", "pdf"), sheet)
            packed.writestr(_safe(f"00-{say('registers.catalogue', 'zh')}", "csv"), _listed(done, names))
    except BaseException:
        stream.close()
        raise
    return stream


def _read(sources: Sequence[contents.Source]) -> Iterator[tuple[contents.Source, Paper, bytes]]:
    for source in sources:
        paper = source.paper
        try:
            content = source.content()
        except Refused as gone:
            raise Refused(
                "registers.bundle_file_missing", number=paper.number, title=paper.title, why=gone.message
            ) from gone
        pages = pages_in(content) if paper.extension == "pdf" else None
        if paper.extension.lower() in _PICTURES:
            pages = 1
        yield source, replace(paper, pages=pages, sha256=hashlib.sha256(content).hexdigest()), content


def hashed(actor: Actor, matter: Matter) -> Iterator[tuple[Paper, str]]:
    """Yield every paper of a file with its checksum and its name in the bundle."""
    limit_size(matter, masked=False)
    for source, paper, _content in _read(contents.file_of(actor, matter, masked=False).sources):
        yield paper, _file_name(source.paper)


def _file_name(paper: Paper) -> str:
    return _safe(f"{paper.number:02d}-{paper.title}", paper.extension)


def _safe(stem: str, extension: str) -> str:
    return f"{_NOT_IN_NAMES.sub('_', stem)[:_LONGEST_NAME].strip(' .')}.{extension}"


def _catalogue(matter: Matter, title: str, papers: Sequence[Paper], *, on: date, left_out: int) -> bytes:
    head = tuple(
        say(f"registers.column.{name}", "zh") for name in ("number", "title", "day", "from", "pages")
    )
    rows = [
        (str(p.number), p.title, chinese_day(p.day), _count(p.first_page), _count(p.pages)) for p in papers
    ]
    blocks: list[Table | Paragraph] = [Table((head, *rows), head="row", widths=(0.7, 5, 2, 0.8, 0.8))]
    if left_out:
        note = Message("registers.paper.left_out", {"count": left_out})
        blocks.append(Paragraph("body", say(note, "zh")))
    page = OfficialLetter(
        sender=matter.office.name,
        title=f"{title}{say('registers.catalogue', 'zh')}",
        paragraphs=(Paragraph("body", matter.number), *blocks),
        signature=matter.office.name,
        day=on,
        letterhead=False,
    )
    return to_pdf(page)


def _count(number: int | None) -> str:
    return "—" if number is None else str(number)


def _listed(papers: Sequence[Paper], names: Sequence[str]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    columns = ("number", "title", "day", "from", "pages", "name", "sha256")
    rows.writerow([say(f"registers.column.{name}", "zh") for name in columns])
    for paper, name in zip(papers, names, strict=True):
        counts = ["" if n is None else str(n) for n in (paper.first_page, paper.pages)]
        line = (str(paper.number), paper.title, paper.day.isoformat(), *counts, name, paper.sha256)
        rows.writerow([cell(text) for text in line])
    return out.getvalue().encode("utf-8-sig")
