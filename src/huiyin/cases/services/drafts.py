"""A petition somebody has begun on the portal: kept step by step, so that nothing typed is lost."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction

from huiyin.base.errors import Invalid, NotFound
from huiyin.cases import attachments
from huiyin.cases.models import Attachment, Draft, Petition
from huiyin.cases.queries.attached import FileRow, file_row
from huiyin.cases.rules.given import LONGEST_TEXT
from huiyin.foundation import crypto
from huiyin.orgs.rules import PETITIONER

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class DraftRow:
    """What somebody has typed so far; `submission` makes a double click harmless."""

    answers: Mapping[str, str]
    files: Sequence[FileRow]
    submission: str


def _find(token: str) -> Draft:
    found = (
        Draft.objects.filter(token_index__in=crypto.blind_indexes(token, about="draft")).first()
        if token
        else None
    )
    if found is None:
        raise NotFound("cases.draft_gone")
    return found


def begin(*, at: datetime) -> str:
    """Begin a draft; return the secret by which its writer comes back to it."""
    token = secrets.token_urlsafe(24)
    Draft.objects.create(token_index=crypto.blind_index(token, about="draft"), changed=at)
    return token


def load(token: str) -> DraftRow:
    """Return a draft. Raises NotFound when it was sent or forgotten."""
    draft = _find(token)
    answers = json.loads(crypto.house_unseal(draft.answers_sealed)) if draft.answers_sealed else {}
    rows = [file_row(f) for f in Attachment.objects.filter(draft=draft).order_by("id")]
    return DraftRow(answers, rows, _submission(draft.token_index))


def sent(token: str) -> int | None:
    """Return the petition that a draft became, or None when it was never sent."""
    made_of = [_submission(index) for index in crypto.blind_indexes(token, about="draft")]
    return Petition.objects.filter(submission__in=made_of).values_list("pk", flat=True).first()


def forget(token: str) -> None:
    """Throw a draft away because its writer asks for it."""
    Draft.objects.filter(token_index__in=crypto.blind_indexes(token, about="draft")).delete()


def _submission(token_index: str) -> str:
    return f"draft:{token_index[:40]}"


@transaction.atomic
def keep(token: str, answers: Mapping[str, str], *, at: datetime) -> None:
    """Keep what was typed on one step beside what the others hold, right or wrong."""
    draft = Draft.objects.select_for_update().get(pk=_find(token).pk)
    before = json.loads(crypto.house_unseal(draft.answers_sealed)) if draft.answers_sealed else {}
    merged = {**before, **{name: value[: 2 * LONGEST_TEXT] for name, value in answers.items()}}
    merged = {name: value.encode("utf-8", "ignore").decode() for name, value in merged.items()}
    draft.answers_sealed = crypto.house_seal(json.dumps(merged, ensure_ascii=False).encode())
    draft.changed = at
    draft.save(update_fields=["answers_sealed", "changed"])


@transaction.atomic
def add_file(token: str, stream: BinaryIO, *, name: str, at: datetime) -> None:
    """Add a file to a draft. Raises Invalid when it is not acceptable."""
    attachments.keep(stream, name=name, draft=_find(token), by=PETITIONER, at=at)


def picture(token: str, file: int) -> bytes:
    """Return a picture that belongs to a draft. Raises NotFound for anything else."""
    kept = Attachment.objects.filter(draft=_find(token), pk=file, content_type__startswith="image/").first()
    if kept is None:
        raise NotFound("files.missing")
    return attachments.content(kept)


def drop_file(token: str, file: int) -> None:
    """Take a file out of a draft again."""
    if not Attachment.objects.filter(draft=_find(token), pk=file).delete()[0]:
        raise Invalid("cases.file_gone", field="files")


def forget_old(*, at: datetime) -> int:
    """Forget drafts that nobody came back to; return how many."""
    return Draft.objects.filter(changed__lt=at - KEPT_FOR).delete()[0]
