"""What happened before it is entered here (on paper, in an older system): recorded as it happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction

from huiyin.cases import consequences, spine
from huiyin.cases import letters as words
from huiyin.cases.first_drafts import first_draft
from huiyin.cases.models import Act, Letter, Matter, Petition, Service
from huiyin.cases.rules.given import PetitionGiven
from huiyin.cases.rules.letters import number
from huiyin.cases.services import intake
from huiyin.cases.services.intake import Registered
from huiyin.cases.services.work import Sorting
from huiyin.foundation import audit, numbers
from huiyin.foundation.insertion import insert
from huiyin.law import acts as law_acts
from huiyin.law.letters import LETTER_KINDS, letter_for
from huiyin.orgs import queries as orgs
from huiyin.orgs.models import Office
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
    letter reached the petitioner (hand, post, electronic), where that is known, and `handed_after` how many
    days later.
    """

    kind: str
    on: date
    by: Actor
    at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict)
    office: str = ""
    handed: str = ""
    handed_after: int = 0


@dataclass(frozen=True)
class PastSorting:
    """What an officer had confirmed of a matter before it is entered here."""

    sorting: Sorting
    by: Actor
    at: datetime


@dataclass(frozen=True)
class Past:
    """A petition that came in before it is entered here, with what was done about it.

    `sorted_as` is what an officer had confirmed of its matter before the first of the steps.
    """

    given: PetitionGiven
    by: Actor
    at: datetime
    steps: Sequence[PastStep] = ()
    sorted_as: PastSorting | None = None


class _Agency:
    """The offices and posts as they are while something is entered: each is asked for once."""

    def __init__(self) -> None:
        self.receiver = cache(orgs.receiver)
        self.is_case_worker = cache(orgs.is_case_worker)
        self.office = cache(Office.objects.select_related("superior__superior").get)


@dataclass(frozen=True)
class _File:
    """A matter with what is on record of it: read once, kept up to date while its past is entered."""

    agency: _Agency
    matter: Matter
    petition: Petition
    acts: list[Act]
    served: set[int]  # letters that reached the petitioner


@transaction.atomic
def bring_in(pasts: Iterable[Past]) -> list[Registered]:
    """Register petitions and record their past steps, each with its letter where the law wants one.

    All of them or none; what broke the law is flagged. A submission that was registered before stays as it
    is. Raises Invalid with the field to mend, NotAllowed when a member of staff may not register.
    """
    pasts, agency = list(pasts), _Agency()
    known = intake.known(past.given.submission for past in pasts)
    done: list[Registered] = []
    for past in pasts:
        receipt = known.get(past.given.submission) or _bring_in(past, agency)
        if past.given.submission:
            known[past.given.submission] = replace(receipt, again=True)
        done.append(receipt)
    return done


def _bring_in(past: Past, agency: _Agency) -> Registered:
    here = past.by.office
    office = agency.receiver(code=past.given.office) if here is None else agency.receiver(office=here)
    taken = intake.take_in(past.given, office=office, by=past.by, at=past.at)
    file = _File(agency, taken.petition.matter, taken.petition, [taken.act], set())
    if past.sorted_as is not None:
        _sort(file, past.sorted_as)
    for step in past.steps:
        _enter(file, step)
    if past.steps or past.sorted_as:
        spine.index(file.matter, file.acts, with_columns=(*_SORTED, *consequences.MOVED))
    return taken.receipt


@transaction.atomic
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
    """Record one past step of a matter that is on record; see `PastStep` for what is given."""
    matter = spine.locked(matter_id)
    acts = list(Act.objects.filter(matter=matter))
    served = Service.objects.filter(letter__matter=matter).values_list("letter_id", flat=True)
    file = _File(_Agency(), matter, words.answered(matter), acts, set(served))
    _enter(file, PastStep(kind, on, by, at, fields or {}, content or {}, office))
    spine.index(matter, acts, with_columns=consequences.MOVED)


def _sort(file: _File, said: PastSorting) -> None:
    matter, confirmed = file.matter, said.sorting
    if matter.restricted and confirmed.nature != "accusation" and len(file.acts) == 1:
        matter.office_id = matter.registered_at_id
    matter.nature, matter.kind, matter.path = confirmed.nature, confirmed.kind, confirmed.path
    matter.division, matter.restricted = confirmed.division, confirmed.nature == "accusation"
    if file.agency.is_case_worker(confirmed.handler or 0, matter.office_id):
        matter.handler_id = confirmed.handler
    audit.record("matter.sort", actor=said.by.label, about=f"matter:{matter.pk}", at=said.at)


def _enter(file: _File, step: PastStep) -> None:
    matter, acts, facts, by, at, on = file.matter, file.acts, dict(step.fields), step.by, step.at, step.on
    matter.office = here = file.agency.office(pk=matter.office_id)
    own = Receiver(here.pk, here.kind, here.short)
    office = file.agency.receiver(code=step.office) if step.office else own
    letter = _letter(file, step, office)
    if step.kind == "served":
        facts["of"] = _serve(file, str(facts.get("how", "hand")), step)
    said = {n: v for n, v in facts.items() if v is not None and n not in FREE_WORDS}
    spine.add(matter, acts, step.kind, on=on, fields=said, by=by, at=at, letter=letter, office=office.id)
    if step.handed and letter is not None and LETTER_KINDS[letter.kind].to_petitioner:
        _served(file, letter.pk, step.handed, step, after=timedelta(days=step.handed_after))
    consequences.follow(matter, step.kind, facts, on=on, by=by, at=at, acts=acts)


def _letter(file: _File, step: PastStep, office: Receiver) -> Letter | None:
    matter = file.matter
    act = law_acts.Act(step.kind, step.on, step.fields)
    letter_kind = letter_for(act, nature=matter.nature or "claim", path=matter.path)
    if letter_kind is None or step.kind == "served":
        return None
    drafted = first_draft(
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


def _served(file: _File, letter: int, how: str, step: PastStep, *, after: timedelta = timedelta()) -> None:
    file.served.add(letter)
    insert(
        Service(
            letter_id=letter,
            petition=file.petition,
            how=how,
            day=step.on + after,
            by_id=step.by.staff,
            entered=step.at + after,
        )
    )
