"""Letters that wait for a signature, and the drafts somebody is working on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from huiyin.cases.models import Letter
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.steps import STEPS
from huiyin.orgs.rules import Actor

MOST = 50
_LONGEST_KEY = 18


@dataclass(frozen=True)
class UnsignedRow:
    """A letter that waits for a signature.

    `unsettled` is how many checks stood in its way when it was last saved (None: nobody has looked), `asked`
    how many were asked to sign along and have not answered, `due` the next last day of its matter.
    """

    id: int
    kind: str
    headline: str
    number: str
    office: str
    drafted_by: str
    changed: datetime
    unsettled: int | None
    asked: int
    due: date | None
    given_back: bool


@dataclass(frozen=True)
class Drafts:
    """One page of drafts; `after` is the key of the next."""

    rows: Sequence[UnsignedRow]
    after: str


def _to_sign(actor: Actor) -> QuerySet[Letter]:
    mine = Q(pk__in=[])
    for permission in ("letter.sign_notice", "letter.sign", "letter.sign_review"):
        acts = [step.act for step in STEPS.values() if step.sign == permission]
        there = Q(act__in=acts, office_id__in=actor.offices(permission))
        if permission == "letter.sign_notice" and "letter.sign" in actor.may:
            there &= Q(drafted_by_id__in=actor.people)  # a head is not asked for the notices of others
        mine |= there
    waiting = {"number__isnull": True, "discarded": False, "given_back__isnull": True}
    return Letter.objects.filter(mine, matter__in=visible(actor), **waiting)


def unsigned(actor: Actor) -> Sequence[UnsignedRow]:
    """Return the letters that wait for the actor's signature, what is due first before others, at most fifty.

    Of the notices, which several may sign, those that the actor drafted.
    """
    heads = [step.act for step in STEPS.values() if step.sign in {"letter.sign", "letter.sign_review"}]
    own = Q(act__in=heads) | Q(drafted_by_id__in=actor.people)
    return sorted(_rows(_to_sign(actor).filter(own).order_by("id")[:MOST]), key=_due_first)


def _due_first(row: UnsignedRow) -> tuple[bool, date, int]:
    return row.due is None, row.due or date.max, row.id


def given_back(actor: Actor) -> Sequence[UnsignedRow]:
    """Return the drafts of the actor that came back unsigned, the oldest first, at most fifty."""
    mine = Letter.objects.filter(number__isnull=True, discarded=False, given_back__isnull=False)
    mine = mine.filter(drafted_by_id__in=actor.people, matter__in=visible(actor))
    return _rows(mine.order_by("id")[:MOST])


def to_sign(actor: Actor, *, after: str = "") -> Drafts:
    """Return one page of everything the actor may sign now, the oldest first."""
    return _page(_to_sign(actor), after)


def drafted(actor: Actor, *, after: str = "") -> Drafts:
    """Return one page of the drafts that the actor began and nobody has signed, the oldest first."""
    mine = Letter.objects.filter(number__isnull=True, discarded=False, drafted_by_id=actor.staff)
    return _page(mine.filter(matter__in=visible(actor)), after)


def next_to_sign(actor: Actor, letter: int) -> int | None:
    """Return the letter to sign after this one: the next of the list, or its first once at its end."""
    waiting = _to_sign(actor).exclude(pk=letter).order_by("pk")
    found = waiting.filter(pk__gt=letter).values_list("pk", flat=True).first()
    return found or waiting.values_list("pk", flat=True).first()


def _page(letters: QuerySet[Letter], after: str) -> Drafts:
    if after.isdecimal() and len(after) <= _LONGEST_KEY:
        letters = letters.filter(pk__gt=int(after))
    rows = _rows(letters.order_by("id")[: MOST + 1])
    return Drafts(rows[:MOST], str(rows[MOST - 1].id) if len(rows) > MOST else "")


def _rows(letters: QuerySet[Letter]) -> list[UnsignedRow]:
    keys = [letter.pk for letter in letters]
    found = Letter.objects.filter(pk__in=keys).select_related("matter", "office", "drafted_by")
    asked = found.annotate(asked=Count("countersigns", filter=Q(countersigns__answer=""))).order_by("id")
    return [
        UnsignedRow(
            id=d.pk,
            kind=d.kind,
            headline=d.matter.headline,
            number=d.matter.number,
            office=d.office.name,
            drafted_by=d.drafted_by.name if d.drafted_by else "",
            changed=d.changed,
            unsettled=d.unsettled,
            asked=int(getattr(d, "asked", 0)),
            due=d.matter.next_due,
            given_back=d.given_back is not None,
        )
        for d in asked
    ]
