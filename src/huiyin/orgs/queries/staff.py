"""Reads of the staff: who somebody is, what they may see and do, and their colleagues."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.base.errors import NotFound
from huiyin.foundation.statements import run
from huiyin.orgs.models import Delegation, Office, Post, Staff
from huiyin.orgs.rules import (
    REACHES_DOWN,
    Actor,
    PostHeld,
    StandIn,
    branches,
    delegable,
    joined,
    passed_on,
    reach_of,
)

# Asked for every petition that may be an accusation.
_NAMED = (
    "SELECT DISTINCT post.office_id FROM orgs_post post JOIN orgs_staff staff ON staff.id = post.staff_id "
    "WHERE post.role = 'accusation-officer' AND staff.is_active"
)
_CASE_WORKERS = frozenset({"handler", "registrar", "head"})


@dataclass(frozen=True)
class StaffRow:
    """A colleague, with the roles held at one office."""

    id: int
    login: str
    name: str
    title: str
    office: str
    roles: tuple[str, ...]


def actor(staff_id: int, *, on: date | None = None) -> Actor:
    """Return somebody of the staff with what they may see and do on a day. Raises NotFound.

    Without a day nobody stands in for anybody. Every request asks this: it takes one query for the posts,
    and one more for those whose posts reach down the tree.
    """
    held = _posts_of(staff_id, on)
    mine = [post for post in held if post.staff_id == staff_id]
    staff = mine[0].staff if mine else Staff.objects.filter(pk=staff_id, is_active=True).first()
    if staff is None:
        raise NotFound("orgs.no_staff")
    reaching = any(post.role in REACHES_DOWN for post in held)
    tree = branches(dict(Office.objects.values_list("pk", "parent_id"))) if reaching else {}
    own = reach_of([PostHeld(p.role, p.office_id) for p in mine], tree)
    stands_in = _stands_in([post for post in held if post.staff_id != staff_id], tree)
    first = mine[0].office if mine else None
    return Actor(
        label=f"staff:{staff.pk}",
        staff=staff.pk,
        name=staff.name,
        office=first.pk if first else None,
        office_name=first.name if first else "",
        reach=joined([own, *(s.reach for s in stands_in)]) if stands_in else own,
        own=own,
        stands_in=stands_in,
        posts=tuple(PostHeld(p.role, p.office_id) for p in mine),
    )


def _posts_of(staff_id: int, on: date | None) -> list[Post]:
    """Return the posts of somebody and of those they stand in for on a day; never of those two steps away."""
    own = Q(staff_id=staff_id, staff__is_active=True)
    posts = Post.objects.select_related("office", "staff").order_by("id")
    if on is None:
        return list(posts.filter(own))
    standing_in = Delegation.objects.filter(
        taker_id=staff_id, from_day__lte=on, to_day__gte=on, ended_at__isnull=True, giver__is_active=True
    )
    return list(posts.filter(own | Q(staff_id__in=standing_in.values("giver"))))


def _stands_in(held: Sequence[Post], tree: Mapping[int, frozenset[int]]) -> tuple[StandIn, ...]:
    posts: dict[int, list[Post]] = {}
    for post in held:
        posts.setdefault(post.staff_id, []).append(post)
    found = []
    for giver, theirs in posts.items():
        given = delegable(PostHeld(p.role, p.office_id) for p in theirs)
        found.append(StandIn(giver, theirs[0].staff.name, passed_on(reach_of(given, tree))))
    return tuple(found)


def posts_of(staff_id: int) -> Sequence[PostHeld]:
    """Return the posts that somebody holds, the first one first."""
    rows = Post.objects.filter(staff_id=staff_id).order_by("id")
    return [PostHeld(role, office) for role, office in rows.values_list("role", "office_id")]


def actor_by_login(login: str, *, on: date | None = None) -> Actor:
    """Return a member of staff by login name, as on a day. Raises NotFound."""
    key = Staff.objects.filter(login=login).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound("orgs.no_staff")
    return actor(key, on=on)


def colleagues(office_id: int, *, role: str | None = None) -> Sequence[StaffRow]:
    """Return the active staff of an office, narrowed to a role when one is given."""
    found = colleagues_by_office([office_id])[office_id]
    return [row for row in found if role is None or role in row.roles]


def closed_accounts(office_id: int) -> Sequence[StaffRow]:
    """Return who held a post at an office when the account was closed; their open work is still theirs."""
    return colleagues_by_office([office_id], active=False)[office_id]


def colleagues_by_office(
    offices: Collection[int], *, active: bool = True
) -> Mapping[int, Sequence[StaffRow]]:
    """Return the staff of each of some offices, by name: those who are active, or those who are not."""
    rows: dict[int, dict[int, StaffRow]] = {office: {} for office in offices}
    posts = Post.objects.filter(office_id__in=offices, staff__is_active=active)
    for post in posts.select_related("staff", "office").order_by("staff__name", "id"):
        there, s = rows[post.office_id], post.staff
        known = there.get(s.pk)
        roles = (*known.roles, post.role) if known else (post.role,)
        there[s.pk] = StaffRow(s.pk, s.login, s.name, s.title, post.office.name, roles)
    return {office: list(there.values()) for office, there in rows.items()}


def case_workers(office_id: int) -> Sequence[StaffRow]:
    """Return the colleagues to whom an office can give a matter: those who handle, register or head."""
    return [c for c in colleagues(office_id) if _CASE_WORKERS & set(c.roles)]


def is_case_worker(staff: int, office: int) -> bool:
    """Return whether a matter at an office can be given to somebody."""
    held = Post.objects.filter(staff=staff, office=office, role__in=_CASE_WORKERS, staff__is_active=True)
    return held.exists()


def staff_list() -> Sequence[StaffRow]:
    """Return everybody who can sign in, with office and roles (printed by the demo)."""
    rows: dict[int, StaffRow] = {}
    for post in Post.objects.filter(staff__is_active=True).select_related("staff", "office").order_by("id"):
        known, s = rows.get(post.staff_id), post.staff
        roles = (*known.roles, post.role) if known else (post.role,)
        rows[s.pk] = StaffRow(s.pk, s.login, s.name, s.title, post.office.name, roles)
    return list(rows.values())


Names = Mapping[str, tuple[str, str]]


def names() -> Names:
    """Return everybody who has or had an account, as the log calls them: name and login name."""
    rows = Staff.objects.order_by("pk").values_list("pk", "name", "login")
    return {f"staff:{key}": (name, login) for key, name, login in rows}


def named_for_accusations() -> frozenset[int]:
    """Return the offices where somebody is named to see possible accusations."""
    return frozenset(office for (office,) in run(_NAMED))
