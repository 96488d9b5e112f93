"""What an actor may see: one condition that every query of matters carries."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Letter, Matter, Recusal, Task
from huiyin.cases.models.spine import MOVED
from huiyin.cases.reviewing import reviewer_key
from huiyin.foundation.streams import EACH, Part
from huiyin.orgs.rules import Actor, Reach

MOST_TASKS = 1_000  # open at once for one officer
_MOVED_FROM_EACH = Q(registered_at_id__gte=EACH, registered_at_id__lte=EACH)
IN_REVIEW = ("review", "rereview")
RE_EXAMINED = ("rereview", "final")
REVIEW_STAGES = ("review", "reviewed", *RE_EXAMINED)
_REVIEWERS = frozenset({"act.review", "letter.sign_review"})


def visible(actor: Actor) -> QuerySet[Matter]:
    """Return the matters an actor may see.

    Those at, or registered by, an office the actor reads for; for a reviewer also those that an office under
    review was asked to have reviewed; and those of which the actor, or the actor's unit, was given a part to
    do, as long as that is open. Never one that the actor is recused from (art 28), nor, through somebody's
    posts, one that this person is recused from. A possible accusation is seen only by officers named for it
    at the office that has it (信访工作条例 art 30).
    """
    if "visible" not in actor.worked_out:
        actor.worked_out["visible"] = _visible(actor)
    found: QuerySet[Matter] = actor.worked_out["visible"]
    return found.all()  # asked anew each time


def _visible(actor: Actor) -> QuerySet[Matter]:
    scope = Q(pk__in=[])
    for staff, reach in actor.sources:
        part = _reached(staff, reach)
        if staff is not None and staff != actor.staff:
            part &= ~Q(pk__in=_recused(staff))
        scope |= part
    open_to_all = Q(restricted=False) | Q(office_id__in=actor.offices("matter.read_restricted"))
    found = Matter.objects.filter(scope & open_to_all)
    return found.exclude(pk__in=_recused(actor.staff)) if actor.staff is not None else found


def one(actor: Actor, matter_id: int) -> QuerySet[Matter]:
    """Return a matter if the actor may see it; the parts of a page that was opened do not ask that again."""
    if actor.worked_out.get("opened") == matter_id:
        return Matter.objects.filter(pk=matter_id)
    return visible(actor).filter(pk=matter_id)


def given_a_part(actor: Actor) -> list[int]:
    """Return the matters of which the actor, those stood in for, or their units have a part to do."""
    mine = Q(staff_id__in=[staff for staff, _reach in actor.sources if staff is not None])
    mine |= Q(staff__isnull=True, office_id__in=actor.offices("matter.read"))
    rows = Task.objects.filter(mine, closed_at__isnull=True).values_list("matter_id", flat=True)
    return list(rows[:MOST_TASKS])


def candidates(
    actor: Actor, which: Q, *, given: Sequence[int], moved: Q | None = None, newest: bool = False
) -> list[Part]:
    """Return `visible` taken apart, one query an office, narrowed to `which`, for reading from indexes.

    All that is visible is in one of them; what is in them need not be visible and is checked before it is
    shown. `given` are those the actor is `given_a_part` of; `moved` narrows those that were registered here
    and are with another office now. With `newest` all are wanted, the newest first: PostgreSQL, which plans
    for any office, would then walk through the whole table backwards until it met enough of one, were it not
    asked for a range of offices that is one office long.
    """
    here = sorted(actor.offices("matter.read"))
    open_to_all = Q(restricted=False) | Q(office_id__in=actor.offices("matter.read_restricted"))
    found: list[tuple[Q, Sequence[int], str]] = []
    if here:
        at = Q(office_id__gte=EACH, office_id__lte=EACH) if newest else Q(office_id=EACH)
        away = Q(registered_at_id=EACH) & moved if moved else _MOVED_FROM_EACH
        found += [(at, here, "office_id"), (away & MOVED, here, "registered_at_id")]
    reviewed = actor.offices("matter.review")
    if reviewed:
        found += [(part, (EACH,), "") for part in _under_review(reviewed)]
    if given:
        found += [(Q(pk__in=given), (EACH,), "")]
    return [Part(Matter.objects.filter(part & which & open_to_all), each, by) for part, each, by in found]


def _reached(staff: int | None, reach: Reach) -> Q:
    here = reach.get("matter.read", frozenset())
    reviews = reach.get("matter.review", frozenset())
    scope = Q(office_id__in=here) | Q(registered_at_id__in=here)
    if reviews:
        for part in _under_review(reviews):
            scope |= part
    if staff is not None and here:
        mine = Q(staff_id=staff) | Q(staff__isnull=True, office_id__in=here)
        scope |= Q(pk__in=Task.objects.filter(mine, closed_at__isnull=True).values("matter"))
    return scope


def _under_review(reviewed: Collection[int]) -> tuple[Q, Q]:
    """Return the matters under review at these offices, and those under re-examination there."""
    return (
        Q(office__superior_id__in=reviewed, stage__in=REVIEW_STAGES),
        Q(office__superior__superior_id__in=reviewed, stage__in=RE_EXAMINED),
    )


def to_review(reviewed: Collection[int]) -> Q:
    """Return the matters in which these offices owe the decision on a review or a re-examination."""
    return Q(office__superior_id__in=reviewed, stage="review") | Q(
        office__superior__superior_id__in=reviewed, stage="rereview"
    )


def _recused(staff: int) -> Any:
    return Recusal.objects.filter(staff_id=staff, lifted_at__isnull=True).values("matter")


def recused_from(matter: int, staff: Collection[int]) -> frozenset[int]:
    """Return who of these is recused from a matter."""
    rows = Recusal.objects.filter(matter_id=matter, staff_id__in=staff, lifted_at__isnull=True)
    return frozenset(rows.values_list("staff_id", flat=True))


def seen(actor: Actor, matter_id: int) -> Matter:
    """Return one matter the actor may see. Raises NotFound, whether it is missing or hidden."""
    matter = (
        visible(actor)
        .select_related("office__superior", "registered_at", "handler")
        .filter(pk=matter_id)
        .first()
    )
    if matter is None:
        raise NotFound("cases.no_matter")
    return matter


def readable_letters(actor: Actor, matter: int | None = None, *, void: bool = False) -> QuerySet[Letter]:
    """Return the letters an actor may read: signed ones of visible matters, drafts only of offices read for.

    So the office under review does not read the reviewing body's draft. Those of one matter are found sooner
    when it is named here than when the letters of all matters are narrowed to it. With `void` also those
    that were signed and whose act was then taken back: nobody else is given or served them.
    """
    mine = Q(number__isnull=False) | Q(office_id__in=actor.offices("matter.read"))
    there = visible(actor) if matter is None else one(actor, matter)
    kept = Q(discarded=False) | Q(number__isnull=False) if void else Q(discarded=False)
    return Letter.objects.filter(mine, kept, matter__in=there)


def holds(actor: Actor, matter: Matter, permission: str) -> bool:
    """Return whether the actor holds a permission for this matter."""
    if matter.restricted and matter.office_id not in actor.offices("matter.read_restricted"):
        return False
    return _held(actor, matter, *_exercised(matter, permission))


def reviewing_body(matter: Matter) -> int | None:
    """Return the office that reviews a matter: the next higher one, for re-examination the one above that."""
    return reviewer_key(matter.office, again=matter.stage in RE_EXAMINED)


def taken_at(matter: Matter, permission: str) -> int:
    """Return whose step it is: the reviewing body's own, else that of the office that has the matter."""
    asked, office = _exercised(matter, permission)
    return office if office and asked in _REVIEWERS else matter.office_id


