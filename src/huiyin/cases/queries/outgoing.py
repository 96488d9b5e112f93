"""Letters of a day as they go out, what was printed when, and the running numbers of an office."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from huiyin.base.errors import NotFound
from huiyin.cases.models import Letter, Petition, PrintedLetter, Printing
from huiyin.cases.queries.group import ANSWERS, petitions_of
from huiyin.cases.queries.scope import readable_letters, visible
from huiyin.cases.queries.together import left_out
from huiyin.orgs.rules import Actor

MOST = 300  # letters of one office and one day
PERMISSION = "letter.serve"
_RUNNING = re.compile(r"〕(\d+)号$")


@dataclass(frozen=True)
class OutgoingRow:
    """A letter of a day: how many copies go out, whether it was served, when it was printed by whom."""

    id: int
    kind: str
    number: str
    headline: str
    copies: int
    served: bool
    printed: Sequence[tuple[int, datetime, str]]


def of_day(actor: Actor, office: int, day: date) -> Sequence[OutgoingRow]:
    """Return the letters that an office signed on a day, by number, as far as the actor may read them."""
    printed = PrintedLetter.objects.select_related("printing__by").order_by("id")
    rows = (
        readable_letters(actor)
        .filter(office_id=office, signed_on=day, office_id__in=actor.offices(PERMISSION))
        .select_related("matter")
        .prefetch_related(Prefetch("printed", printed, to_attr="prints"), "services")
        .order_by("kind", "pk")[:MOST]
    )
    letters = list(rows)
    copies = copies_of(actor, letters)
    return [
        OutgoingRow(
            id=letter.pk,
            kind=letter.kind,
            number=letter.number or "",
            headline=letter.matter.headline,
            copies=max(len(copies[letter.pk]), 1),
            served=bool(letter.services.all()),
            printed=[(p.printing.number, p.printing.at, p.printing.by.name) for p in letter.prints],
        )
        for letter in letters
    ]


def copies_of(actor: Actor, letters: Sequence[Letter]) -> Mapping[int, Sequence[Petition]]:
    """Return for each letter the petitions it goes to, where it goes to several; else nothing.

    Only answers go to everybody whose matter was joined; who cannot be written to is left out.
    """
    found: dict[int, Sequence[Petition]] = {letter.pk: () for letter in letters}
    leads = {letter.matter_id for letter in letters}
    heads = set(visible(actor).filter(joined_to__in=leads).values_list("joined_to", flat=True))
    for letter in letters:
        if letter.act in ANSWERS and letter.matter_id in heads:
            people = petitions_of(letter.matter_id).filter(matter__in=visible(actor)).select_related("person")
            several = list(people.order_by("pk"))
            out = left_out(several)
            found[letter.pk] = [p for p in several if p.pk not in out]
    return found


@dataclass(frozen=True)
class PrintingView:
    """One printing: of which day, the how manieth of the office in the year, by whom, and what was in it."""

    id: int
    number: int
    office: str
    day: date
    by: str
    at: datetime
    rows: Sequence[tuple[int, int, str, str, bool]]  # place, letter, kind, number, printed before
    hidden: int

    @property
    def again(self) -> int:
        """Return how many of the letters had been printed before."""
        return sum(row[-1] for row in self.rows)


def printing(actor: Actor, printing_id: int) -> PrintingView:
    """Return a printing of an office the actor serves letters for. Raises NotFound."""
    found = Printing.objects.select_related("office", "by").filter(pk=printing_id).first()
    if found is None or found.office_id not in actor.offices(PERMISSION):
        raise NotFound("cases.no_printing")
    rows = list(PrintedLetter.objects.filter(printing=found).select_related("letter").order_by("place"))
    seen = set(
        readable_letters(actor).filter(pk__in=[r.letter_id for r in rows]).values_list("pk", flat=True)
    )
    return PrintingView(
        id=found.pk,
        number=found.number,
        office=found.office.name,
        day=found.day,
        by=found.by.name,
        at=found.at,
        rows=[
            (r.place, r.letter_id, r.letter.kind, r.letter.number or "", r.again)
            for r in rows
            if r.letter_id in seen
        ],
        hidden=len(rows) - len(seen),
    )


def printings(actor: Actor, office: int, day: date) -> Sequence[tuple[int, int, datetime, str]]:
    """Return what was printed of an office's day so far: key, number, when, by whom."""
    if office not in actor.offices(PERMISSION):
        return ()
    rows = Printing.objects.filter(office_id=office, day=day).select_related("by").order_by("id")
    return [(p.pk, p.number, p.at, p.by.name) for p in rows]


@dataclass(frozen=True)
class NumberRow:
    """A running number of an office: its letter as far as the actor may read it."""

    running: int
    number: str
    signed_on: date | None
    letter: int | None
    headline: str


@dataclass(frozen=True)
class Numbers:
    """The running numbers of a kind of letter of an office in a year, the latest first, and the gaps."""

    rows: Sequence[NumberRow]
    last: int
    gaps: Sequence[tuple[int, int]]
    before: int


def numbers(actor: Actor, office: int, kind: str, year: int, *, before: int = 0, size: int = 50) -> Numbers:
    """Return the numbers given out, and the stretches that nothing was signed under.

    Numbers are given one after the other when a letter is signed; a stretch is left out only after a restore
    from a backup. What the actor may not read is there as a number.
    """
    given = Letter.objects.filter(office_id=office, kind=kind, signed_on__year=year, number__isnull=False)
    if office not in actor.offices("letter.draft"):
        given = given.none()
    known = {}
    for key, number, day in given.values_list("pk", "number", "signed_on"):
        if match := _RUNNING.search(number or ""):
            known[int(match[1])] = (key, number or "", day)
    shown = sorted((n for n in known if not before or n < before), reverse=True)[: size + 1]
    keys = [known[n][0] for n in shown]
    mine = {
        letter.pk: letter.matter.headline
        for letter in readable_letters(actor).filter(pk__in=keys).select_related("matter")
    }
    rows = [
        NumberRow(
            n,
            known[n][1],
            known[n][2],
            known[n][0] if known[n][0] in mine else None,
            mine.get(known[n][0], ""),
        )
        for n in shown[:size]
    ]
    return Numbers(rows, max(known, default=0), gaps(known), rows[-1].running if len(shown) > size else 0)


def gaps(known: Sequence[int] | Mapping[int, object]) -> Sequence[tuple[int, int]]:
    """Return the stretches missing between one and the highest number, each with its first and its last."""
    found: list[tuple[int, int]] = []
    last = 0
    for number in sorted(known):
        if number > last + 1:
            found.append((last + 1, number - 1))
        last = number
    return found
