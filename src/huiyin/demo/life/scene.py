"""The stage on which the agency's life is played: who acts, when, on which matter."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from importlib import resources
from typing import Any

import yaml

from huiyin.base.clock import LOCAL, local_day
from huiyin.cases import spine
from huiyin.cases.queries.submitted import Submitted, submitted
from huiyin.demo.world import World
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

Told = Mapping[str, Any]
_BETWEEN_LINES = re.compile(
    r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])"
)  # YAML folds lines with a space; Chinese has none
_OFFICE_HOURS = "09:30"
_CLOSES = time(17, 10)
_LAST_PHONE = 9_999


@cache
def script() -> Mapping[str, Any]:
    """Return what is told of the agency's life, by part."""
    file = resources.files("huiyin.demo").joinpath("agency", "life.yaml")
    return dict(_unfolded(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)))


def _unfolded(told: Any) -> Any:
    if isinstance(told, Mapping):
        return {name: _unfolded(part) for name, part in told.items()}
    if isinstance(told, list):
        return [_unfolded(part) for part in told]
    return _BETWEEN_LINES.sub("", told) if isinstance(told, str) else told


class Scene:
    """One playing: the world, the moment, and what was played in before under the demo's names."""

    def __init__(self, world: World, at: datetime):
        self.world, self.at, self.today = world, at, local_day(at)
        self._actors: dict[str, Actor] = {}
        self._with_role: dict[tuple[int, str], list[str]] = {}

    @cached_property
    def known(self) -> Mapping[str, Submitted]:
        """Return every matter of the world that is on record, by the world's name for it."""
        return submitted("demo:")

    @cached_property
    def told(self) -> Mapping[str, Told]:
        """Return every matter as the world tells it, by its name."""
        return {m["id"]: m for m in self.world.matters}

    def each(self, part: str) -> Sequence[Told]:
        """Return what is told of a part, without what is about a matter that is not on record."""
        return [told for told in script()[part] if "matter" not in told or told["matter"] in self.known]

    def matter(self, name: str) -> int:
        """Return the key of a matter by the world's name for it."""
        return self.known[name].matter

    def version(self, matter: int) -> int:
        """Return the version of a matter as it stands."""
        return spine.locked(matter).version

    def actor(self, login: str) -> Actor:
        """Return a member of staff as an actor."""
        if login not in self._actors:
            self._actors[login] = orgs.actor_by_login(login, on=self.today)
        return self._actors[login]

    def one_of(self, office: int, role: str, which: int = 0) -> Actor | None:
        """Return somebody who holds a role at an office, or None."""
        if (office, role) not in self._with_role:
            self._with_role[office, role] = [c.login for c in orgs.colleagues(office, role=role)]
        found = self._with_role[office, role]
        return self.actor(found[which % len(found)]) if found else None

    def staff(self, login: str) -> int:
        """Return the key of a member of staff."""
        return self.actor(login).staff or 0

    def office(self, code: str) -> int:
        """Return the key of an office."""
        return orgs.office_by_code(code).id

    def whom(self, named: str) -> str:
        """Return a colleague or unit (`staff qinli`, `office yp-jy`) as the services name them."""
        kind, _, name = named.partition(" ")
        return f"{kind}:{self.staff(name) if kind == 'staff' else self.office(name)}"

    def day(self, before: int) -> date:
        """Return the day so many days before the demo's; fewer than none lie ahead."""
        return self.today - timedelta(days=before)

    def moment(self, before: int, clock: str = _OFFICE_HOURS) -> datetime:
        """Return an instant some days before, never one that is still to come."""
        then = datetime.combine(self.day(before), time.fromisoformat(clock), LOCAL).astimezone(UTC)
        return min(then, self.at)

    def ago(self, minutes: int) -> datetime:
        """Return an instant some minutes ago, or before the doors closed, but still today."""
        midnight, closing = (
            datetime.combine(self.today, at, LOCAL).astimezone(UTC) for at in (time(0), _CLOSES)
        )
        return max(min(self.at, closing) - timedelta(minutes=minutes), min(midnight, self.at))

    @cached_property
    def _free_phones(self) -> list[str]:
        taken = {str((m.get("petitioner") or {}).get("phone", "")) for m in self.world.matters}
        numbers = (f"1990000{n:04d}" for n in range(_LAST_PHONE))
        return [number for number in numbers if number not in taken][:100]

    def phone(self) -> str:
        """Return a telephone number of the demo's own range that nobody else in the world has."""
        return self._free_phones.pop()
