"""Items of the registers: put in by hand, moved on by entries, each on record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.base.messages import Message
from huiyin.cases.queries.scope import recused_from, visible
from huiyin.cases.rules.given import number_given, plain
from huiyin.cases.services import work
from huiyin.foundation import audit
from huiyin.orgs.rules import Actor
from huiyin.registers import sealed
from huiyin.registers.models import Entry, Item
from huiyin.registers.queries.answering import may_answer
from huiyin.registers.queries.item import files_of, holds_move, matter_for_files, requests_of
from huiyin.registers.queries.scope import require, seen_item
from huiyin.registers.rules import checking
from huiyin.registers.rules.moves import CHECK, CONTACTS, ENDS, KEEP, SOURCES, Move, lacking, move_of
from huiyin.registers.services import effects

LONGEST_WORDS = 10_000


@dataclass(frozen=True)
class Given:
    """What somebody enters on an item; what a kind of entry does not ask for is left out."""

    kind: str
    day: date
    words: str = ""
    source: str = ""
    contact: str = ""
    accepted_on: date | None = None
    due: date | None = None
    files: Collection[int] = ()
    outcomes: Sequence[str] = field(default_factory=tuple)
    word: str = ""
    word_on: date | None = None


@transaction.atomic
def enter(
    item_id: int,
    given: Given,
    papers: Sequence[tuple[str, BinaryIO]] = (),
    *,
    version: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Make an entry on an item and let it move on; `papers` are new files, kept with the matter.

    All of it or nothing. Raises NotFound for an item out of sight, NotAllowed when this entry may not be
    made now or not by the actor, Invalid with the field that is missing, Conflict when the item changed since
    it was read.
    """
    item = _locked(item_id, by)
    move = move_of(item.register, item.state, given.kind)
    if not given.kind:
        raise Invalid("registers.kind_missing", field="kind")
    if move is None:
        raise NotAllowed("registers.not_now", kind=Message(f"registers.move.{given.kind}"))
    if not holds_move(by, item, move):
        refusal = "registers.check_barred" if move.permission == CHECK else "cases.not_your_part"
        raise NotAllowed(refusal)
    if version is not None and item.version != version:
        raise Conflict("cases.changed_meanwhile")
    if papers:
        matter = matter_for_files(by, item)
        kept = [work.attach(matter, stream, name=name, by=by, at=at) for name, stream in papers]
        given = replace(given, files=[*given.files, *kept])
    facts = _checked(item, move, given, by=by, at=at)
    entry = Entry.objects.create(
        item=item,
        kind=move.kind,
        day=given.day,
        fields=facts,
        words_sealed=sealed.seal(item, {"text": words_of(given.words)}, about="register.entry"),
        by_id=by.staff,
        office_id=by.office,
        entered=at,
    )
    entry.files.set(given.files)
    _move_on(item, move, given, at)
    audit.record(
        "register.enter",
        actor=by.label,
        about=f"item:{item.pk}",
        at=at,
        reason=f"{item.register}:{move.kind}",
    )
    effects.of_entry(item, move.kind, given.day, given.accepted_on, words_of(given.words), by=by, at=at)


def _locked(item_id: int, by: Actor) -> Item:
    seen_item(by, item_id)
    return (
        Item.objects.select_for_update(of=("self",))
        .select_related("matter", "office", "kept_at", "officer")
        .get(pk=item_id)
    )


def _checked(item: Item, move: Move, given: Given, *, by: Actor, at: datetime) -> dict[str, object]:
    today = local_day(at)
    if not item.day <= given.day <= today:
        raise Invalid("registers.day_impossible", field="day", since=item.day.isoformat())
    if not words_of(given.words):
        raise Invalid("registers.words_missing", field="words")
    said: dict[str, object] = {
        "source": given.source if given.source in SOURCES else "",
        "contact": given.contact if given.contact in CONTACTS else "",
        "accepted_on": given.accepted_on.isoformat() if given.accepted_on else "",
        "due": given.due.isoformat() if given.due else "",
    }
    absent = lacking(move, said, files=given.files)
    if absent:
        raise Invalid("registers.needs", field=absent, what=Message(f"registers.asks.{absent}"))
    if given.accepted_on and not item.day <= given.accepted_on <= given.day:
        raise Invalid("registers.day_impossible", field="accepted_on", since=item.day.isoformat())
    if "due" in move.asks and given.due and given.due <= given.day:
        raise Invalid("registers.due_not_later", field="due", since=given.day.isoformat())
    if set(given.files) - set(files_of(by, item).values_list("pk", flat=True)):
        raise NotFound("cases.file_gone")
    facts = {name: value for name, value in said.items() if value and name in (*move.asks, "due")}
    if "checks" in move.asks:
        facts |= _checks(item, given, today)
    return facts


def _checks(item: Item, given: Given, today: date) -> Mapping[str, object]:
    checks = checking.read_checks(given.outcomes, given.word, given.word_on)
    gaps = checking.gaps(checks, requests=len(requests_of(item)), since=item.day, today=today)
    if gaps:
        raise Invalid("registers.needs", field=gaps[0], what=Message(f"registers.asks.{gaps[0]}"))
    return checking.as_fields(checks)


def _move_on(item: Item, move: Move, given: Given, at: datetime) -> None:
    item.state = move.to or item.state
    if given.due:
        item.due = given.due
    elif move.to == "came_back":
        item.due = local_day(at)  # what came back is owed at once
    item.ended_on = given.day if item.state in ENDS else None
    item.version += 1
    item.save(update_fields=["state", "due", "ended_on", "version"])


def words_of(text: str) -> str:
    """Return free words as they are kept. Raises Invalid when they are too long."""
    kept = plain(text)
    if len(kept) > LONGEST_WORDS:
        raise Invalid("cases.text_too_long", field="words", length=len(kept), limit=LONGEST_WORDS)
    return kept


@transaction.atomic
def hand_on(item_id: int, officer: int, due: date | None, *, by: Actor, at: datetime) -> None:
    """Name who answers for an item at its office, or leads it (包案), and set its last day."""
    item = _locked(item_id, by)
    require(by, item, KEEP)
    if item.state in ENDS:
        raise NotAllowed("registers.ended")
    if officer not in {c.id for c in may_answer(item.office_id)}:
        raise Invalid("cases.not_a_colleague", field="officer")
    if item.matter_id and recused_from(item.matter_id, [officer]):
        raise Invalid("cases.recused", field="officer")
    item.officer_id, item.version = officer, item.version + 1
    item.due = due or item.due
    item.save(update_fields=["officer", "due", "version"])
    audit.record("register.hand", actor=by.label, about=f"item:{item.pk}", at=at, reason=f"staff:{officer}")


def matters_by_number(by: Actor, numbers: str) -> Sequence[int]:
    """Return the matters in sight that have these numbers, one a line. Raises Invalid naming the unknown one.

    A hidden matter is unknown like one that does not exist.
    """
    wanted = [number_given(line) for line in numbers.replace("，", "\n").replace("；", "\n").splitlines()]
    wanted = list(dict.fromkeys(number for number in wanted if number))[:50]
    found = dict(visible(by).filter(number__in=wanted).values_list("number", "pk"))
    for number in wanted:
        if number not in found:
            raise Invalid("registers.matter_unknown", field="numbers", number=number[:60])
    return [found[number] for number in wanted]