def _exercised(matter: Matter, permission: str) -> tuple[str, int | None]:
    """Return which permission a step takes, and at which office it has to be held."""
    if permission == "act.hearing":
        permission = "act.review" if matter.stage in IN_REVIEW else "act.handle"
    if permission in _REVIEWERS:
        return permission, reviewing_body(matter)
    if permission == "act.sender":  # what a sender outside says is entered by the office it sent to
        return "act.intake", sender_of(matter) or matter.office_id
    return permission, matter.office_id


def _held(actor: Actor, matter: Matter, permission: str, office: int | None) -> bool:
    """Return whether somebody whose posts the actor holds has the permission there and is not recused."""
    holders = [s for s, reach in actor.sources if office in reach.get(permission, frozenset())]
    if not actor.stands_in or actor.staff in holders or not holders:
        return bool(holders)
    return bool(set(holders) - recused_from(matter.pk, [s for s in holders if s is not None]))


def behalf(actor: Actor, matter: Matter, permission: str) -> str:
    """Return for whom the actor takes a step on a matter, as the audit log says it; empty for oneself."""
    return actor.behalf(*_exercised(matter, permission))


def sender_of(matter: Matter) -> int | None:
    """Return the office that passed the matter on to the one that has it, or None when nobody did."""
    acts = in_force(list(Act.objects.filter(matter=matter)))
    return next((act.office_id for act in reversed(acts) if act.kind == "transferred"), None)


def require_at(actor: Actor, matter: Matter, permission: str, office: int) -> None:
    """Raise NotFound when the actor may not see the matter, NotAllowed without the permission at an office.

    For letters: the reviewing body's letter, or that of an office which has passed the matter on, is that
    office's own, wherever the matter is now.
    """
    if not visible(actor).filter(pk=matter.pk).exists():
        raise NotFound("cases.no_matter")
    if not _held(actor, matter, permission, office):
        raise NotAllowed("cases.not_your_part")


def require(actor: Actor, matter: Matter, permission: str) -> None:
    """Raise NotFound when the actor may not see the matter, NotAllowed when it may not do this to it."""
    if not visible(actor).filter(pk=matter.pk).exists():
        raise NotFound("cases.no_matter")
    if not holds(actor, matter, permission):
        raise NotAllowed("cases.not_your_part")
