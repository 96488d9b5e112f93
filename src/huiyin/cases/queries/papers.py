"""Letters, files and receipts of a matter as the workbench opens them; each opening is put on record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from huiyin.base.clock import local_day
from huiyin.base.errors import NotFound
from huiyin.cases import attachments
from huiyin.cases import letters as words
from huiyin.cases.models import Letter, Overruling, Petition
from huiyin.cases.proofs import blank
from huiyin.cases.queries import group, receipts, together
from huiyin.cases.queries.attached import attached
from huiyin.cases.queries.came_back import WordsBack, words_back
from huiyin.cases.queries.scope import readable_letters, recused_from, visible
from huiyin.cases.queries.served import Served, served_of
from huiyin.cases.rules.letters import missing
from huiyin.cases.rules.steps import STEPS
from huiyin.foundation import audit
from huiyin.foundation.documents import OfficialLetter
from huiyin.foundation.wording import say
from huiyin.law.letters import LETTER_KINDS, SERVED_ACTS
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class LetterView:
    """A letter as its editor shows it, element by element; `missing` is what the law wants and it lacks.

    `may_draft`, `may_sign` and `may_serve` say what the reader may do with it.
    """

    id: int
    matter: int
    matter_number: str
    headline: str
    kind: str
    act: str
    facts: Mapping[str, Any]
    version: int
    number: str
    void: bool
    office: int
    office_name: str
    drafted_by: str
    given_back: datetime | None
    words_back: WordsBack | None
    changed: datetime
    signed_by: str
    signed_on: date | None
    content: Mapping[str, str]
    missing: tuple[str, ...]
    to_be_served: bool
    to_petitioner: bool
    opens_a_remedy: bool
    nobody_to_reach: bool
    served: Served | None
    page: OfficialLetter
    may_draft: bool
    may_sign: bool
    may_serve: bool


def _letter(actor: Actor, letter_id: int) -> Letter:
    found = (
        readable_letters(actor, void=True)
        .select_related("matter__office", "office", "drafted_by", "signed_by")
        .filter(pk=letter_id)
        .first()
    )
    if found is None:
        raise NotFound("cases.no_letter")
    return found


def letter(actor: Actor, letter_id: int, *, at: datetime) -> LetterView:
    """Return a letter with its words and record that it was read. Raises NotFound."""
    found = _letter(actor, letter_id)
    audit.record("letter.read", actor=actor.label, about=f"letter:{found.pk}", at=at)
    content = words.content_of(found, found.matter)
    step = STEPS.get(found.act)
    sign = step.sign if step else ""
    return LetterView(
        id=found.pk,
        matter=found.matter_id,
        matter_number=found.matter.number,
        headline=found.matter.headline,
        kind=found.kind,
        act=found.act,
        facts=found.act_fields,
        version=found.version,
        number=found.number or "",
        void=found.discarded,
        office=found.office_id,
        office_name=found.office.name,
        drafted_by=found.drafted_by.name if found.drafted_by else "",
        given_back=found.given_back,
        words_back=words_back(found),
        changed=found.changed,
        signed_by=found.signed_by.name if found.signed_by else "",
        signed_on=found.signed_on,
        content=content,
        missing=_missing(found, content),
        to_be_served=found.act in SERVED_ACTS and not found.discarded,
        to_petitioner=LETTER_KINDS[found.kind].to_petitioner,
        opens_a_remedy=found.act in words.OPEN_A_REMEDY,
        nobody_to_reach=_nobody_to_reach(found),
        served=served_of(found),
        page=words.official(found, found.matter),
        may_draft=found.office_id in actor.offices("letter.draft"),
        may_sign=bool(sign) and found.office_id in actor.offices(sign),
        may_serve=not found.discarded and found.office_id in actor.offices("letter.serve"),
    )


def _missing(letter: Letter, content: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the law wants in a letter and it lacks, but for what may be lacking for a reason given."""
    rows = Overruling.objects.filter(letter=letter, code="missing").values_list("element", flat=True)
    let_go = set(rows) if letter.number is None else set()
    return tuple(name for name in missing(letter.kind, content) if name not in let_go)


def _nobody_to_reach(letter: Letter) -> bool:
    """Return whether a signed letter is for people who left no name and no way to be reached."""
    if not letter.number or not LETTER_KINDS[letter.kind].to_petitioner:
        return False
    contacts = list(group.petitions_of(letter.matter_id))
    return len(together.left_out(contacts)) == len(contacts)


