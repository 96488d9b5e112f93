"""A matter's file: its catalogue, what it lacks, whether it is closed; and the files for the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.base.clock import local_day
from huiyin.base.messages import Message
from huiyin.cases.models import Act, Matter, Petition, Service
from huiyin.cases.queries.scope import reviewing_body, seen, visible
from huiyin.cases.standing import standing
from huiyin.foundation import audit, crypto
from huiyin.law.parameters import Parameter
from huiyin.law.state import MatterState
from huiyin.orgs.rules import Actor
from huiyin.registers import contents, standards
from huiyin.registers.models import ClosedFile, Item
from huiyin.registers.rules.moves import KEEP
from huiyin.registers.rules.papers import Kept, Paper, lacking

RETENTIONS = ("permanent", "long", "short")
PAGE = 50
# What a file waits for; help after the end goes on beyond it.
_SETTLED_FIRST = ("backlog", "execution", "guidance")


@dataclass(frozen=True)
class FileView:
    """A matter's file as its page shows it."""

    matter: int
    number: str
    headline: str
    version: int
    papers: Sequence[Paper]
    lacks: Sequence[Message]
    active: bool
    file_number: str
    closed_on: date | None
    retention: str
    reason: str
    transferred_on: date | None
    keep_until: date | None
    years: Parameter
    bundles: Sequence[str]
    may_keep: bool
    may_unmask: bool


def opened(actor: Actor, matter_id: int, *, at: datetime) -> FileView:
    """Return a matter's file and record that it was read. Raises NotFound."""
    matter = seen(actor, matter_id)
    audit.record("file.catalogue", actor=actor.label, about=f"matter:{matter.pk}", at=at)
    closed = ClosedFile.objects.filter(matter=matter).first()
    years = standards.standard("retention_years", local_day(at))
    is_closed = matter.filed_on is not None and closed is not None
    reason = ""
    if closed is not None and matter.key:
        reason = crypto.unseal_text(crypto.open_key(matter.key), closed.reason_sealed, about="file.reason")
    return FileView(
        matter=matter.pk,
        number=matter.number,
        headline=matter.headline,
        version=matter.version,
        papers=[s.paper for s in contents.file_of(actor, matter, masked=False).sources],
        lacks=lacks_of(matter, at=at),
        active=matter.active,
        file_number=closed.number if closed else "",
        closed_on=matter.filed_on,
        retention=closed.retention if closed else "",
        reason=reason,
        transferred_on=closed.transferred_on if closed else None,
        keep_until=_until(closed, years) if is_closed and closed else None,
        years=years,
        bundles=bundles_of(matter, at=at),
        may_keep=matter.office_id in actor.offices(KEEP),
        may_unmask=may_unmask(actor, matter),
    )


def _until(closed: ClosedFile, years: Parameter) -> date | None:
    """Return the last day of a file's keeping: whole years from the year after it was closed."""
    kept = int(years.value[closed.retention])
    return date(closed.closed_on.year + kept, 12, 31) if kept else None


def may_unmask(actor: Actor, matter: Matter) -> bool:
    """Return whether the actor may take a bundle in clear: at its office, where it came in, or above."""
    places = {matter.office_id, matter.registered_at_id, matter.office.superior_id, reviewing_body(matter)}
    return bool(places & actor.offices("person.unmask"))


def state_of(matter: Matter, *, at: datetime) -> MatterState:
    """Return what a matter's acts add up to; `matter.office` must be loaded."""
    acts = list(Act.objects.filter(matter=matter))
    return standing(matter, acts, as_of=local_day(at)).state


def bundles_of(matter: Matter, *, at: datetime) -> tuple[str, ...]:
    """Return the bundles a matter is ready for."""
    state = state_of(matter, at=at)
    ready = {
        "review": "opinion" in state.steps,
        "rereview": "review_decided" in state.steps,
        "finality": state.final,
        "archive": matter.filed_on is not None,
    }
    return tuple(purpose for purpose, is_ready in ready.items() if is_ready)


def lacks_of(matter: Matter, *, at: datetime) -> tuple[Message, ...]:
    """Return the papers the law wants in a matter's file and that are not there, and what is unsettled."""
    acts = list(Act.objects.filter(matter=matter).select_related("letter"))
    state = standing(matter, acts, as_of=local_day(at)).state
    served = set(Service.objects.filter(letter__matter=matter).values_list("letter_id", flat=True))
    kept = Kept(
        with_letter=frozenset(a.position - 1 for a in acts if a.letter_id is not None),
        served=frozenset(a.position - 1 for a in acts if a.letter_id in served),
        petitions=Petition.objects.filter(matter=matter).count(),
    )
    unsettled = Item.objects.filter(matter=matter, register__in=_SETTLED_FIRST, ended_on__isnull=True)
    return (
        *lacking(state, kept),
        *(
            Message("registers.lacks.register", {"register": Message(f"registers.name.{name}")})
            for name in sorted(set(unsettled.values_list("register", flat=True)))
        ),
    )


@dataclass(frozen=True)
class ClosedRow:
    """A closed file in the list of those to hand to the archive."""

    id: int
    matter: int
    number: str
    headline: str
    office: str
    closed_on: date
    retention: str
    transferred_on: date | None


def closed(
    actor: Actor, *, waiting: bool, after: str = "", size: int = PAGE
) -> tuple[Sequence[ClosedRow], str]:
    """Return closed files, newest first, and the key of the next page; `waiting` ones are not handed over."""
    rows = ClosedFile.objects.filter(matter__in=visible(actor), matter__filed_on__isnull=False)
    rows = rows.filter(transferred_on__isnull=waiting).select_related("matter", "office").order_by("-id")
    if after.isdecimal() and len(after) < 19:  # noqa: PLR2004 # more than any table has rows
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return [
        ClosedRow(
            f.pk,
            f.matter_id,
            f.number,
            f.matter.headline,
            f.office.name,
            f.closed_on,
            f.retention,
            f.transferred_on,
        )
        for f in found[:size]
    ], more
