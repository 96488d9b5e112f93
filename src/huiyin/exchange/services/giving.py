"""What happened here goes out to another system, in that system's columns and codes, as numbered batches."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from huiyin.base.errors import Invalid, NotFound
from huiyin.cases import persons
from huiyin.cases.models import Petition
from huiyin.exchange import links
from huiyin.exchange.access import system_of
from huiyin.exchange.happened import happened
from huiyin.exchange.loading import load_map
from huiyin.exchange.models import Batch, ConnectedSystem, ExportRow, Link
from huiyin.exchange.rules.fields import WITH_A_PERSON
from huiyin.exchange.rules.maps import EXPORTS, SystemMap, write_record
from huiyin.exchange.services import batches
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor

MOST_ROWS = 5_000
_ABOUT = "export.row"


@dataclass(frozen=True)
class Given:
    """A batch that was made: its number, how many rows, and whether more is waiting for the next one."""

    number: int
    rows: int
    more: bool


@dataclass(frozen=True)
class _Row:
    link: Link | None
    petition: Petition | None
    event: str
    record: int
    cells: Mapping[str, Any]


@transaction.atomic
def export(system: str, what: str, *, by: Actor, at: datetime) -> Given:
    """Put what happened since the last export into a batch. Number 0 when there is nothing.

    `progress`: acts, services and ratings of linked matters; no personal data. `petitions`: petitions
    registered here that the other system does not know. A possible accusation never goes out (art 30).
    """
    known = system_of(system, by)
    ConnectedSystem.objects.select_for_update(of=("self",)).get(pk=known.pk)  # one export at a time
    links.follow()
    mapped = load_map(known.map)
    if what not in EXPORTS or what not in mapped.exports:
        raise Invalid("exchange.what_unknown", field="what", what=what, known=tuple(mapped.exports))
    rows = list(_progress(known, mapped) if what == "progress" else _petitions(known))
    if not rows:
        return Given(0, 0, False)
    batch = batches.begin(known, what, by=by, at=at)
    for position, row in enumerate(rows[:MOST_ROWS], 1):
        serial = f"{known.code}-{batch.number}-{position}"
        _write(batch, position, row, write_record(mapped, what, {**row.cells, "serial": serial}), mapped)
        if row.petition is not None:
            about = f"petition:{row.petition.pk}"
            audit.record("petition.export", actor=by.label, about=about, at=at, reason=f"batch:{batch.pk}")
    sent, more = min(len(rows), MOST_ROWS), len(rows) > MOST_ROWS
    Batch.objects.filter(pk=batch.pk).update(
        counts={"rows": sent}, headers=mapped.headers(what), encoding=mapped.encoding
    )
    return Given(batch.number, sent, more)


def _write(batch: Batch, position: int, row: _Row, cells: list[str], mapped: SystemMap) -> None:
    sealed = b""
    if row.petition is not None:
        names = mapped.exports[batch.what]
        personal = {str(i): cells[i] for i, name in enumerate(names) if name in WITH_A_PERSON and cells[i]}
        cells = ["" if str(i) in personal else cell for i, cell in enumerate(cells)]
        key = crypto.open_key(row.petition.person.key)
        sealed = crypto.seal_text(key, json.dumps(personal, ensure_ascii=False), about=_ABOUT)
    ExportRow.objects.create(
        batch=batch,
        position=position,
        link=row.link,
        petition=row.petition,
        event=row.event,
        record=row.record,
        cells=cells,
        personal_sealed=sealed,
    )


def _progress(system: ConnectedSystem, mapped: SystemMap) -> list[_Row]:
    found = [
        (entered, event, record, link, cells)
        for event, record, entered, link, cells in happened(system)
        if mapped.code("event", str(cells["event"]))
    ]
    found.sort(key=lambda one: one[:4])
    first = found[: MOST_ROWS + 1]
    rows = Link.objects.select_related("matter", "petition").in_bulk({link for *_, link, _cells in first})
    return [
        _Row(rows[link], None, event, record, {**_usual(rows[link]), **cells})
        for _entered, event, record, link, cells in first
    ]


def _usual(link: Link) -> dict[str, str]:
    matter = link.matter
    ours = link.petition.number if link.petition else (matter.number if matter else "")
    return {"number": link.number, "our_number": ours, "status": matter.stage if matter else ""}


def _petitions(system: ConnectedSystem) -> Iterator[_Row]:
    known = Link.objects.filter(system=system, petition=OuterRef("pk"))
    sent = ExportRow.objects.filter(batch__system=system, event="petition", record=OuterRef("pk"))
    rows = Petition.objects.filter(
        ~Exists(known),
        ~Exists(sent),
        office_id=system.office_id,
        entered__gte=system.added_at,
        matter__restricted=False,
        matter__provenance="native",
    ).exclude(source=system.code)
    for petition in rows.select_related("matter", "person").order_by("pk")[: MOST_ROWS + 1]:
        person, words = persons.opened(petition.person), persons.words_of(petition)
        cells = {
            "our_number": petition.number,
            "received": petition.received_on,
            "channel": petition.channel,
            "persons": petition.persons,
            "title": words.title or petition.matter.headline,
            "text": words.text,
            "place": petition.matter.division,
            "kind": petition.matter.kind,
            "purpose": petition.matter.nature,
            "status": petition.matter.stage,
            "anonymous": "yes" if petition.anonymous else "no",
            **{name: getattr(person, name) for name in ("name", "phone", "id_number", "address")},
        }
        yield _Row(None, petition, "petition", petition.pk, cells)


@transaction.atomic
def confirm(system: str, number: int, *, by: Actor, at: datetime) -> None:
    """Note that a batch was taken over by the other system; saying it twice does no harm."""
    known = system_of(system, by)
    batch = Batch.objects.filter(system=known, number=number, what__in=EXPORTS).first()
    if batch is None:
        raise NotFound("exchange.no_batch", number=number)
    if batch.delivered_at is None:
        Batch.objects.filter(pk=batch.pk).update(delivered_at=at)
        audit.record("exchange.deliver", actor=by.label, about=f"batch:{batch.pk}", at=at)


def cells_of(row: ExportRow) -> list[str]:
    """Return the cells of an exported row as they went out.

    What was erased since is empty, and so is what somebody said in what became a possible accusation.
    """
    cells = list(row.cells)
    if row.petition is not None and row.personal_sealed and not row.petition.matter.restricted:
        try:
            key = crypto.open_key(row.petition.person.key)
            personal = json.loads(crypto.unseal_text(key, row.personal_sealed, about=_ABOUT))
        except crypto.Erased:
            personal = {}
        for place, text in personal.items():
            cells[int(place)] = text
    return cells
