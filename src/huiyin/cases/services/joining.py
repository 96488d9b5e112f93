"""Two matters found to be one are joined, and parted again: acts and letters stay where they are."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases import spine
from huiyin.cases.models import Act, Joining, Matter, SameProposal
from huiyin.cases.queries.scope import require, visible
from huiyin.cases.rules.same import JOIN_REASONS, Side, joining_refused
from huiyin.foundation import audit
from huiyin.orgs.rules import SYSTEM, Actor


@transaction.atomic
def decide(matter_id: int, other_id: int, *, same: bool, by: Actor, at: datetime) -> None:
    """Decide what was proposed: the later matter is joined to the earlier one, or the two are different.

    Deciding the same again is harmless. Raises NotFound when nothing was proposed, NotAllowed.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "matter.join")
    proposed = SameProposal.objects.filter(_between(_group(matter_id), _group(other_id)))
    if not proposed.exists() or not visible(by).filter(pk=other_id).exists():
        raise NotFound("cases.no_matter")
    if same:
        join(max(matter_id, other_id), min(matter_id, other_id), reason="same-claim", by=by, at=at)
    elif proposed.filter(state="open").update(state="different", by_id=by.staff, decided=at):
        audit.record(
            "matter.differ", actor=by.label, about=f"matter:{matter_id}", at=at, reason=f"matter:{other_id}"
        )


@transaction.atomic
def join(matter_id: int, into_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Join a matter to another, or to the one that leads it: its petitions are answered there from now on.

    Nothing of the record moves. Raises Invalid or NotAllowed with why it cannot be, Conflict when a colleague
    was faster; joining what is joined already changes nothing.
    """
    if reason not in JOIN_REASONS:
        raise Invalid("same.reason_missing", field="join_reason")
    matter, head = _both(matter_id, into_id)
    require(by, matter, "matter.join")
    require(by, head, "matter.read")
    if matter.joined_to_id == head.pk != matter.pk:
        return
    refusal = joining_refused(_side(matter), _side(head))
    if refusal:  # said first: that the two rest with different offices tells more than that the actor may not
        raise NotAllowed(refusal)
    require(by, head, "matter.join")
    Joining.objects.create(matter=matter, into=head, reason=reason, by_id=by.staff, at=at)
    coming = _group(matter.pk)
    proposed = SameProposal.objects.filter(_between(coming, _group(head.pk)))
    proposed.update(state="same", by_id=by.staff, decided=at)
    _lead(coming, head.pk)
    _touch([head.pk])
    audit.record(
        "matter.join", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=f"matter:{head.pk}"
    )


def _both(matter_id: int, into_id: int) -> tuple[Matter, Matter]:
    """Return the matter and the head of the other, locked in one order for everybody."""
    head_id = Matter.objects.filter(pk=into_id).values_list("joined_to", flat=True).first() or into_id
    found = {key: spine.locked(key) for key in sorted({matter_id, head_id})}
    if found[head_id].joined_to_id is not None:  # it was joined while we waited for it
        raise Conflict("cases.changed_meanwhile")
    return found[matter_id], found[head_id]


def _side(matter: Matter) -> Side:
    return Side(matter.pk, matter.office_id, matter.restricted, matter.joined_to_id)


@transaction.atomic
def part(matter_id: int, *, by: Actor, at: datetime) -> None:
    """Undo a joining: the matter, and those that came along with it, stand where their own acts leave them.

    The two are remembered as different. Parting what is not joined changes nothing.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "matter.join")
    _undo(matter, by=by, at=at)


def kept_apart(matter: Matter, *, at: datetime) -> None:
    """Undo every joining of a matter that is restricted by now, or no longer: it must not show elsewhere."""
    ends = Joining.objects.filter(into=matter, undone_at__isnull=True).values_list("matter", flat=True)
    for key in [matter.pk, *ends]:
        _undo(spine.locked(key), by=SYSTEM, at=at)


def _undo(matter: Matter, *, by: Actor, at: datetime) -> None:
    joining = Joining.objects.select_for_update().filter(matter=matter, undone_at__isnull=True).first()
    head = matter.joined_to_id
    if joining is None or head is None:
        return
    spine.locked(head)
    Joining.objects.filter(pk=joining.pk).update(undone_by_id=by.staff, undone_at=at)
    freed = _under(matter.pk, head)
    _lead(freed - {matter.pk}, matter.pk)
    _lead([matter.pk], None)
    _touch([head])
    for key in freed:
        spine.index(spine.locked(key), list(Act.objects.filter(matter=key)))
    _remember_apart(joining, freed, _group(head), by=by, at=at)
    audit.record("matter.part", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=f"matter:{head}")


def _under(matter: int, head: int) -> set[int]:
    """Return a matter with all that had been joined to it before it was joined itself."""
    edges = Joining.objects.filter(matter__joined_to=head, undone_at__isnull=True)
    above = dict(edges.values_list("matter", "into"))
    found = {matter}
    while more := {one for one, into in above.items() if into in found} - found:
        found |= more
    return found


def _lead(matters: Iterable[int], head: int | None) -> None:
    Matter.objects.filter(pk__in=list(matters)).update(joined_to=head, version=F("version") + 1)


def _touch(matters: Iterable[int]) -> None:
    Matter.objects.filter(pk__in=list(matters)).update(version=F("version") + 1)


def _group(head: int) -> set[int]:
    """Return a leading matter with all that are joined to it."""
    return {head, *Matter.objects.filter(joined_to=head).values_list("pk", flat=True)}


def _between(one: set[int], other: set[int]) -> Q:
    return Q(matter__in=one, candidate__in=other) | Q(matter__in=other, candidate__in=one)


def _remember_apart(joining: Joining, freed: set[int], rest: set[int], *, by: Actor, at: datetime) -> None:
    """Remember that what was parted is different, whether it had been proposed or joined by hand."""
    decided = {"state": "different", "by_id": by.staff, "decided": at}
    SameProposal.objects.filter(_between(freed, rest)).update(**decided)
    earlier, later = sorted((joining.matter_id, joining.into_id))
    SameProposal.objects.get_or_create(
        matter_id=later, candidate_id=earlier, defaults={"confidence": "weak", "at": at, **decided}
    )
