"""The receipt of a petition, and what it tells of the other clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.messages import Message
from huiyin.cases import elsewhere, persons
from huiyin.cases.models import Act, Matter, Petition
from huiyin.cases.standing import standing
from huiyin.foundation import crypto
from huiyin.law.deadlines import Deadline


def limits(petition: Petition, matter: Matter, today: date, *, on_paper: bool = True) -> Sequence[Message]:
    """Return what the petitioner is told of other clocks, by the day of the petition, not of the matter."""
    return elsewhere.told(
        matter, petition.received_on, today=today, proposed=petition.proposed, on_paper=on_paper
    )


@dataclass(frozen=True)
class Receipt:
    """What the receipt shows again: who, masked, said what on which day, and until when we write back.

    `behalf` is whom the petition concerns where somebody else handed it in, masked as well.

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
    )
