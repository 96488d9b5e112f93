"""The corrections that whoever answers for a branch sees: a body gained time, or a petitioner lost some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.errors import NotAllowed
from huiyin.cases.models import Act, Correction
from huiyin.cases.queries.scope import visible
from huiyin.cases.wrong import root_of
from huiyin.orgs.rules import Actor

PAGE = 50


@dataclass(frozen=True)
class WatchedRow:
    """A correction by which a body gained time or a petitioner lost some: of what, where, on which day."""

    id: int
    matter: int
    number: str
    headline: str
    office: str
    kind: str
    on: date
    undone: bool
    moved: Sequence[Mapping[str, str]]


def watched(
    actor: Actor, *, after: int = 0, since: date | None = None, size: int = PAGE
) -> tuple[Sequence[WatchedRow], int]:
    """Return such corrections at the offices the actor answers for, newest first, and the next page's key."""
    if not actor.offices("branch.overview"):
        raise NotAllowed("cases.not_your_part")
    rows = Correction.objects.filter(watched=True, act__matter__in=visible(actor))
    rows = rows.filter(act__day__gte=since) if since else rows
    rows = rows.filter(pk__lt=after) if after else rows
    found = list(rows.select_related("act__matter", "act__office").order_by("-id")[: size + 1])
    shown = found[:size]
    acts: dict[int, list[Act]] = {}
    for act in Act.objects.filter(matter__in={row.act.matter_id for row in shown}).order_by("position"):
        acts.setdefault(act.matter_id, []).append(act)
    more = found[size - 1].pk if len(found) > size else 0
    return [_watched(row, acts[row.act.matter_id]) for row in shown], more


def _watched(row: Correction, acts: Sequence[Act]) -> WatchedRow:
    matter = row.act.matter
    return WatchedRow(
        id=row.pk,
        matter=matter.pk,
        number=matter.number,
        headline=matter.headline,
        office=row.act.office.name,
        kind=root_of(acts, acts[row.act.position - 1]).kind,
        on=row.act.day,
        undone=not row.act.fields.get("instead"),
        moved=row.moved,
    )
