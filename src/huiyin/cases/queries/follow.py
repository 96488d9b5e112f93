"""What the petitioner sees by query code: every date in order, the answer, what can be done next."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from huiyin.base.errors import NotFound
from huiyin.base.ids import read_query_code
from huiyin.base.messages import Message
from huiyin.cases import elsewhere, persons
from huiyin.cases.codes import refuse_fault
from huiyin.cases.elsewhere import LedInto, Remedies
from huiyin.cases.in_force import in_force
from huiyin.cases.letters import official
from huiyin.cases.models import Act, Letter, Matter, Petition
from huiyin.cases.queries import group
from huiyin.cases.queries.owed import STILL_OWED
from huiyin.cases.queries.receipts import limits
from huiyin.cases.queries.set_right import SetRight, set_right
from huiyin.cases.queries.underway import NOTHING_SAID, Underway, underway
from huiyin.cases.standing import Standing, may_ask, standing
from huiyin.foundation import audit, crypto
from huiyin.foundation.documents import OfficialLetter
from huiyin.law.channels.clock import Clock
from huiyin.law.deadlines import UNFINISHED, Deadline
from huiyin.orgs.rules import PETITIONER

# Working papers between offices: the petitioner sees that they went out, not what they say.
# The number of a petition, 青人社访〔2026〕206号, whichever brackets somebody types.
_NUMBER = re.compile(r"[〔\[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*\d+|\d+\s*号")
BETWEEN_OFFICES = frozenset({"transfer", "assign", "objection"})


@dataclass(frozen=True)
class Step:
    """One dated step in the petitioner's progress; `letter` is an answer that can be read.

    `before` is what stood there, long enough to be read, until the step was set right or taken back.
    """

    kind: str
    day: date
    fields: Mapping[str, Any]
    office: str
    letter: int | None
    letter_kind: str
    before: SetRight | None = None


@dataclass(frozen=True)
class Progress:
    """A petition's progress. `guarded` means that letters ask for the last four digits of the telephone.

    Where its matter was joined to another one, it is the progress of that one, with own days of service;
    `asked_by_another` says that the review it waits for was asked for by another petitioner of the matter.
    """

    petition: int
    number: str
    received_on: date
    channel: str
    office: str
    office_phone: str
    superior: str
    stage: str
    steps: Sequence[Step]
    deadlines: Sequence[Deadline]
    guarded: bool
    concluded: bool
    rated: bool
    may_ask: str
    joined_on: date | None = None
    leading_number: str = ""
    asked_by_another: bool = False
    erased: bool = False
    limits: Sequence[Message] = ()
    underway: Underway = NOTHING_SAID
    led_into: LedInto | None = None
    own_clock: Clock | None = None
    remedies: Remedies | None = None
    marks: tuple[int, int] | None = None
    office_address: str = ""
    office_hours: str = ""


def find(typed: str) -> int:
    """Return the petition that a query code belongs to. Raises NotFound, saying what cannot be right."""
    if _NUMBER.search(typed):
        raise NotFound("cases.that_is_the_number")
    refuse_fault(typed)
    code = read_query_code(typed)
    found = (
        code
        and Petition.objects.filter(code_index__in=crypto.blind_indexes(code, about="code"))
        .values_list("pk", flat=True)
        .first()
    )
    if not found:
        raise NotFound("cases.code_unknown")
    return int(found)


def progress(petition_id: int, *, today: date) -> Progress:
    """Return where a petition stands today, in the order things happened."""
    petition = Petition.objects.select_related("matter__office__superior", "person").get(pk=petition_id)
    matter, services = group.leading(petition), group.served_to(petition)
    acts = _acts(matter)
    now = standing(matter, group.as_served(acts, services), as_of=today)
    joined = matter.pk != petition.matter_id
    own = _acts(petition.matter) if joined else []
    readable = set(group.readable_by(petition).values_list("pk", flat=True))
    for_one = group.as_served(acts, services)
    steps = group.course_of(own, acts, services) if joined else in_force(for_one)
    feedback = getattr(petition, "feedback", None)
    superior, path = matter.office.superior, now.state.path or matter.path
    over = matter.concluded_on is not None and path not in elsewhere.OTHER_PATHS
    return Progress(
        petition=petition.pk,
        number=petition.number,
        received_on=petition.received_on,
        channel=petition.channel,
        office=matter.office.name,
        office_phone=matter.office.phone,
        office_address=matter.office.address,
        office_hours=matter.office.hours,
        superior=superior.name if superior else "",
        stage=now.state.stage,
        steps=_steps(steps, readable, _set_right(petition, matter, own, for_one)),
        deadlines=_awaited(petition, now, today) if joined else _unfinished(now),
        guarded=bool(petition.person.phone_index),
        concluded=matter.concluded_on is not None,
        rated=feedback is not None,
        marks=(feedback.petition_office, feedback.unit) if feedback else None,
        may_ask=may_ask(now),
        joined_on=group.joined_on(petition.matter) if joined else None,
        leading_number=matter.number if joined else "",
        asked_by_another=joined and now.state.stage in {"review", "rereview"},
        erased=persons.is_erased(petition.person),
        limits=() if over else limits(petition, matter, today, on_paper=False, path=path),
        underway=underway(now, matter, steps),
        led_into=elsewhere.led_into(now.state, matter.kind, path, today=today),
        own_clock=elsewhere.own_clock(now.state, matter.kind, path, today=today),
        remedies=elsewhere.remedies(now.state, path, today=today),
    )


def _acts(matter: Matter) -> list[Act]:
    return list(Act.objects.filter(matter=matter).select_related("office", "letter"))


def _unfinished(now: Standing) -> list[Deadline]:
    return [d for d in now.deadlines if d.state in UNFINISHED]


def _awaited(petition: Petition, led: Standing, today: date) -> list[Deadline]:
    """Return what the petitioner of a joined matter waits for: an own answer, and the leading matter."""
    own = standing(petition.matter, _acts(petition.matter), as_of=today)
    mine = [d for d in _unfinished(own) if d.duty in STILL_OWED]
    return mine + [d for d in _unfinished(led) if d.duty not in STILL_OWED]


def _set_right(
    petition: Petition, matter: Matter, own: Sequence[Act], led: Sequence[Act]
) -> dict[tuple[int, int], SetRight]:
    """Return by matter and position what the petitioner could read otherwise before."""
    alone = matter.pk == petition.matter_id
    found = {(matter.pk, at): said for at, said in set_right(matter, led, own=alone).items()}
    if not alone:
        found = {key: said for key, said in found.items() if said.kind not in group.OF_ITS_PETITIONER}
        more = set_right(petition.matter, own, own=True)
        found |= {(petition.matter_id, at): said for at, said in more.items()}
    return found


def _steps(
    acts: Sequence[Act], readable: set[int], before: Mapping[tuple[int, int], SetRight]
) -> Sequence[Step]:
    """Return the steps in order, each with what stood there before; those taken back by the day of that."""
    steps = [replace(_step(a, readable), before=before.get((a.matter_id, a.position))) for a in acts]
    gone = [said for said in before.values() if not said.standing]
    more = [Step("corrected", said.on, {}, said.office, None, "", said) for said in gone]
    return sorted([*steps, *more], key=lambda step: step.day) if more else steps


def _step(act: Act, readable: set[int]) -> Step:
    letter = act.letter if act.letter and act.letter.kind not in BETWEEN_OFFICES else None
    letter = letter if letter and letter.pk in readable else None
    return Step(
        kind=act.kind,
        day=act.day,
        fields=act.fields,
        office=act.fields.get("body") or act.office.name,
        letter=letter.pk if letter else None,
        letter_kind=letter.kind if letter else "",
    )


def answers_to(petition_id: int, last_four: str) -> bool:
    """Return whether these are the last four digits of the telephone given; true where none was given."""
    petition = Petition.objects.select_related("person").get(pk=petition_id)
    if not petition.person.phone_index:
        return True
    return persons.opened(petition.person).phone[-4:] == "".join(c for c in last_four if c.isdigit())


def letter_for(petition_id: int, letter_id: int, *, at: datetime) -> Letter:
    """Return a signed letter to the petitioner, and record that it was read. Raises NotFound."""
    petition = Petition.objects.select_related("matter").get(pk=petition_id)
    letters = group.readable_by(petition).select_related("matter", "office")
    letter = letters.filter(pk=letter_id).exclude(kind__in=BETWEEN_OFFICES).first()
    if letter is None:
        raise NotFound("cases.no_letter")
    audit.record("letter.read", actor=PETITIONER.label, about=f"letter:{letter.pk}", at=at)
    return letter


def answer(petition_id: int, letter_id: int, *, at: datetime) -> OfficialLetter:
    """Return a signed letter to the petitioner as its official page, and record that it was read."""
    letter = letter_for(petition_id, letter_id, at=at)
    to = Petition.objects.select_related("person").get(pk=petition_id)
    return official(letter, letter.matter, to=to, to_be_stamped=False)
