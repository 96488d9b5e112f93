"""The receipt of a petition, and what it tells of the other clocks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from huiyin.base.messages import Message
from huiyin.cases import attachments, elsewhere, persons
from huiyin.cases.models import Act, Attachment, Matter, Petition
from huiyin.cases.reading import read_text
from huiyin.cases.rules.given import asked_in
from huiyin.cases.standing import standing
from huiyin.foundation import crypto
from huiyin.law.deadlines import Deadline

MOST_ASKED, LONGEST_ASKED = 5, 80


def limits(
    petition: Petition, matter: Matter, today: date, *, on_paper: bool = True, path: int | None = None
) -> Sequence[Message]:
    """Return what the petitioner is told of other clocks, by the day of the petition, not of the matter."""
    return elsewhere.told(
        matter, petition.received_on, today=today, proposed=petition.proposed, on_paper=on_paper, path=path
    )


@dataclass(frozen=True)
class Receipt:
    """What the receipt shows again: who, masked, said what on which day, and until when we write back.

    `behalf` is whom the petition concerns where somebody else handed it in, masked as well.

    `asked` is what the petitioner asks for, in the own words; `subject` alone often only says what happened.

    `told_by` is None where nobody can be written to (not `contactable`), and for what was imported.
    """

    number: str
    code: str
    received_on: date
    office: str
    office_phone: str
    name: str
    subject: str
    told_by: Deadline | None
    contactable: bool
    limits: Sequence[Message] = ()
    behalf: str = ""
    asked: Sequence[str] = ()
    files: Sequence[str] = ()


def receipt(petition_id: int, *, today: date) -> Receipt:
    """Return a petition's receipt, for whoever has just sent it or works on it."""
    petition = Petition.objects.select_related("office", "matter__office", "person", "behalf_of").get(
        pk=petition_id
    )
    acts = list(Act.objects.filter(matter=petition.matter).select_related("office"))
    duties = standing(petition.matter, acts, as_of=today).deadlines
    return Receipt(
        number=petition.number,
        code=crypto.house_unseal(petition.code_sealed).decode(),
        received_on=petition.received_on,
        office=petition.office.name,
        office_phone=petition.office.phone,
        name=persons.masked(persons.opened(petition.person)).name,
        subject=petition.matter.headline,
        told_by=next((d for d in duties if d.duty in {"tell", "forward"} and d.due), None),
        contactable=all(a.fields.get("contactable", True) for a in acts),
        limits=limits(petition, petition.matter, today),
        behalf=persons.masked(persons.opened(petition.behalf_of)).name if petition.behalf_of else "",
        asked=_asked(persons.words_of(petition)),
        files=[attachments.name_of(f) for f in _files(petition)],
    )


def named(shown: Receipt, petition_id: int) -> Receipt:
    """Return a receipt with the petitioner's own name whole, as the paper says it that is handed over."""
    petition = Petition.objects.select_related("person", "behalf_of").get(pk=petition_id)
    behalf = persons.opened(petition.behalf_of).name if petition.behalf_of else ""
    return replace(shown, name=persons.opened(petition.person).name, behalf=behalf)


def _files(petition: Petition) -> QuerySet[Attachment]:
    kept = Attachment.objects.filter(petition=petition).select_related("petition__person", "matter")
    return kept.order_by("id")


def _asked(said: persons.Words) -> Sequence[str]:
    """Return what is asked: the lines written for it, or else what the reading finds."""
    lines = [line.strip() for line in asked_in(said.text).splitlines()]
    if not any(lines):
        found = read_text(said.text, said.title, home=settings.HUIYIN_HOME).requests
        lines = [said.text[span.start : span.end].strip() for span in found]
    return [_short(line) for line in lines if line][:MOST_ASKED]


def _short(line: str) -> str:
    """Return a line of what is asked as a receipt has room for it."""
    return line if len(line) <= LONGEST_ASKED else f"{line[:LONGEST_ASKED]}…"
