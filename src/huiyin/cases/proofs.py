"""The proof of service as a form: printed before a letter is handed over, signed by whoever receives it."""

from huiyin.base.clock import local_day
from huiyin.cases.letters import answered
from huiyin.cases.models import Letter, Matter, Petition
from huiyin.cases.persons import opened
from huiyin.foundation.documents import OfficialLetter, Paragraph, Table
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs

# Millimetres of a row: what is known, what is written in by hand, and what is signed with words beside it;
# together the whole form stays on one page.
_KNOWN_HEIGHT, _WRITTEN_HEIGHT, _SIGNED_HEIGHT = 11.5, 12.5, 18.0


def blank(letter: Letter, matter: Matter, *, to: Petition | None = None) -> OfficialLetter:
    """Return the form for one letter and one recipient, everything in it that the record knows."""
    office = orgs.office(letter.office_id)
    petition = to or answered(matter)
    person = opened(petition.person)
    name = say(f"law.letter.{letter.kind}", "zh")
    label = {code: say(f"proof.row.{code}", "zh") for code in (*_KNOWN, *_SIGNED)}
    rows = (
        (label["letter"], f"{name} {letter.number or ''}"),
        (label["recipient"], person.name or say("letter.draft.nameless", "zh")),
        (label["address"], person.address),
        (label["how"], say("proof.ways", "zh")),
        *((label[code], "") for code in _SIGNED),
    )
    return OfficialLetter(
        sender=office.name,
        title=say("law.letter.service_proof", "zh"),
        paragraphs=(
            Table(rows, widths=(1.2, 2.8), heights_mm=_HEIGHTS),
            Paragraph("body", say("proof.note", "zh")),
        ),
        signature=office.name,
        day=letter.signed_on or local_day(letter.changed),
        letterhead=False,
    )


_KNOWN = ("letter", "recipient", "address", "how")
_SIGNED = ("server", "received_day", "signature", "agent", "refusal")
_HEIGHTS = (*[_KNOWN_HEIGHT] * len(_KNOWN), *[_WRITTEN_HEIGHT] * 2, *[_SIGNED_HEIGHT] * 3)
