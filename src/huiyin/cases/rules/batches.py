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
# What is confirmed as it is read is looked at one by one, so there is never more of it than one page.
MOST: Mapping[str, int] = {"give": 10_000, "task": 10_000, "hand": 10_000, "sort": 50}
SURE = 0.9  # of a kind that may be confirmed together with others


@dataclass(frozen=True)
class Facts:
    """What stands in the way of a matter depends on this of it; `recused`: the receiver keeps out of it."""

    office: int
    handler: int | None
    restricted: bool
    unsorted: bool
    urgent: bool
    recused: bool = False


@dataclass(frozen=True)
class Reading:
    """What the first petition of a matter is read as; no kind where the reading abstains."""

    nature: str = ""
    kind: str = ""
    sure: float = 0.0
    accusation: bool = False
    path: int | None = None
    division: str = ""


@dataclass(frozen=True)
class Receiver:
    """Who is to have the matters: of which offices, and which of them they keep out of.

    `named` are the offices at which they may see possible accusations.
    """

    staff: int | None
    office: int | None
    offices: Collection[int]
    named: Collection[int]
    keeps_out: Collection[int] = ()

    def recused_from(self, matters: Collection[int]) -> frozenset[int]:
        """Return those of some matters that they keep out of."""
        return frozenset(matters) & frozenset(self.keeps_out)


def hindrance(what: str, matter: Facts, *, may: bool, to: Receiver | None, reading: Reading) -> str:
    """Return the code of what stands in the way of one matter, or nothing."""
    if not may:
        return "cases.not_your_part"
    if what == "sort":
        return _of_sorting(matter, reading)
    return _of_giving(what, matter, to) if to else "batch.nobody"


def _of_sorting(matter: Facts, reading: Reading) -> str:
    if not matter.unsorted:
        return "batch.sorted"
    if matter.restricted or reading.accusation or reading.nature == "accusation":
        return "batch.accusation"
    if matter.urgent:
        return "batch.urgent"
    return "" if reading.kind and reading.sure >= SURE else "batch.unsure"


def _of_giving(what: str, matter: Facts, to: Receiver) -> str:
    if matter.recused:
        return "cases.recused"
    if matter.restricted and (to.office is not None or matter.office not in to.named):
        return "batch.accusation"
    if what == "give" and to.staff == matter.handler:
        return "batch.theirs"
    if what == "hand" and to.office == matter.office:
        return "batch.there"
    if matter.office not in to.offices:
        elsewhere = {"hand": "cases.other_authority", "task": "cases.task_nobody"}
        return elsewhere.get(what, "cases.not_a_colleague")
    return ""
