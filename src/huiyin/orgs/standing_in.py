"""Leave and delegation (代办): while somebody is away, one colleague also holds the posts.

One step only: whoever gives on these days takes from nobody, so no ring can close. Whoever would come to see
more by it, being of another office, stands in once a second person agreed (双人确认).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.orgs import changes, notices, two_persons
from huiyin.orgs import queries as orgs
from huiyin.orgs.models import Delegation, Post, Staff
from huiyin.orgs.rules import Actor, may_stand_in, sees_as_much

KINDS = ("leave", "delegation")
LONGEST = 366  # days; who is away longer hands the work over


@dataclass(frozen=True)
class Away:
    """Somebody is away or has given their posts on, from a day to a day."""

    id: int
    kind: str
    giver: int
    giver_name: str
    taker: int
    taker_name: str
    from_day: date
    to_day: date


def _row(d: Delegation) -> Away:
    return Away(d.pk, d.kind, d.giver_id, d.giver.name, d.taker_id, d.taker.name, d.from_day, d.to_day)


def _standing(on: date) -> Q:
    return Q(ended_at__isnull=True, to_day__gte=on)


def on_leave(staff: int, *, on: date) -> Away | None:
    """Return the leave somebody is on that day, with who stands in, or None."""
    rows = Delegation.objects.filter(_standing(on), giver_id=staff, kind="leave", from_day__lte=on)
    found = rows.select_related("giver", "taker").first()
    return _row(found) if found else None


def current(actor: Actor, *, on: date) -> Sequence[Away]:
    """Return what stands or is to come, for the actor and for those whose leave the actor may set."""
    offices = actor.offices("leave.set")
    mine = Q(giver_id=actor.staff) | Q(taker_id=actor.staff)
    theirs = Q(giver__in=Post.objects.filter(office_id__in=offices).values("staff"))
    rows = Delegation.objects.filter(_standing(on)).filter(mine | theirs)
    return [_row(d) for d in rows.select_related("giver", "taker").order_by("from_day", "id")[:100]]


def givers(actor: Actor) -> Sequence[orgs.StaffRow]:
    """Return for whom the actor may set leave: oneself, and everybody at the offices one heads."""
    rows = {c.id: c for office in sorted(actor.offices("leave.set")) for c in orgs.colleagues(office)}
    if actor.office is not None:
        rows |= {c.id: c for c in orgs.colleagues(actor.office) if c.id == actor.staff}
    return list(rows.values())


def takers(giver: int) -> Sequence[orgs.StaffRow]:
    """Return who could stand in for somebody: active colleagues of the same authority who may."""
    posts = orgs.posts_of(giver)
    if not posts:
        return []
    offices, roles = {post.office for post in posts}, {post.role for post in posts}
    own, everywhere = orgs.office(posts[0].office), orgs.offices()
    near = [o.id for o in everywhere if o.id in offices or orgs.one_authority(own, o)]
    staff = orgs.colleagues_by_office(near)
    rows = {c.id: c for office in near for c in staff[office] if may_stand_in(roles, c.roles)}
    return [row for key, row in rows.items() if key != giver]


def _may_set(by: Actor, giver: int) -> bool:
    offices = Post.objects.filter(staff_id=giver).values_list("office_id", flat=True)
    return giver == by.staff or bool(by.offices("leave.set") & set(offices))


@transaction.atomic
def set_stand_in(
    giver: int, taker: int, *, kind: str, from_day: date, to_day: date, by: Actor, at: datetime
) -> int | None:
    """Let a colleague stand in for somebody from a day to a day; return the record's id.

    Set by oneself or by the head. Somebody of another office who sees less is only asked for: a second person
    agrees, and until then there is no record. Raises NotAllowed, or Invalid with the field to mend.
    """
    people = _both(giver, taker)
    if not _may_set(by, giver) or by.staff is None:
        raise NotAllowed("orgs.not_yours_to_set")
    if kind not in KINDS:
        raise Invalid("orgs.kind_unknown", field="kind")
    if to_day < from_day or to_day < local_day(at) or (to_day - from_day).days > LONGEST:
        raise Invalid("orgs.days_impossible", field="to_day", longest=LONGEST)
    if taker not in {c.id for c in takers(giver)} or not all(p.is_active for p in people.values()):
        raise Invalid("orgs.not_a_stand_in", field="taker")
    _refuse_second_step(giver, taker, from_day, to_day)
    theirs = orgs.actor(giver)
    if not sees_as_much(theirs, orgs.actor(taker)):
        days = {"from_day": from_day.isoformat(), "to_day": to_day.isoformat()}
        said = {"taker": taker, "taker_name": people[taker].name, "kind": kind, **days}
        place = theirs.office or 0
        two_persons.ask("stand_in", f"staff:{giver}", said, office=place, staff=giver, by=by, at=at)
        return None
    return _let(people[giver], taker, kind, from_day, to_day, by=by, at=at)


def _both(giver: int, taker: int) -> Mapping[int, Staff]:
    rows = Staff.objects.select_for_update().filter(pk__in=[giver, taker]).order_by("pk")
    return {row.pk: row for row in rows}


def _let(
    giver: Staff, taker: int, kind: str, from_day: date, to_day: date, *, by: Actor, at: datetime
) -> int:
    row = Delegation.objects.create(
        giver=giver,
        taker_id=taker,
        kind=kind,
        from_day=from_day,
        to_day=to_day,
        set_by_id=by.staff or 0,
        at=at,
    )
    days = {"from_day": from_day.isoformat(), "to_day": to_day.isoformat()}
    about, after = f"staff:{giver.pk}", {"stand_in": taker, **days}
    changes.put(about, f"{kind}.set", before={}, after=after, by=by, at=at, said=f"staff:{taker}")
    notices.notify([taker], "stand_in", about=about, at=at, name=giver.name, **days)
    return row.pk


def agreed(request: two_persons.RequestRow, *, at: datetime) -> int:
    """Let a stand-in begin that a second person agreed to; what happened meanwhile is looked at again."""
    said, giver, taker = request.params, request.staff or 0, int(request.params["taker"])
    people, by = _both(giver, taker), Actor(f"staff:{request.asked_by}", request.asked_by)
    from_day, to_day = (date.fromisoformat(said[name]) for name in ("from_day", "to_day"))
    if to_day < local_day(at):
        raise Invalid("orgs.days_impossible", field="to_day", longest=LONGEST)
    if taker not in {c.id for c in takers(giver)} or not all(p.is_active for p in people.values()):
        raise Invalid("orgs.not_a_stand_in", field="taker")
    _refuse_second_step(giver, taker, from_day, to_day)
    return _let(people[giver], taker, said["kind"], from_day, to_day, by=by, at=at)


def _refuse_second_step(giver: int, taker: int, from_day: date, to_day: date) -> None:
    """Raise Invalid when on these days the giver takes or gives already, or the taker gives."""
    days = Q(ended_at__isnull=True, from_day__lte=to_day, to_day__gte=from_day)
    met = Delegation.objects.filter(days).select_related("giver", "taker")
    if clash := met.filter(giver_id=giver).first():
        raise Invalid("orgs.given_already", field="from_day", name=clash.taker.name)
    if clash := met.filter(giver_id=taker).first():
        raise Invalid("orgs.taker_is_away", field="taker", name=clash.giver.name)
    if clash := met.filter(taker_id=giver).first():
        raise Invalid("orgs.giver_stands_in", field="taker", name=clash.giver.name)


@transaction.atomic
def end(delegation: int, *, by: Actor, at: datetime) -> None:
    """End a delegation early; ended is ended, however often it is asked."""
    row = Delegation.objects.select_for_update().filter(pk=delegation).first()
    if row is None or not (_may_set(by, row.giver_id) or row.taker_id == by.staff):
        raise NotFound("orgs.no_delegation")
    if row.ended_at is None:
        _both(row.giver_id, row.taker_id)  # one change of a person at a time
        Delegation.objects.filter(pk=row.pk).update(ended_at=at)
        before, after = {"stand_in": row.taker_id}, {"stand_in": None}
        changes.put(f"staff:{row.giver_id}", f"{row.kind}.end", before=before, after=after, by=by, at=at)


def away_among(staff: Sequence[int], *, on: date) -> Mapping[int, Away]:
    """Return who of these is on leave that day, each with the stand-in."""
    rows = Delegation.objects.filter(_standing(on), giver_id__in=staff, kind="leave", from_day__lte=on)
    return {d.giver_id: _row(d) for d in rows.select_related("giver", "taker")}
