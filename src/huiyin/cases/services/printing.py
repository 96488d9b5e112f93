"""The letters of a day are printed in one go: one file, one numbered list, and a mark on what was printed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases import letters as words
from huiyin.cases.models import Letter, Petition, PrintedLetter, Printing
from huiyin.cases.queries.outgoing import MOST, PERMISSION, PrintingView, copies_of, printing
from huiyin.cases.queries.scope import readable_letters
from huiyin.foundation import audit, numbers
from huiyin.foundation.documents import OfficialLetter, Table, to_one_pdf
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor

_SHARES = (0.9, 2.5, 2.1, 1.8, 0.9, 1.6)
_COLUMNS = ("place", "number", "kind", "recipient", "copies", "mark")


@transaction.atomic
def print_day(office: int, day: date, letters: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Put the chosen letters of an office's day into one printing, in the order of the list; return it.

    What was printed before is marked as printed again. Raises NotAllowed, Invalid when none is chosen.
    """
    if office not in by.offices(PERMISSION):
        raise NotAllowed("cases.not_your_part")
    wanted = readable_letters(by).filter(pk__in=list(letters), office_id=office, signed_on=day)
    chosen = list(wanted.order_by("kind", "pk")[:MOST])
    if not chosen:
        raise Invalid("cases.print_nothing", field="letters")
    Letter.objects.select_for_update(of=("self",)).filter(pk__in=[c.pk for c in chosen]).count()
    before = set(PrintedLetter.objects.filter(letter__in=chosen).values_list("letter_id", flat=True))
    made = Printing.objects.create(
        office_id=office,
        number=numbers.allocate(f"printing:{office}:{day.year}"),
        day=day,
        by_id=by.staff or 0,
        at=at,
    )
    for place, letter in enumerate(chosen, 1):
        again = letter.pk in before
        PrintedLetter.objects.create(printing=made, letter=letter, place=place, again=again)
        action = "letter.print_again" if again else "letter.print"
        audit.record(action, actor=by.label, about=f"letter:{letter.pk}", at=at)
    return made.pk


def printed(printing_id: int, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """Return a printing as one PDF with its list in front, and the name of the file. Raises NotFound."""
    view = printing(by, printing_id)
    keys = [letter for _place, letter, *_rest in view.rows]
    rows = readable_letters(by).filter(pk__in=keys).select_related("matter__office")
    letters = {letter.pk: letter for letter in rows}
    copies = copies_of(by, list(letters.values()))
    pages: list[OfficialLetter] = []
    named: dict[int, Sequence[str]] = {}
    for key in keys:
        letter = letters[key]
        to: Sequence[Petition | None] = list(copies[key]) or [None]
        made = [words.official(letter, letter.matter, to=petition) for petition in to]
        named[key] = [page.addressee for page in made]
        pages += made
    audit.record("letter.download", actor=by.label, about=f"printing:{printing_id}", at=at)
    title = say("printing.title", "zh")
    return f"{title}-{view.day.isoformat()}-{view.number}", to_one_pdf([_list(view, named), *pages], title)


def _list(view: PrintingView, named: dict[int, Sequence[str]]) -> OfficialLetter:
    head = tuple(say(f"printing.column.{name}", "zh") for name in _COLUMNS)
    rows = [
        (
            str(place),
            number,
            say(f"law.letter.{kind}", "zh"),
            "、".join(named[letter]),
            str(len(named[letter])),
            say("printing.again", "zh") if again else "",
        )
        for place, letter, kind, number, again in view.rows
    ]
    return OfficialLetter(
        sender=view.office,
        title=say("printing.list", "zh"),
        number=f"{view.day.isoformat()}-{view.number}",
        paragraphs=(Table((head, *rows), head="row", widths=_SHARES),),
        signature=f"{view.office} {view.by}",
        day=local_day(view.at),
        letterhead=False,
    )
