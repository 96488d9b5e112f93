"""Who may do what: roles, the permissions each one holds, and how far a post reaches in the office tree."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_CASE_WORK = frozenset(
    {
        "matter.read",
        "letter.draft",
        "letter.serve",
        "letter.countersign",
        "person.unmask",
        "note.write",
        "register.keep",
        "directive.enter",
        "task.give",
    }
)
_SEES = frozenset({"matter.read", "note.write"})
_HEADS = frozenset({"leave.set", "matter.recuse", "work.hand_over", "person.erase", "exchange.run"})
# Whether a backlog matter may be closed is decided by somebody of another office who never worked on it.
_CHECKS = frozenset({"closing.check"})
# Whoever leads or supervises gives directives, and says whether the report on one is enough.
_DIRECTS = frozenset({"directive.enter"})
# Whoever answers for a branch sees on one page what is due where in it, and what waits for them.
# They see what the numbers say, too, and say afterwards whether it was right.
_OVERSEES = frozenset({"branch.overview", "topic.read", "topic.decide", "insight.read", "insight.judge"})
# Erasing takes two: whoever proposes it never confirms it.
_CONFIRMS = frozenset({"person.confirm_erasure"})
# What would open cases to the administrator takes two: those who answer for the branch confirm it.
CONFIRM_ACCESS = "access.confirm"
UNNAMED = "Huiyin"  # what an agency is called in English as long as nobody named it
UNNAMED_OFFICE = "This office"  # and its first office
TWO_PERSONS = ("password", "second_factor", "post", "token", "stand_in", "limit")
REQUEST_STATES = ("waiting", "confirmed", "declined", "withdrawn", "done")

ROLES: Mapping[str, frozenset[str]] = {
    "registrar": _CASE_WORK
    | {"petition.register", "matter.sort", "matter.join", "act.intake", "letter.sign_notice", "exchange.run"},
    "handler": _CASE_WORK | {"matter.sort", "matter.join", "act.handle"},
    "head": _CASE_WORK
    | _HEADS
    | _OVERSEES
    | _CONFIRMS
    | _CHECKS
    | {CONFIRM_ACCESS}
    | {"matter.sort", "matter.join", "act.intake", "act.handle", "letter.sign_notice", "letter.sign"},
    "reviewer": _CASE_WORK | _CONFIRMS | _CHECKS | {"matter.review", "act.review", "letter.sign_review"},
    "supervisor": _SEES | _CHECKS | _OVERSEES | _DIRECTS,
    "leader": _SEES | _CHECKS | _OVERSEES | _DIRECTS | {CONFIRM_ACCESS},
    # They work with the office and not in it: they see what is shared with them, and nothing is yet.
    "expert": frozenset(),
    "partner": frozenset(),
    "care-worker": frozenset(),
    "analyst": frozenset({"aggregate.read", "topic.read", "insight.read"}),
    "auditor": frozenset({"audit.read"}),
    "administrator": frozenset({"office.edit"}),
    # Named, by office, to see possible accusations (信访工作条例 art 30); adds sight, no other power.
    "accusation-officer": frozenset({"matter.read_restricted"}),
}

# Those who answer for a whole branch see it whole, but act only at their own office.
SEES_THE_BRANCH = frozenset({"head", "supervisor", "leader"})
# Whoever counts for a branch, too: an analyst of the city, the numbers of its counties.
REACHES_DOWN = SEES_THE_BRANCH | {"analyst"}
_DOWN = frozenset({"matter.read", CONFIRM_ACCESS, "aggregate.read"})
# What stays with the person it was given to by name, whoever stands in (信访工作条例 art 30).
NEVER_DELEGATED = frozenset({"accusation-officer", "administrator", "auditor"})
# What the holder of a post does in person: no stand-in does it.
NEVER_PASSED_ON = frozenset({CONFIRM_ACCESS})
# What shows somebody more than single cases; whoever lacks it comes to see it by two persons only.
_SIGHT = frozenset({"branch.overview", "insight.read", "topic.read", "aggregate.read"})


def roles_with(permission: str) -> frozenset[str]:
    """Return the roles that hold a permission."""
    return frozenset(role for role, permissions in ROLES.items() if permission in permissions)


CONFIRMS_ACCESS = roles_with(CONFIRM_ACCESS)
SEES_CASES = roles_with("matter.read")
Reach = Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class PostHeld:
    """A role somebody holds at an office."""

    role: str
    office: int


@dataclass(frozen=True)
class StandIn:
    """For whom somebody stands in today, and how far that person's posts reach."""

    giver: int
    name: str
    reach: Reach


