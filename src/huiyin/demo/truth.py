"""What is known of the invented agency because it was put in on purpose, for evaluations."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.cases.queries.submitted import submitted
from huiyin.demo.world import World

FIELDS = ("kind", "division", "nature")
PUT_IN = ("surge", "policy", "repeat_of", "joint")


def truth(world: World) -> Iterator[Mapping[str, Any]]:
    """Yield what is known of each invented matter, in the order in which they came in.

    `id` is the world's name for it, which `repeat_of` and `joint` use too; `number` is the one it has here,
    empty while it was not played in.
    """
    known = submitted("demo:")
    for matter in world.matters:
        put_in = {"repeat_of": matter.get("repeat_of", ""), **matter.get("truth", {})}
        found = known.get(matter["id"])
        yield {
            "id": matter["id"],
            "number": found.number if found else "",
            **{name: matter.get(name) or "" for name in FIELDS},
            **{name: put_in.get(name) or "" for name in PUT_IN},
            "flaw": matter.get("flaw") or "",
        }
