"""Who may do what: roles, the permissions each one holds, and how far a post reaches in the office tree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_CASE_WORK = frozenset(
    {"matter.read", "letter.draft", "letter.serve", "person.unmask", "note.write", "register.keep"}
)
# Whether a backlog matter may be closed is decided by somebody of another office who never worked on it.
_CHECKS = frozenset({"closing.check"})

ROLES: Mapping[str, frozenset[str]] = {
    "registrar": _CASE_WORK
    | {"petition.register", "matter.sort", "matter.join", "act.intake", "letter.sign_notice", "exchange.run"},
    "handler": _CASE_WORK | {"matter.sort", "matter.join", "act.handle"},
    "head": _CASE_WORK
    | {"matter.sort", "matter.join", "act.intake", "act.handle", "letter.sign_notice", "letter.sign"}
    # Erasing takes two: whoever proposes it never confirms it.
    | {"person.erase", "person.confirm_erasure", "exchange.run"}
    | _CHECKS,
    "reviewer": _CASE_WORK
    | {"matter.review", "act.review", "letter.sign_review", "person.confirm_erasure"}
    | _CHECKS,
    "supervisor": frozenset({"matter.read", "note.write"}) | _CHECKS,
    "leader": frozenset({"matter.read", "note.write"}) | _CHECKS,
    "analyst": frozenset({"aggregate.read"}),
    "auditor": frozenset({"audit.read"}),
    "administrator": frozenset({"office.edit"}),
    # Named, by office, to see possible accusations (信访工作条例 art 30); adds sight, no other power.
    "accusation-officer": frozenset({"matter.read_restricted"}),
}

# Those who answer for a whole branch see it whole, but act only at their own office.
SEES_THE_BRANCH = frozenset({"head", "supervisor", "leader"})


@dataclass(frozen=True)
class PostHeld:
    """A role somebody holds at an office."""

    role: str
    office: int


@dataclass(frozen=True)
class Actor:
    """Somebody who acts or reads: a member of staff with a reach, or a petitioner or the system with none."""

    label: str
    staff: int | None = None
    name: str = ""
    office: int | None = None
    office_name: str = ""
    reach: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def may(self) -> frozenset[str]:
        """Return the permissions the actor holds somewhere."""
        return frozenset(self.reach)

    def offices(self, permission: str) -> frozenset[int]:
        """Return the offices at which the actor holds a permission; empty when nowhere."""
        return self.reach.get(permission, frozenset())


PETITIONER = Actor(label="petitioner")
SYSTEM = Actor(label="system")


def reach_of(posts: Iterable[PostHeld], below: Mapping[int, frozenset[int]]) -> dict[str, frozenset[int]]:
    """Return for each permission the offices it reaches.

    `below` gives each office with everything under it in the tree, itself included.
    """
    reach: dict[str, frozenset[int]] = {}
    for post in posts:
        here = frozenset({post.office})
        branch = below.get(post.office, here) if post.role in SEES_THE_BRANCH else here
        for permission in ROLES[post.role]:
            offices = branch if permission == "matter.read" else here
            reach[permission] = reach.get(permission, frozenset()) | offices
    return reach


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