@dataclass(frozen=True)
class Actor:
    """Somebody who acts or reads: a member of staff with a reach, or a petitioner or the system with none.

    `reach` is everything; with somebody to stand in for, `own` is what is held without that.
    """

    label: str
    staff: int | None = None
    name: str = ""
    office: int | None = None
    office_name: str = ""
    reach: Reach = field(default_factory=dict)
    own: Reach = field(default_factory=dict)
    stands_in: tuple[StandIn, ...] = ()
    posts: tuple[PostHeld, ...] = ()
    # What floors above worked out from the reach, so as not to do it a dozen times for one page.
    worked_out: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def sources(self) -> tuple[tuple[int | None, Reach], ...]:
        """Return whose posts the reach comes from: the actor's, then those of each person stood in for."""
        if not self.stands_in:
            return ((self.staff, self.reach),)
        return ((self.staff, self.own), *((s.giver, s.reach) for s in self.stands_in))

    @property
    def people(self) -> tuple[int, ...]:
        """Return the staff whose work the actor does: the actor, and those stood in for."""
        return tuple(staff for staff, _reach in self.sources if staff is not None)

    def behalf(self, permission: str, office: int | None) -> str:
        """Return for whom the actor uses a permission at an office; empty for oneself."""
        for staff, reach in self.sources:
            if office in reach.get(permission, frozenset()):
                return "" if staff == self.staff else f"for staff:{staff}"
        return ""

    @property
    def may(self) -> frozenset[str]:
        """Return the permissions the actor holds somewhere."""
        return frozenset(self.reach)

    def offices(self, permission: str) -> frozenset[int]:
        """Return the offices at which the actor holds a permission; empty when nowhere."""
        return self.reach.get(permission, frozenset())


def joined(reaches: Iterable[Reach]) -> Reach:
    """Return everything that several reaches cover together."""
    whole: dict[str, frozenset[int]] = {}
    for reach in reaches:
        for permission, offices in reach.items():
            whole[permission] = whole.get(permission, frozenset()) | offices
    return whole


PETITIONER = Actor(label="petitioner")
SYSTEM = Actor(label="system")


def reach_of(posts: Iterable[PostHeld], below: Mapping[int, frozenset[int]]) -> dict[str, frozenset[int]]:
    """Return for each permission the offices it reaches.

    `below` gives each office with everything under it in the tree, itself included.
    """
    reach: dict[str, frozenset[int]] = {}
    for post in posts:
        here = frozenset({post.office})
        branch = below.get(post.office, here) if post.role in REACHES_DOWN else here
        for permission in ROLES[post.role]:
            offices = branch if permission in _DOWN else here
            reach[permission] = reach.get(permission, frozenset()) | offices
    return reach


def delegable(posts: Iterable[PostHeld]) -> list[PostHeld]:
    """Return the posts that go to a stand-in: all but those given to a person by name."""
    return [post for post in posts if post.role not in NEVER_DELEGATED]


def may_stand_in(giver: Collection[str], taker: Collection[str]) -> bool:
    """Return whether somebody with the roles `taker` can stand in for somebody with the roles `giver`.

    Who sees cases is stood in for by who sees cases: nobody comes to see any by somebody's leave alone.
    """
    return bool(SEES_CASES & set(taker)) or not SEES_CASES & set(giver)


def sees_as_much(giver: Actor, taker: Actor) -> bool:
    """Return whether standing in shows somebody nothing new: of the same offices, or seeing it all."""
    offices = {post.office for post in delegable(giver.posts)}
    if offices <= {post.office for post in taker.posts}:
        return True
    return giver.offices("matter.read") <= taker.offices("matter.read") and giver.may & _SIGHT <= taker.may


def passed_on(reach: Reach) -> Reach:
    """Return of a reach what a stand-in has of it."""
    return {permission: offices for permission, offices in reach.items() if permission not in NEVER_PASSED_ON}


def ring_of(parents: Mapping[int, int | None], office: int, above: int | None) -> bool:
    """Return whether placing an office under another would close a ring."""
    seen = {office}
    while above is not None:
        if above in seen:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def level_of(division: str) -> str:
    """Return the level of an area by its official code: province, city, county, township or village."""
    whole = division.ljust(12, "0")
    ends = ((2, "province"), (4, "city"), (6, "county"), (9, "township"))
    return next((level for end, level in ends if not whole[end:].strip("0")), "village") if division else ""


def holder(division: str, known: Iterable[str]) -> str:
    """Return of known areas the one that by the official codes holds another most closely, or nothing."""
    whole = division.ljust(12, "0")
    lengths = {code.ljust(12, "0"): code for code in known}
    ends = (whole[:end].ljust(12, "0") for end in (9, 6, 4, 2))
    return next((lengths[above] for above in ends if above != whole and above in lengths), "")


def branches(parents: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """Return each office with all offices under it, itself included."""
    below: dict[int, set[int]] = {office: {office} for office in parents}
    for office in parents:
        above, seen = parents[office], {office}
        while above is not None and above not in seen:  # a ring in the tree must not hang the system
            below[above].add(office)
            seen.add(above)
            above = parents.get(above)
    return {office: frozenset(members) for office, members in below.items()}
