"""How a letter reached the petitioner, with what proves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.cases.models import Attachment, Letter
from huiyin.cases.queries.attached import FileRow, file_row
from huiyin.foundation import crypto


@dataclass(frozen=True)
class Served:
    """How and when a letter was handed over, who received it, and the pictures that prove it."""

    how: str
    day: date
    receipt: str
    post_number: str = ""
    proofs: Sequence[FileRow] = ()


def served_of(letter: Letter) -> Served | None:
    """Return how a letter was handed over first, or None. `letter.matter` must be loaded."""
    service = letter.services.order_by("id").first()
    if service is None:
        return None
    key = crypto.open_key(letter.matter.key)
    kept = Attachment.objects.filter(service=service).select_related("petition__person", "matter")
    return Served(
        service.how,
        service.day,
        crypto.unseal_text(key, service.receipt_sealed, about="receipt"),
        crypto.unseal_text(key, service.post_number_sealed, about="post_number"),
        [file_row(file) for file in kept.order_by("id")],
    )
