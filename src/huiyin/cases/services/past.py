"""Steps taken before they are entered here (on paper, in an older system): recorded as they happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.cases import consequences, spine
from huiyin.cases import letters as words
from huiyin.cases.models import Act, Letter, Matter, Petition, Service
from huiyin.cases.rules.letters import number
from huiyin.cases.services.work import Sorting
from huiyin.foundation import audit, numbers
from huiyin.foundation.insertion import insert
from huiyin.law import acts as law_acts
from huiyin.law.letters import LETTER_KINDS, letter_for
from huiyin.orgs import queries as orgs
from huiyin.orgs.queries import Receiver
from huiyin.orgs.rules import Actor

# They may hold personal data: they stand in the letter, which is sealed, not in the act.
FREE_WORDS = frozenset({"reason", "procedure"})
_SORTED = ("nature", "kind", "division", "restricted")


@dataclass(frozen=True)
class PastStep:
    """A step taken before it is entered here.

    `content` gives elements of its letter; what it leaves out is drafted from the record. `office` is the
    code of the office that took the step when it is not the one that has the matter. `handed` says how its
    letter reached the petitioner on the same day (hand, post, electronic), where that is known.
    """

    kind: str
    on: date
    by: Actor
    at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict)
    office: str = ""
    handed: str = ""


@dataclass(frozen=True)
class PastSorting:
    """What an officer had confirmed of a matter before it is entered here."""

    sorting: Sorting
    by: Actor
    at: datetime


@transaction.atomic
def enter_all(matter_id: int, steps: Sequence[PastStep], *, sorted_as: PastSorting | None = None) -> None:
    """Record past steps, each with its letter where the law wants one; what broke the law is flagged.

    `sorted_as` is what an officer had confirmed of the matter before the first of them.
    """
    file = _open(matter_id)
    if sorted_as is not None:
        _sort(file.matter, file.acts, sorted_as)
    for step in steps:
        _enter(file, step)
    if steps or sorted_as:
        spine.index(file.matter, file.acts, with_columns=(*_SORTED, *consequences.MOVED))


@dataclass(frozen=True)
class _File:
    """A matter with what is on record of it: read once, kept up to date while its past is entered."""

    matter: Matter
    petition: Petition
    acts: list[Act]
    served: set[int]  # letters that reached the petitioner


def _open(matter_id: int) -> _File:
    matter = spine.locked(matter_id)
    acts = list(Act.objects.filter(matter=matter))
    letters = [act.letter_id for act in acts if act.letter_id]
    served = Service.objects.filter(letter__in=letters).values_list("letter_id", flat=True)
    return _File(matter, words.answered(matter), acts, set(served) if letters else set())


def _sort(matter: Matter, acts: Sequence[Act], said: PastSorting) -> None:
    confirmed = said.sorting
    opened = matter.restricted and confirmed.nature != "accusation" and len(acts) == 1
    if opened:
        matter.office = matter.registered_at
    matter.nature, matter.kind, matter.path = confirmed.nature, confirmed.kind, confirmed.path
    matter.division, matter.restricted = confirmed.division, confirmed.nature == "accusation"
    if orgs.is_case_worker(confirmed.handler or 0, matter.office_id):
        matter.handler_id = confirmed.handler
    audit.record("matter.sort", actor=said.by.label, about=f"matter:{matter.pk}", at=said.at)


def enter(
    matter_id: int,
    kind: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    fields: Mapping[str, Any] | None = None,
    content: Mapping[str, str] | None = None,
    office: str = "",
) -> None:
    """Record one past step; see `PastStep` for what is given."""
    enter_all(matter_id, [PastStep(kind, on, by, at, fields or {}, content or {}, office)])


def _enter(file: _File, step: PastStep) -> None:
    matter, acts, facts, by, at, on = file.matter, file.acts, dict(step.fields), step.by, step.at, step.on
    here = matter.office
    own = Receiver(here.pk, here.kind, here.short)
    office = orgs.receiver(code=step.office) if step.office else own
    letter = _letter(file, step, office)
    if step.kind == "served":
        facts["of"] = _serve(file, str(facts.get("how", "hand")), step)
    said = {n: v for n, v in facts.items() if v is not None and n not in FREE_WORDS}
    spine.add(matter, acts, step.kind, on=on, fields=said, by=by, at=at, letter=letter, office=office.id)
    if step.handed and letter is not None and LETTER_KINDS[letter.kind].to_petitioner:
        _served(file, letter.pk, step.handed, step)
    consequences.follow(matter, step.kind, facts, on=on, by=by, at=at, acts=acts)


def _letter(file: _File, step: PastStep, office: Receiver) -> Letter | None:
    matter = file.matter
    letter_kind = letter_for(law_acts.Act(step.kind, step.on, step.fields), nature=matter.nature or "claim")
    if letter_kind is None or step.kind == "served":
        return None
    drafted = words.first_draft(
        matter, file.acts, letter_kind, step.fields, act=step.kind, on=step.on, petition=file.petition
    )
    said = {name: text for name, text in step.content.items() if name in drafted and text}
    running = numbers.allocate(f"letter:{letter_kind}:{office.id}:{step.on.year}")
    letter = Letter(
        matter=matter,
        kind=letter_kind,
        act=step.kind,
        act_fields={n: v for n, v in step.fields.items() if n not in FREE_WORDS},
        office_id=office.id,
        content_sealed=words.sealed(matter, {**drafted, **said}),
        drafted_by_id=step.by.staff,
        changed=step.at,
        number=number(letter_kind, office.short, step.on.year, running),
        signed_by_id=step.by.staff,
        signed_on=step.on,
    )
    insert(letter)
    audit.record("letter.enter", actor=step.by.label, about=f"letter:{letter.pk}", at=step.at)
    return letter


def _serve(file: _File, how: str, step: PastStep) -> int | None:
    """Record the service of the latest letter not served yet; return the place of the act that carried it."""
    waiting = [act for act in file.acts if act.letter_id and act.letter_id not in file.served]
    opening = [act for act in waiting if act.kind in words.OPEN_A_REMEDY]
    if not waiting:
        return None
    carried = (opening or waiting)[-1]
    _served(file, carried.letter_id or 0, how, step)
    return carried.position - 1


def _served(file: _File, letter: int, how: str, step: PastStep) -> None:
    file.served.add(letter)
    insert(
        Service(
            letter_id=letter,
            petition=file.petition,
            how=how,
            day=step.on,
            by_id=step.by.staff,
            entered=step.at,
        )
    )
