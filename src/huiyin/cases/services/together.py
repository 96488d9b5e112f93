"""All petitioners of a matter are answered in one go: each gets a letter, a proof and days of the own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases import letters as words
from huiyin.cases import spine
from huiyin.cases.first_drafts import first_draft
from huiyin.cases.models import Act, Letter, Matter, Service
from huiyin.cases.queries.group import ANSWERS, petitions_of
from huiyin.cases.queries.scope import holds, require, visible
from huiyin.cases.queries.together import left_out
from huiyin.cases.rules.given import LONGEST_TEXT, plain
from huiyin.cases.rules.letters import missing, number
from huiyin.cases.services import checking
from huiyin.cases.services.letters import hand_over, to_serve
from huiyin.foundation import audit, numbers
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

AT_ONCE = 300  # letters in one transaction; what is left goes with the next sending


@dataclass(frozen=True)
class Handed:
    """How a letter reached the writer of one petition."""

    petition: int
    how: str
    day: date
    receipt: str


@transaction.atomic
def tell_all(matter_id: int, wording: str, *, by: Actor, at: datetime) -> Sequence[str]:
    """Tell each petitioner joined to a matter who is still owed it, in one wording; return the numbers.

    Each gets a letter with an own number and addressee, and the act stands in that petitioner's own matter.
    Sent twice, the second time finds nobody left. Raises Invalid without a wording, NotAllowed.
    """
    head = spine.locked(matter_id)
    require(by, head, "letter.sign_notice")
    wording = plain(wording)
    if not wording:
        raise Invalid("same.wording_missing", field="wording")
    if len(wording) > LONGEST_TEXT:
        raise Invalid("cases.text_too_long", field="wording", length=len(wording), limit=LONGEST_TEXT)
    owed = visible(by).filter(joined_to=head, next_duty="tell").order_by("pk")
    sent: list[str] = []
    for key in list(owed.values_list("pk", flat=True)[:AT_ONCE]):
        matter = spine.locked(key)
        if matter.next_duty == "tell" and holds(by, matter, "letter.sign_notice"):
            sent.append(_tell(matter, wording, by=by, at=at, first=not sent))
    if sent:
        audit.record(
            "matter.tell-all", actor=by.label, about=f"matter:{head.pk}", at=at, reason=f"letters:{len(sent)}"
        )
    return sent


def _tell(matter: Matter, wording: str, *, by: Actor, at: datetime, first: bool) -> str:
    day, office = local_day(at), orgs.office(matter.office_id)
    acts = list(Act.objects.filter(matter=matter).select_related("letter", "office"))
    content = first_draft(matter, acts, "told", {}, act="told", on=day) | {"whom_or_path": wording}
    if lacking := missing("told", content):
        raise Invalid("cases.letter_lacks", field=lacking[0], parts=[])
    if first:  # the wording is the same in all of them
        checking.refuse_unlawful(matter, "told", content, field="wording", on=day)
    running = numbers.allocate(f"letter:told:{office.id}:{day.year}")
    letter = Letter.objects.create(
        matter=matter,
        kind="told",
        act="told",
        office_id=office.id,
        content_sealed=words.sealed(matter, content),
        drafted_by_id=by.staff,
        changed=at,
        number=number("told", office.short, day.year, running),
        signed_by_id=by.staff,
        signed_on=day,
    )
    spine.append(matter, "told", on=day, by=by, at=at, letter=letter)
    audit.record("letter.sign", actor=by.label, about=f"letter:{letter.pk}", at=at)
    return str(letter.number)


@transaction.atomic
def serve_all(letter_id: int, handed: Sequence[Handed], *, by: Actor, at: datetime) -> int:
    """Record how the answer of a leading matter reached its petitioners; return to how many it was new.

    Who has it already is passed over, so a second sending changes nothing. All of it or nothing: Invalid
    names the field of the petition where a day or a proof is missing.
    """
    letter, matter = to_serve(letter_id, by=by)
    if letter.act not in ANSWERS:
        raise NotAllowed("same.no_answer")
    known = petitions_of(matter.pk).filter(matter__in=visible(by)).select_related("matter").in_bulk()
    served = set(Service.objects.filter(letter=letter).values_list("petition", flat=True))
    reasons = left_out(list(known.values()))
    new = 0
    for one in sorted(handed, key=lambda h: (h.day, h.petition)):
        petition = known.get(one.petition)
        if petition is None or one.petition in served or one.petition in reasons:
            continue
        try:
            hand_over(letter, matter, petition, how=one.how, day=one.day, receipt=one.receipt, by=by, at=at)
        except Invalid as wrong:
            field = f"{wrong.field}_{one.petition}"
            raise Invalid(wrong.message.code, field=field, **wrong.message.params) from wrong
        new += 1
    if new:
        audit.record("matter.serve-all", actor=by.label, about=f"letter:{letter.pk}", at=at)
    return new
