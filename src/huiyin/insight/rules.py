"""What makes two sightings one finding, how sure it is, and what it suggests: pure decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

VERDICTS = ("real", "chance", "coding", "unclear")
"""It was as told; nothing was behind it; a code or the way of registering changed; cannot be said."""
LONGEST_REASON = 200
APART = timedelta(days=14)  # sightings of one kind in one area with less between them are one finding
TOLD_AT = 0.1  # share of chance among all that is told
SURE_AT = 0.01
EVERYWHERE = 3  # areas from which on a rule is looked at rather than a place
_AGAIN = 0.3  # share of petitions by who had petitioned about the same before
_MISSED = 0.2  # share of limits that ran out
_PEOPLE = 5  # persons for whom an expert comes, or somebody goes out
_FOR_EXPERTS = frozenset("PIUERS")  # fields in which much depends on how a rule is read


@dataclass(frozen=True)
class Seen:
    """What one method saw: where, when, how much beside the usual, and how likely as much is by chance.

    by: surge or scan. level: cell, area, kind or whole. chance: share of chance among all as sure as this.
    people: whether persons are more too, None where not known. unknown: codes of what is not known.
    """

    by: str
    level: str
    areas: tuple[str, ...]
    kind: str
    since: date
    until: date
    observed: int
    usual: float
    persons: int
    persons_usual: float | None
    people: bool | None
    chance: float
    unknown: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept."""
        days = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return {**asdict(self), **days, "areas": list(self.areas), "unknown": list(self.unknown)}

    @staticmethod
    def of(kept: Mapping[str, Any]) -> "Seen":
        """Return it from how it is kept."""
        days = {name: date.fromisoformat(kept[name]) for name in ("since", "until")}
        return Seen(**{**kept, **days, "areas": tuple(kept["areas"]), "unknown": tuple(kept["unknown"])})

    @property
    def once(self) -> tuple[object, ...]:
        """Return what there is one sighting of: a method, a place, a week."""
        week = self.until - timedelta(days=self.until.weekday())
        return (self.by, self.level, self.areas, self.kind, week)


@dataclass(frozen=True)
class Episode:
    """Sightings that are one finding."""

    kind: str
    areas: tuple[str, ...]
    since: date
    until: date
    seen: tuple[Seen, ...]

    def takes(self, other: Seen) -> bool:
        """Return whether a sighting belongs to this: the same kind, a common area, near in time.

        Everywhere and in at least three areas are the same, too; so are everywhere and one area on the same
        days, where it is only more than elsewhere.
        """
        mine, theirs = {*self.areas}, {*other.areas}
        wide = (not mine and len(theirs) >= EVERYWHERE) or (not theirs and len(mine) >= EVERYWHERE)
        together = other.since <= self.until and other.until >= self.since
        same = bool(mine & theirs) or mine == theirs or wide or (together and not (mine and theirs))
        near = other.since <= self.until + APART and other.until >= self.since - APART
        return self.kind == other.kind and same and near

    def with_(self, other: Seen) -> "Episode":
        """Return it with a sighting more; one of the same method, place and week is replaced."""
        others = [one for one in self.seen if one.once != other.once]
        seen = sorted([*others, other], key=lambda one: (one.until, one.by, one.areas))
        everywhere = not self.areas or not other.areas
        return Episode(
            self.kind,
            () if everywhere else tuple(sorted({*self.areas, *other.areas})),
            min(self.since, other.since),
            max(self.until, other.until),
            tuple(seen),
        )

    @property
    def strongest(self) -> Seen:
        """Return the sighting least likely by chance; of those, the one with most above the usual."""
        return min(self.seen, key=lambda one: (one.chance, one.usual - one.observed, one.until))

    @property
    def sure(self) -> bool:
        """Return whether its strongest sighting is hardly chance."""
        return self.strongest.chance <= SURE_AT

    @property
    def people(self) -> bool | None:
        """Return whether persons were more at some time, False where only petitions were, None if unknown."""
        said = {one.people for one in self.seen} - {None}
        return any(said) if said else None

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the codes of what is not known of it."""
        return tuple(sorted({code for one in self.seen for code in one.unknown}))


def gathered(earlier: Iterable[tuple[int, Episode]], seen: Sequence[Seen]) -> list[tuple[int, Episode]]:
    """Return the findings that sightings change or add: with the key each was kept under, 0 for new ones."""
    standing = list(earlier)
    changed: set[int] = set()
    for one in sorted(seen, key=lambda s: (s.until, s.by, s.kind, s.areas)):
        place = next((n for n, (_key, episode) in enumerate(standing) if episode.takes(one)), len(standing))
        if place == len(standing):
            standing.append((0, Episode(one.kind, one.areas, one.since, one.until, (one,))))
            changed.add(place)
            continue
        key, before = standing[place]
        standing[place] = (key, before.with_(one))
        if standing[place][1] != before:
            changed.add(place)
    return [standing[place] for place in sorted(changed)]


@dataclass(frozen=True)
class Suggested:
    """Something to do about a finding, and the code of why."""

    action: str
    because: str


def suggested(
    episode: Episode, *, persons: int, again: float | None, missed: float | None
) -> list[Suggested]:
    """Return what a finding suggests, what fits best first: process, policy, experts, visit.

    `again` is the share of petitions by who had petitioned about the same before, `missed` that of limits
    that ran out; None where not known. There is always one: somebody looks at the matters.
    """
    found = []
    if episode.people is False or (again is not None and again >= _AGAIN):
        found.append(Suggested("process", "again"))
    if missed is not None and missed >= _MISSED:
        found.append(Suggested("process", "missed"))
    if not episode.areas or len(episode.areas) >= EVERYWHERE:
        found.append(Suggested("policy", "everywhere"))
    elif persons >= _PEOPLE and episode.people is not False:
        found.append(Suggested("visit", "one_place"))
    if episode.kind[:1] in _FOR_EXPERTS and persons >= _PEOPLE:
        found.append(Suggested("clinic", "technical"))
    once: dict[str, Suggested] = {}
    for one in found or [Suggested("look", "few")]:
        once.setdefault(one.action, one)
    return list(once.values())


def on_record(verdicts: Iterable[str]) -> Mapping[str, int]:
    """Return how often each verdict was given, noughts too."""
    given = list(verdicts)
    return {one: given.count(one) for one in VERDICTS}
