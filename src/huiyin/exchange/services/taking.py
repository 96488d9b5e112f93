"""Another system's records come in: new ones are registered, known ones brought up to date, none doubled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from huiyin.base.errors import Invalid, Refused
from huiyin.base.messages import Message
from huiyin.exchange import links
from huiyin.exchange.access import system_of
from huiyin.exchange.loading import load_map
from huiyin.exchange.models import Batch, ConnectedSystem, Link
from huiyin.exchange.rules.fields import Said
from huiyin.exchange.rules.maps import SystemMap, columns_of, read_record
from huiyin.exchange.services import batches, unmapped
from huiyin.exchange.services.placing import place, values_of
from huiyin.foundation import audit
from huiyin.foundation.tables import Cells
from huiyin.orgs.rules import Actor

BATCH = 100
LONGEST_NUMBER = 100
COUNTS = ("read", "added", "linked", "updated", "unchanged", "waiting", "rejected", "unmapped")


@dataclass
class Taken:
    """What came of a file: rows read, registered as new, linked to known matters, brought up to date …"""

    read: int = 0
    added: int = 0
    linked: int = 0
    updated: int = 0
    unchanged: int = 0
    waiting: int = 0
    rejected: int = 0
    unmapped: int = 0
    batch: int = 0
    left_out: Sequence[str] = ()
    refusals: list[tuple[int, str, Message]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return the counts by their name."""
        return {name: getattr(self, name) for name in COUNTS}


def take_in(
    headers: Sequence[str],
    rows: Iterable[tuple[int, Mapping[str, str]]],
    *,
    system: str,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> Iterator[Taken]:
    """Bring in a table of a system's records, a hundred a transaction; yield the counts so far.

    A record is known by its number in that system. Run again, or after an interruption, it doubles nothing.
    `Taken.refusals` holds the rows refused since the last yield. Raises Invalid for no such table.
    """
    known = system_of(system, by)
    mapped = load_map(known.map)
    columns = columns_of(mapped, headers)
    tally = Taken(left_out=[h for h in headers if h not in columns.values()])
    batch = None if dry_run else batches.begin(known, "taken", by=by, at=at)
    tally.batch = batch.number if batch else 0
    turn = _Turn(known, mapped, columns, by, at, dry_run)
    waiting = iter(rows)
    while piece := list(islice(waiting, BATCH)):
        tally.refusals = []
        with transaction.atomic():
            for number, cells in piece:
                turn.one(number, cells, tally)
            if batch:
                Batch.objects.filter(pk=batch.pk).update(counts=tally.counts())
        yield tally
    if not tally.read:
        yield tally


@dataclass(frozen=True)
class _Turn:
    """One file being taken in."""

    system: ConnectedSystem
    mapped: SystemMap
    columns: Mapping[str, str]
    by: Actor
    at: datetime
    dry_run: bool

    def one(self, number: int, cells: Mapping[str, str], tally: Taken) -> None:
        """Take in one row, or say why not; a refused row leaves nothing behind."""
        tally.read += 1
        try:
            problem = cells.problem if isinstance(cells, Cells) else None
            if problem:
                raise Invalid(problem.code, **problem.params)
            said = read_record(self.mapped, self.columns, cells)
            if len(said.number) > LONGEST_NUMBER:
                raise Invalid("import.id_too_long", field="number", limit=LONGEST_NUMBER)
            tally.unmapped += len(said.unmapped)
            with transaction.atomic():
                came = self._took(said)
        except Refused as refusal:
            tally.rejected += 1
            named = cells.get(self.columns["number"], "")[:LONGEST_NUMBER]
            tally.refusals.append((number, named, refusal.message))
            return
        setattr(tally, came, getattr(tally, came) + 1)

    def _took(self, said: Said) -> str:
        link = (
            Link.objects.select_for_update(of=("self",))
            .select_related("petition__person", "petition__matter", "matter")
            .filter(system=self.system, number=said.number)
            .first()
        )
        if self.dry_run:
            return "updated" if link else "added"
        unmapped.note(self.system, said.unmapped, at=self.at)
        if link is not None:
            return _bring_up_to_date(link, said, at=self.at)
        return place(self.system, self.mapped, said, by=self.by, at=self.at)


def _bring_up_to_date(link: Link, said: Said, *, at: datetime) -> str:
    """Bring a known link up to date with what the file says now; what it does not say stays."""
    values = values_of(said, link)
    before = links.kept(link)
    after = {**before, **links.to_keep(said, link)}
    changed = {name: value for name, value in values.items() if getattr(link, name) != value}
    if not changed and after == before:
        Link.objects.filter(pk=link.pk).update(last_seen=at)
        return "unchanged"
    for name, value in changed.items():
        setattr(link, name, value)
    links.keep(link, after)
    link.last_seen = at
    link.save()
    audit.record("link.update", actor=f"system:{link.system_id}", about=f"link:{link.pk}", at=at)
    return "updated"
