"""The petitions of a matter and of those joined to it: what each is still owed, and what each was handed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.cases.models import Act, Letter, Matter, Petition, Service
from huiyin.cases.queries.group import ANSWERS, NOT_CONTACTABLE, petitions_of
from huiyin.cases.queries.owed import STILL_OWED
from huiyin.cases.queries.scope import holds, seen, visible
from huiyin.orgs.rules import Actor

MOST_SHOWN = 300


@dataclass(frozen=True)
class Member:
    """One petition of the group; `left_out` is the code of why no letter can go to it, or empty.

    `owed` and `due` are the answer that the law still owes this petitioner.
    """

    petition: int
    number: str
    channel: str
    received_on: date
    persons: int
    matter: int
    leads: bool
    stage: str
    owed: str
    due: date | None
    left_out: str
    office: str


@dataclass(frozen=True)
class AnswerRow:
    """A signed answer of the leading matter, and to which petitions it was handed: how, and on which day."""

    letter: int
    kind: str
    number: str
    signed_on: date | None
    handed: Mapping[int, tuple[str, date]]


@dataclass(frozen=True)
class NoticeRow:
    """A signed notice that was not handed over yet, and the matter it is about."""

    letter: int
    number: str
    matter: str


@dataclass(frozen=True)
class Group:
    """A leading matter with everybody who petitions there, as far as the actor may see."""

    matter: int
    number: str
    headline: str
    members: Sequence[Member]
    more: bool
    answers: Sequence[AnswerRow]
    unserved: Sequence[NoticeRow]
    may_join: bool
    may_tell: bool
    may_serve: bool

    @property
    def to_tell(self) -> Sequence[Member]:
        """Return the joined petitions whose writers are still owed word of what became of them."""
        return [m for m in self.members if not m.leads and m.owed == "tell" and not m.left_out]


def left_out(petitions: Sequence[Petition]) -> Mapping[int, str]:
    """Return why no letter can go to some petitions: nobody left a name or a way to be reached."""
    unreachable = set(
        Act.objects.filter(NOT_CONTACTABLE, matter__in={p.matter_id for p in petitions}).values_list(
            "matter", flat=True
        )
    )
    return {
        p.pk: "anonymous" if p.anonymous else "not-contactable"
        for p in petitions
        if p.anonymous or p.matter_id in unreachable
    }


def group(actor: Actor, matter_id: int) -> Group:
    """Return a leading matter with the petitions answered there, the oldest first. Raises NotFound."""
    matter = seen(actor, matter_id)
    known = petitions_of(matter.pk).filter(matter__in=visible(actor)).select_related("matter__office")
    rows = list(known.order_by("pk")[: MOST_SHOWN + 1])
    reasons = left_out(rows)
    return Group(
        matter=matter.pk,
        number=matter.number,
        headline=matter.headline,
        members=[_member(p, matter, reasons) for p in rows[:MOST_SHOWN]],
        more=len(rows) > MOST_SHOWN,
        answers=answers(matter),
        unserved=_unserved(actor, matter),
        may_join=holds(actor, matter, "matter.join"),
        may_tell=holds(actor, matter, "letter.sign_notice"),
        may_serve=holds(actor, matter, "letter.serve"),
    )


def _member(petition: Petition, head: Matter, reasons: Mapping[int, str]) -> Member:
    own = petition.matter
    owed = own.next_duty if own.next_duty in STILL_OWED else ""
    away = "other-office" if own.office_id != head.office_id else ""
    return Member(
        petition=petition.pk,
        number=petition.number,
        channel=petition.channel,
        received_on=petition.received_on,
        persons=petition.persons,
        matter=own.pk,
        leads=own.pk == head.pk,
        stage=own.stage,
        owed=owed,
        due=own.next_due if owed else None,
        left_out=reasons.get(petition.pk, away),
        office=own.office.name,
    )


def _unserved(actor: Actor, head: Matter) -> Sequence[NoticeRow]:
    """Return the notices of the joined matters that are signed and not handed over, the oldest first."""
    told = Letter.objects.filter(act="told", number__isnull=False, services__isnull=True, discarded=False)
    told = told.filter(matter__in=visible(actor).filter(joined_to=head)).select_related("matter")
    return [NoticeRow(n.pk, n.number or "", n.matter.number) for n in told.order_by("pk")[:MOST_SHOWN]]


def answers(matter: Matter) -> Sequence[AnswerRow]:
    """Return the signed answers of a matter with who has them, the latest first."""
    letters = Letter.objects.filter(matter=matter, act__in=ANSWERS, number__isnull=False, discarded=False)
    handed: dict[int, dict[int, tuple[str, date]]] = {}
    for s in Service.objects.filter(letter__in=letters):
        handed.setdefault(s.letter_id, {})[s.petition_id] = (s.how, s.day)
    return [
        AnswerRow(each.pk, each.kind, each.number or "", each.signed_on, handed.get(each.pk, {}))
        for each in letters.order_by("-pk")
    ]
