"""The daily list of differences: our records against a file of theirs, each closed by a person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.base.messages import Message
from huiyin.exchange import links
from huiyin.exchange.access import system_of
from huiyin.exchange.loading import load_map
from huiyin.exchange.models import Batch, ConnectedSystem, Difference, Link
from huiyin.exchange.rules.differences import Found, Record, compare
from huiyin.exchange.rules.maps import columns_of, read_record
from huiyin.exchange.services import batches, unmapped
from huiyin.foundation import audit
from huiyin.foundation.tables import Cells
from huiyin.orgs.rules import Actor

OUTCOMES = ("done", "theirs", "leave")
COMPARED = ("received", "concluded", "returned")
_LONGEST = 100


@dataclass
class Compared:
    """What came of comparing: rows read and rejected, differences new, still there, and gone since."""

    read: int = 0
    rejected: int = 0
    new: int = 0
    still: int = 0
    gone: int = 0
    batch: int = 0
    refusals: list[tuple[int, str, Message]] = field(default_factory=list)


def compare_file(
    headers: Sequence[str],
    rows: Iterable[tuple[int, Mapping[str, str]]],
    *,
    system: str,
    by: Actor,
    at: datetime,
) -> Compared:
    """Compare a table of theirs with our records; keep every difference. Raises Invalid for no table."""
    known = system_of(system, by)
    mapped = load_map(known.map)
    columns = columns_of(mapped, headers)
    result = Compared()
    theirs: list[Record] = []
    codes: list[Mapping[str, str]] = []
    for place, cells in rows:
        result.read += 1
        try:
            problem = cells.problem if isinstance(cells, Cells) else None
            if problem:
                raise Invalid(problem.code, **problem.params)
            said = read_record(mapped, columns, cells)
        except Refused as refusal:
            result.rejected += 1
            result.refusals.append((place, cells.get(columns["number"], "")[:_LONGEST], refusal.message))
            continue
        codes.append(said.unmapped)
        days = {name: said.days[name] for name in COMPARED if name in said.days}
        theirs.append(Record(said.number[:_LONGEST], said.codes.get("status", ""), days))
    days_covered = sorted(record.days["received"] for record in theirs if "received" in record.days)
    first, last = (days_covered[0], days_covered[-1]) if days_covered else ("", "")
    with transaction.atomic():
        batch = batches.begin(known, "compared", by=by, at=at)
        for unknown in codes:
            unmapped.note(known, unknown, at=at)
        links.follow()
        hidden = _hidden(known)
        found = compare(_ours(known), theirs, first=first, last=last, told=tuple(columns))
        _keep(known, [one for one in found if one.number not in hidden], result, at)
        result.batch = batch.number
        counts = {name: getattr(result, name) for name in ("read", "rejected", "new", "still", "gone")}
        Batch.objects.filter(pk=batch.pk).update(counts=counts)
    return result


def _ours(system: ConnectedSystem) -> Iterator[Record]:
    for link in Link.objects.filter(system=system).select_related("matter").order_by("number"):
        concluded = link.matter.concluded_on if link.matter else None
        days = {"received": link.received_on, "concluded": concluded, "returned": link.returned_on}
        shown = {name: day.isoformat() for name, day in days.items() if day}
        yield Record(link.number, link.matter.stage if link.matter else "", shown)


def _hidden(system: ConnectedSystem) -> frozenset[str]:
    """Return the numbers of possible accusations: how far one has come is nobody else's to see (art 30)."""
    rows = Link.objects.filter(system=system, matter__restricted=True)
    return frozenset(rows.values_list("number", flat=True))


def _keep(system: ConnectedSystem, found: Sequence[Found], result: Compared, at: datetime) -> None:
    known_as = dict(Link.objects.filter(system=system).values_list("number", "pk"))
    rows = Difference.objects.filter(system=system)
    standing = {(d.kind, d.number, d.what): d for d in rows.filter(closed_at=None)}
    left = set(rows.filter(outcome="leave").values_list("kind", "number", "what", "ours", "theirs"))
    seen = set()
    for one in found:
        key = (one.kind, one.number, one.what)
        seen.add(key)
        known = standing.get(key)
        if known:
            result.still += 1
            rows.filter(pk=known.pk).update(ours=one.ours, theirs=one.theirs, last_seen=at, gone_at=None)
        elif (*key, one.ours, one.theirs) not in left:
            result.new += 1
            Difference.objects.create(
                system=system,
                kind=one.kind,
                number=one.number,
                what=one.what,
                link_id=known_as.get(one.number),
                ours=one.ours,
                theirs=one.theirs[:40],
                proposed=one.proposed,
                found_at=at,
                last_seen=at,
            )
    gone = [d.pk for key, d in standing.items() if key not in seen and d.gone_at is None]
    result.gone = rows.filter(pk__in=gone).update(gone_at=at)


@transaction.atomic
def close(difference_id: int, *, outcome: str, by: Actor, at: datetime) -> None:
    """Close a difference: it was put right here, it is theirs to put right, or it is to be left as it is."""
    row = (
        Difference.objects.select_related("system", "link__matter")
        .filter(pk=difference_id, closed_at=None)
        .first()
    )
    if row is None or (row.link and row.link.matter and row.link.matter.restricted):
        raise NotFound("exchange.no_difference")
    system_of(row.system.code, by)
    if outcome not in OUTCOMES:
        raise Invalid("exchange.outcome_missing", field="outcome")
    Difference.objects.filter(pk=row.pk).update(closed_at=at, closed_by_id=by.staff, outcome=outcome)
    audit.record("difference.close", actor=by.label, about=f"difference:{row.pk}", at=at, reason=outcome)
