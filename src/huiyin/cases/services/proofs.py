"""The proof that a letter was served: the signed receipt as a picture, the number of the post."""

import re
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from huiyin.base.errors import Invalid, NotFound
from huiyin.cases import attachments, spine
from huiyin.cases.models import Attachment, Letter, Service
from huiyin.cases.queries.scope import require_at
from huiyin.cases.rules.given import plain
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor

MOST = 6  # pictures of one service
_POSTED = re.compile(r"[A-Z0-9]{8,30}")
_SHOWS = ("image/", "application/pdf")


@transaction.atomic
def add(
    letter_id: int,
    *,
    petition: int = 0,
    pictures: list[tuple[str, BinaryIO]],
    post_number: str,
    by: Actor,
    at: datetime,
) -> int:
    """Add pictures of the signed receipt, or the number of the post, to a service on record; return how many.

    `petition` names whose service it is where a letter went to several. What was added stays: a later picture
    stands beside an earlier one. Raises NotFound, Invalid with the field to mend.
    """
    letter = Letter.objects.filter(pk=letter_id, number__isnull=False, discarded=False).first()
    if letter is None:
        raise NotFound("cases.no_letter")
    matter = spine.locked(letter.matter_id)
    require_at(by, matter, "letter.serve", letter.office_id)
    spine.takes_papers(matter)
    services = Service.objects.select_for_update(of=("self",)).filter(letter=letter).order_by("id")
    service = (services.filter(petition_id=petition) if petition else services).first()
    if service is None:
        raise NotFound("cases.not_served_yet")
    number = re.sub(r"[\s\-]", "", plain(post_number)).upper()
    if not number and not pictures:
        raise Invalid("cases.proof_missing", field="proof")
    if number and not _POSTED.fullmatch(number):
        raise Invalid("cases.post_number_unreadable", field="post_number")
    if number:
        service.post_number_sealed = crypto.seal_text(
            crypto.open_key(matter.key), number, about="post_number"
        )
        service.save(update_fields=["post_number_sealed"])
    if Attachment.objects.filter(service=service).count() + len(pictures) > MOST:
        raise Invalid("cases.proofs_many", field="proof", most=MOST)
    for name, stream in pictures:
        kept = attachments.keep(stream, name=name, by=by, at=at, matter=matter, service=service)
        if not kept.content_type.startswith(_SHOWS):
            raise Invalid("cases.proof_no_picture", field="proof")
    audit.record("letter.proof", actor=by.label, about=f"letter:{letter.pk}", at=at)
    return len(pictures)
