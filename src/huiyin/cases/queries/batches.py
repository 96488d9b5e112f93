"""A batch as its maker sees it: each matter, what stands in the way of it, what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from huiyin.base.errors import NotFound
from huiyin.cases import persons
from huiyin.cases.models import Batch, BatchItem, Matter, Petition
from huiyin.cases.queries.scope import visible
from huiyin.cases.reading import read_text
from huiyin.foundation import crypto
from huiyin.orgs.rules import Actor
from huiyin.text import Understanding

PAGE = 50
CHUNK = 500  # keys in one question
_LONGEST_KEY = 18


@dataclass(frozen=True)
class ItemRow:
    """One matter of a batch; without headline where it is out of the maker's sight by now."""

    key: int
    matter: int
    number: str
    headline: str
    office: str
    in_sight: bool
    outcome: str
    code: str
    params: Mapping[str, Any]
    kind: str
    confirmed: bool
    percent: int
    evidence: Sequence[str]


@dataclass(frozen=True)
class BatchView:
    """A batch: what is done, how far it is, and one page of its matters."""

    id: int
    what: str
    params: Mapping[str, Any]
    words: str
    looked_through: bool
    begun: datetime | None
    ended: datetime | None
    waiting: int
    in_the_way: Sequence[tuple[str, int]]
    done: int
    refused: int
    left: int
    rows: Sequence[ItemRow]
    after: str

    @property
    def total(self) -> int:
        """Return how many matters were chosen."""
        return self.waiting + sum(n for _code, n in self.in_the_way) + self.done + self.refused + self.left

    @property
    def tried(self) -> int:
        """Return how many are over and done with, whatever came of them."""
        return self.done + self.refused + self.left


def own(actor: Actor, batch_id: int) -> Batch:
    """Return a batch of the actor's. Raises NotFound for somebody else's."""
    found = Batch.objects.filter(pk=batch_id, by_id=actor.staff or 0).first()
    if found is None:
        raise NotFound("batch.gone")
    return found


def view(actor: Actor, batch_id: int, *, after: str = "", size: int = PAGE) -> BatchView:
    """Return a batch as its maker sees it, with one page of its matters. Raises NotFound."""
    batch = own(actor, batch_id)
    counted = BatchItem.objects.filter(batch=batch).values("outcome", "code").annotate(n=Count("pk"))
    by: dict[str, dict[str, int]] = {}
    for row in counted:
        by.setdefault(row["outcome"], {})[row["code"]] = row["n"]
    before = dict(by.get("waiting", {}))
    rows = BatchItem.objects.filter(batch=batch).select_related("matter__office").order_by("pk")
    if after.isdecimal() and len(after) <= _LONGEST_KEY:
        rows = rows.filter(pk__gt=int(after))
    page = list(rows[: size + 1])
    sealed = bytes(batch.words_sealed)
    return BatchView(
        id=batch.pk,
        what=batch.what,
        params=batch.params,
        words=crypto.house_unseal(sealed).decode() if sealed else "",
        looked_through=batch.looked_through is not None,
        begun=batch.begun,
        ended=batch.ended,
        waiting=before.pop("", 0),
        in_the_way=sorted(before.items(), key=lambda pair: -pair[1]),
        done=sum(by.get("done", {}).values()),
        refused=sum(by.get("refused", {}).values()),
        left=sum(by.get("left", {}).values()),
        rows=_rows(actor, batch, page[:size]),
        after=str(page[size - 1].pk) if len(page) > size else "",
    )


def _rows(actor: Actor, batch: Batch, items: Sequence[BatchItem]) -> Sequence[ItemRow]:
    keys = [item.matter_id for item in items]
    seen = set(visible(actor).filter(pk__in=keys).values_list("pk", flat=True))
    read = readings(sorted(seen)) if batch.what == "sort" and batch.begun is None else {}
    return [_row(item, item.matter_id in seen, read.get(item.matter_id)) for item in items]


def _row(item: BatchItem, in_sight: bool, read: Understanding | None) -> ItemRow:
    kind = str(item.proposed.get("kind", ""))
    confirmed = item.matter.kind if in_sight else ""  # by a person, whatever was proposed
    spans = next((k.evidence for k in read.kinds if k.code == kind), ()) if read else ()
    return ItemRow(
        key=item.pk,
        matter=item.matter_id,
        number=item.matter.number,
        headline=item.matter.headline if in_sight else "",
        office=item.matter.office.name,
        in_sight=in_sight,
        outcome=item.outcome,
        code=item.code,
        params=item.params,
        kind=confirmed or kind,
        confirmed=bool(confirmed),
        percent=round(100 * float(item.proposed.get("p", 0))),
        evidence=list(dict.fromkeys(span.text for span in spans)),
    )


def readings(matters: Sequence[int]) -> Mapping[int, Understanding]:
    """Return how the first petition of each matter is read; none of one whose words were erased."""
    first: dict[int, Petition] = {}
    rows = Petition.objects.filter(matter__in=matters).select_related("person", "matter").order_by("pk")
    for petition in rows:
        first.setdefault(petition.matter_id, petition)
    found = {}
    for key, petition in first.items():
        try:
            words = persons.words_of(petition)
        except crypto.Erased:
            continue
        found[key] = read_text(words.text, words.title, home=settings.HUIYIN_HOME)
    return found


def chunks(keys: Sequence[int], size: int = CHUNK) -> Iterator[list[int]]:
    """Yield keys a few hundred at a time: a database takes only so many in one question."""
    every = iter(keys)
    while few := list(islice(every, size)):
        yield few


@dataclass(frozen=True)
class Chosen:
    """Matters that may be done something to: key and version of each, in the order they were asked for."""

    rows: Sequence[tuple[int, int]] = field(default=())


def chosen(actor: Actor, keys: Sequence[int]) -> Chosen:
    """Return those of some matters that the actor may see, each once, with the version they are of now."""
    versions: dict[int, int] = {}
    for few in chunks(list(dict.fromkeys(keys))):
        versions |= dict(visible(actor).filter(pk__in=few).values_list("pk", "version"))
    return Chosen([(key, versions[key]) for key in dict.fromkeys(keys) if key in versions])


def in_sight(actor: Actor, keys: Sequence[int]) -> Mapping[int, Matter]:
    """Return those of a few matters that the actor may see."""
    return {m.pk: m for m in visible(actor).filter(Q(pk__in=keys))}