def matter_of(actor: Actor, letter_id: int) -> int:
    """Return the matter a letter belongs to. Raises NotFound."""
    return _letter(actor, letter_id).matter_id


def facts(actor: Actor, letter_id: int) -> Mapping[str, Any]:
    """Return what goes on record with a letter when it is signed. Raises NotFound."""
    return dict(_letter(actor, letter_id).act_fields)


def content(actor: Actor, letter_id: int) -> Mapping[str, str]:
    """Return a letter's words for comparing them with what was typed. Raises NotFound."""
    found = _letter(actor, letter_id)
    return words.content_of(found, found.matter)


@dataclass(frozen=True)
class OfficialPage:
    """A letter ready to become a document, and the name its file gets."""

    page: OfficialLetter
    file_name: str


def official_page(actor: Actor, letter_id: int, *, at: datetime, petition: int = 0) -> OfficialPage:
    """Return a letter as an official page to download, and record the download. Raises NotFound.

    `petition` is the one it is to be addressed to where the letter goes to several petitioners.
    """
    found = _letter(actor, letter_id)
    to = _recipient(actor, found, petition) if petition else None
    audit.record("letter.download", actor=actor.label, about=f"letter:{found.pk}", at=at)
    name = found.number or f"{found.matter.number}-{found.kind}"
    return OfficialPage(words.official(found, found.matter, to=to), name)


def proof_form(actor: Actor, letter_id: int, *, at: datetime, petition: int = 0) -> OfficialPage:
    """Return the form that whoever receives a signed letter signs, and record that it was made.

    Raises NotFound.
    """
    found = _letter(actor, letter_id)
    if found.number is None:
        raise NotFound("cases.no_letter")
    to = _recipient(actor, found, petition) if petition else None
    audit.record("letter.form", actor=actor.label, about=f"letter:{found.pk}", at=at)
    title = say("law.letter.service_proof", "zh")
    return OfficialPage(blank(found, found.matter, to=to), f"{title} {found.number}")


def _recipient(actor: Actor, letter: Letter, petition: int) -> Petition:
    known = group.petitions_of(letter.matter_id).filter(matter__in=visible(actor)).select_related("person")
    found = known.filter(pk=petition).first()
    if found is None:
        raise NotFound("cases.no_letter")
    return found


@dataclass(frozen=True)
class FileContent:
    """An attached file to download."""

    name: str
    content_type: str
    content: bytes


def file(actor: Actor, file_id: int, *, at: datetime) -> FileContent:
    """Return an attached file of a matter the actor may see and record the download. Raises NotFound."""
    found = attached(actor, file_id)
    audit.record("file.download", actor=actor.label, about=f"file:{found.pk}", at=at)
    return FileContent(attachments.name_of(found), found.content_type, attachments.content(found))


@dataclass(frozen=True)
class DeskReceipt:
    """The receipt an officer hands to the petitioner.

    `matter`, and the subject on the receipt, only when the officer may open the matter.
    """

    receipt: receipts.Receipt
    matter: int | None


def receipt(actor: Actor, petition_id: int, *, at: datetime) -> DeskReceipt:
    """Return a petition's receipt for who entered it or registers at its office. Raises NotFound.

    A possible accusation is hidden from whoever took it in, yet its receipt must still be handed over.
    Who only reads has no use for the query code, with which one rates and asks as the petitioner.
    """
    found = Petition.objects.filter(pk=petition_id).select_related("matter").first()
    may_see = found is not None and visible(actor).filter(pk=found.matter_id).exists()
    if found is None or not ((may_see and _registers(actor, found)) or _entered(actor, found)):
        raise NotFound("cases.no_matter")
    audit.record("receipt.read", actor=actor.label, about=f"petition:{petition_id}", at=at)
    shown = receipts.receipt(petition_id, today=local_day(at))
    if _entered(actor, found):  # typed it a moment ago, and hands it to whom it names
        shown = receipts.named(shown, petition_id)
    if not may_see:
        return DeskReceipt(replace(shown, subject="", asked=()), None)
    return DeskReceipt(shown, found.matter_id)


def _registers(actor: Actor, petition: Petition) -> bool:
    return bool(actor.offices("petition.register") & {petition.office_id, petition.matter.office_id})


def _entered(actor: Actor, petition: Petition) -> bool:
    """Return whether the actor took it in; who is recused from it since has no more part in it."""
    mine = actor.staff is not None and petition.entered_by_id == actor.staff
    return mine and not recused_from(petition.matter_id, [petition.entered_by_id or 0])
