"""What may be done to many matters at once, how many at most, and what stands in the way of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

# Nothing here is an act of the law: acceptance, transfer, answers and signatures are decided one by one.
WHAT = ("give", "task", "hand", "sort")
OUTCOMES = ("waiting", "done", "refused", "left")
NEEDS: Mapping[str, str] = {
    "give": "matter.sort",
    "task": "task.give",
    "hand": "act.intake",
    "sort": "matter.sort",
}
MOST: Mapping[str, int] = {"give": 10_000, "task": 10_000, "hand": 10_000, "sort": 50}
SURE = 0.9  # of a kind that may be confirmed together with others


@dataclass(frozen=True)
class Facts:
    """What stands in the way of a matter depends on this of it, and nothing else."""

    office: int
    handler: int | None
    restricted: bool
    unsorted: bool
    urgent: bool
    in_sight: bool = True


@dataclass(frozen=True)
class Reading:
    """What the first petition of a matter was read as: nature, likeliest kind and how sure."""

    nature: str = ""
    kind: str = ""
    sure: float = 0.0
    accusation: bool = False


@dataclass(frozen=True)
class Receiver:
    """Who is to have the matters: at which offices that is possible, and from which matters they keep out."""

    staff: int | None
    office: int | None
    offices: Collection[int]
    named: Collection[int]  # offices where they may see possible accusations
    recused: bool = False


def hindrance(what: str, matter: Facts, *, may: bool, to: Receiver | None, reading: Reading) -> str:
    """Return the code of what stands in the way of one matter, or nothing."""
    if not matter.in_sight:
        return "batch.gone"
    if not may:
        return "cases.not_your_part"
    if what == "sort":
        return _of_sorting(matter, reading)
    return _of_giving(what, matter, to) if to else "batch.nobody"


def _of_sorting(matter: Facts, reading: Reading) -> str:
    if not matter.unsorted:
        return "batch.sorted"
    if matter.restricted or reading.accusation:
        return "batch.accusation"
    if matter.urgent:
        return "batch.urgent"
    return "" if reading.kind and reading.sure >= SURE else "batch.unsure"


def _of_giving(what: str, matter: Facts, to: Receiver) -> str:
    if to.recused:
        return "cases.recused"
    if matter.restricted and (to.office is not None or matter.office not in to.named):
        return "batch.accusation"
    if what == "give" and to.staff == matter.handler:
        return "batch.theirs"
    if what == "hand" and to.office == matter.office:
        return "batch.there"
    if matter.office not in to.offices:
        return {"hand": "cases.other_authority", "task": "cases.task_nobody"}.get(
            what, "cases.not_a_colleague"
        )
    return ""
