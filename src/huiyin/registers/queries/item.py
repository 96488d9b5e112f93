"""One item with its entries, as its page shows it. Opening it is a read and is put on record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from huiyin.base.clock import local_day
from huiyin.base.errors import NotAllowed
from huiyin.cases import persons
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Attachment, Matter, Petition
from huiyin.cases.queries.attached import FileRow, file_row
from huiyin.cases.queries.scope import readable_letters, visible
from huiyin.cases.reading import read_text
from huiyin.cases.standing import standing
from huiyin.foundation import audit
from huiyin.orgs.rules import Actor
from huiyin.registers import sealed
from huiyin.registers.models import Entry, Item
from huiyin.registers.queries.checking import why_not
from huiyin.registers.queries.lists import ItemRow, row
from huiyin.registers.queries.scope import holds, seen_item
from huiyin.registers.rules.following import what_to_do
from huiyin.registers.rules.moves import CHECK, NAMED, Move, possible

LONGEST_REQUEST = 80


@dataclass(frozen=True)
class EntryRow:
    """One entry with its words."""

    kind: str
    day: date
    fields: Mapping[str, Any]
    words: str
    by: str
    office: str
    files: Sequence[FileRow]


@dataclass(frozen=True)
class MatterLink:
    """A matter an item is about and the actor may see."""

    id: int
    number: str
    headline: str


@dataclass(frozen=True)
class FromAct:
    """The act an item follows from: its day, where it led, and the letter it stands in."""

    kind: str
    day: date
    to: str
    letter: int | None
    letter_kind: str


@dataclass(frozen=True)
class ItemView:
    """Everything an item's page shows; `moves` are the entries the actor may make now."""

    row: ItemRow
    version: int
    words: Mapping[str, str]
    office: int
    matters: Sequence[MatterLink]
    entries: Sequence[EntryRow]
    files: Sequence[FileRow]
    moves: Sequence[Move]
    requests: Sequence[str]
    to_do: Sequence[str]
    check_barred: str
    from_act: FromAct | None


def opened(actor: Actor, item_id: int, *, at: datetime) -> ItemView:
    """Return an item with its words and entries, and record that it was read. Raises NotFound."""
    item = seen_item(actor, item_id)
    audit.record("register.read", actor=actor.label, about=f"item:{item.pk}", at=at)
    links = _links(actor, item)
    moves = [move for move in possible(item.register, item.state) if holds_move(actor, item, move)]
    files = [file_row(f) for f in files_of(actor, item).order_by("id")]
    checking = any(move.permission == CHECK for move in possible(item.register, item.state))
    return ItemView(
        row=row(item, local_day(at)),
        version=item.version,
        words=sealed.words(item),
        office=item.office_id,
        matters=links,
        entries=_entries(item, {f.id for f in files}),
        files=files,
        moves=moves,
        requests=requests_of(item) if item.register == "backlog" else (),
        to_do=_to_do(item, at) if item.state == "came_back" else (),
        from_act=_from_act(actor, item),
        check_barred=why_not(actor, item) if checking and not moves else "",
    )


def holds_move(actor: Actor, item: Item, move: Move) -> bool:
    """Return whether the actor may make an entry: closings are decided by who is independent of the work.

    Who is named for an item, such as the leader of a backlog matter, says what they did about it.
    """
    if move.permission == CHECK:
        return not why_not(actor, item)
    if move.kind in NAMED and item.officer_id in actor.people:
        return True
    return holds(actor, item, move.permission)


def _from_act(actor: Actor, item: Item) -> FromAct | None:
    if item.place is None:
        return None
    acts = list(Act.objects.filter(matter=item.matter_id))
    now = {act.position: act for act in in_force(acts)}
    act = now.get(item.place + 1) or next((a for a in acts if a.position == item.place + 1), None)
    if act is None:
        return None
    letter = readable_letters(actor).filter(pk=act.letter_id).first() if act.letter_id else None
    to = str(act.fields.get("to", ""))
    return FromAct(act.kind, act.day, to, letter.pk if letter else None, letter.kind if letter else "")


def _links(actor: Actor, item: Item) -> Sequence[MatterLink]:
    about = [item.matter_id] if item.matter_id else list(item.matters.values_list("pk", flat=True))
    found = visible(actor).filter(pk__in=about).order_by("id")
    return [MatterLink(m.pk, m.number, m.headline) for m in found]


def files_of(actor: Actor, item: Item) -> Any:
    """Return the files of an item's matters that the actor may see: what can serve as evidence."""
    about = [item.matter_id] if item.matter_id else list(item.matters.values_list("pk", flat=True))
    return Attachment.objects.filter(matter__in=visible(actor).filter(pk__in=about))


def matter_for_files(actor: Actor, item: Item) -> int:
    """Return the matter that keeps the papers of an item; for a directive the first linked one in sight."""
    links = _links(actor, item)
    if not links:
        raise NotAllowed("registers.no_matter_for_files")
    return links[0].id


def _entries(item: Item, in_sight: Collection[int]) -> Sequence[EntryRow]:
    rows = Entry.objects.filter(item=item).select_related("by", "office").prefetch_related("files")
    return [
        EntryRow(
            kind=entry.kind,
            day=entry.day,
            fields=entry.fields,
            words=sealed.entry_words(item, entry),
            by=entry.by.name if entry.by else "",
            office=entry.office.name if entry.office else "",
            files=[file_row(f) for f in entry.files.all() if f.pk in in_sight],
        )
        for entry in rows
    ]


def requests_of(item: Item) -> tuple[str, ...]:
    """Return what was asked in the matter, as the reading finds it; one nameless request where it finds none.

    The closing check goes through them one by one (信访工作条例 art 27).
    """
    petition = Petition.objects.select_related("person").filter(matter=item.matter_id).order_by("id").first()
    if petition is None:
        return ("",)
    said = persons.words_of(petition)
    found = read_text(said.text, said.title, home=settings.HUIYIN_HOME).requests
    return tuple(said.text[span.start : span.end].strip()[:LONGEST_REQUEST] for span in found[:5]) or ("",)


def _to_do(item: Item, at: datetime) -> Sequence[str]:
    matter = Matter.objects.select_related("office").filter(pk=item.matter_id or 0).first()
    if matter is None:
        return ()
    acts = list(Act.objects.filter(matter=matter))
    return what_to_do(standing(matter, acts, as_of=local_day(at)).state)
