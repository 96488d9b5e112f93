"""What the page of a draft shows of its checks, and of the reasons for which some were overruled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.base.citation import Citation
from huiyin.base.errors import NotFound
from huiyin.base.messages import Message
from huiyin.cases import letters as words
from huiyin.cases.letter_file import checked, marks_of
from huiyin.cases.models import Letter, Overruling
from huiyin.cases.queries.scope import readable_letters
from huiyin.cases.rules.checks import Weight
from huiyin.cases.rules.given import LONGEST_TEXT, plain
from huiyin.cases.standing import the_law
from huiyin.foundation import crypto
from huiyin.law.letters import LETTER_KINDS, elements_of
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Reason:
    """Why somebody let something stand in a letter, who that was, and when."""

    code: str
    element: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CheckRow:
    """One finding as the page shows it; `mark` names it in a form, `settled` is the reason it may stand."""

    mark: str
    code: str
    element: str
    weight: str
    what: Message
    todo: Message
    citation: Citation
    suggest: str
    settled: Reason | None

    @property
    def blocks(self) -> bool:
        """Return whether it keeps the letter from being signed."""
        return self.weight == Weight.MUST or (self.weight == Weight.ASK and self.settled is None)

    @property
    def room(self) -> bool:
        """Return whether it can be overruled."""
        return self.weight == Weight.ASK


def checks(
    actor: Actor, letter_id: int, typed: Mapping[str, str] | None = None, *, on: date
) -> Sequence[CheckRow]:
    """Return the checks of a draft as it is saved, or of what was `typed` in its form. Raises NotFound."""
    letter = _draft(actor, letter_id)
    saved = words.content_of(letter, letter.matter)
    content = {name: plain((typed or {}).get(name, text))[:LONGEST_TEXT] for name, text in saved.items()}
    reasons = {r.mark: r for r in _overrulings(letter)}
    rows, offered = [], set[str]()
    for found in checked(letter, letter.matter, content, on=on):
        marks = marks_of(found)
        settled = next((reasons[m] for m in marks if m in reasons), None)
        new = plain(found.suggest) != content.get(found.element, "") and found.element not in offered
        offered |= {found.element} if new and found.suggest else set()
        rows.append(
            CheckRow(
                mark=marks[0],
                code=found.code,
                element=found.element,
                weight=found.weight,
                what=found.what,
                todo=found.todo,
                citation=found.citation,
                suggest=found.suggest if new else "",
                settled=_reason(letter, settled) if settled else None,
            )
        )
    return rows


def suggestion(actor: Actor, letter_id: int, element: str, *, on: date) -> str:
    """Return what the file would say in an element of a draft, or nothing. Raises NotFound."""
    rows = checks(actor, letter_id, on=on)
    return next((row.suggest for row in rows if row.element == element and row.suggest), "")


def reasons(actor: Actor, letter_id: int) -> Sequence[Reason]:
    """Return every reason that was given for letting something stand in a letter. Raises NotFound."""
    letter = readable_letters(actor, void=True).select_related("matter").filter(pk=letter_id).first()
    if letter is None:
        raise NotFound("cases.no_letter")
    return [_reason(letter, row) for row in _overrulings(letter)] if letter.matter.key else []


def where_stated(kind: str, *, on: date) -> Mapping[str, Citation]:
    """Return where it stands that a letter states each of its elements."""
    law, _calendar = the_law()
    return {element.code: element.citation for element in elements_of(kind, law, on)}


def goes_to_petitioner(actor: Actor, letter_id: int) -> bool:
    """Return whether a draft is a letter to the petitioner, not one between offices."""
    return LETTER_KINDS[_draft(actor, letter_id).kind].to_petitioner


def _draft(actor: Actor, letter_id: int) -> Letter:
    rows = readable_letters(actor).select_related("matter__office__superior__superior")
    found = rows.filter(pk=letter_id, number__isnull=True).first()
    if found is None:
        raise NotFound("cases.no_letter")
    return found


def _overrulings(letter: Letter) -> Sequence[Overruling]:
    rows = Overruling.objects.filter(letter=letter).exclude(reason_sealed=b"")
    return list(rows.select_related("by").order_by("pk"))


def _reason(letter: Letter, row: Overruling) -> Reason:
    said = crypto.unseal_text(crypto.open_key(letter.matter.key), row.reason_sealed, about="overruling")
    return Reason(row.code, row.element, said, row.by.name if row.by else "", row.at)
