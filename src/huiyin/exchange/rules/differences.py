"""Our records against theirs, number by number: what is missing, what differs, what stands there twice."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

KINDS = ("missing-here", "missing-there", "status", "date", "returned", "duplicate")


@dataclass(frozen=True)
class Record:
    """One record as one side has it; `status` in our words, days in ISO form by their field."""

    number: str
    status: str = ""
    days: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """One difference: which kind, about which number, what each side says, and what is proposed."""

    kind: str
    number: str
    what: str
    ours: str
    theirs: str
    proposed: str


def compare(
    ours: Iterable[Record], theirs: Iterable[Record], *, first: str, last: str, told: Collection[str] = ()
) -> list[Found]:
    """Return every difference, in the order of the numbers.

    A record that their file lacks is only missed when it was received within the days the file covers.
    `told` names the fields for which their file has a column: only there an empty cell says something.
    """
    mine = {record.number: record for record in ours}
    listed = list(theirs)
    counted = Counter(record.number for record in listed)
    other = {record.number: record for record in listed}
    found: list[Found] = []
    for number in sorted({*mine, *other}):
        here, there = mine.get(number), other.get(number)
        if counted[number] > 1:
            found.append(Found("duplicate", number, "number", "1", str(counted[number]), "tell-them"))
        if here is None:
            found.append(Found("missing-here", number, "number", "", number, "import"))
        elif there is None:
            if first and first <= here.days.get("received", "") <= last:
                found.append(Found("missing-there", number, "number", number, "", "export"))
        else:
            found.extend(_between(here, there, told))
    return found


def _between(here: Record, there: Record, told: Collection[str]) -> Iterable[Found]:
    number = here.number
    if there.status and here.status and there.status != here.status:
        yield Found("status", number, "status", here.status, there.status, _about_status(there.status))
    for name in sorted({*here.days, *there.days} - {"returned"}):
        one, other = here.days.get(name, ""), there.days.get(name, "")
        if other and one != other and (one or name == "concluded"):
            yield Found("date", number, name, one, other, "check")
    one, other = here.days.get("returned", ""), there.days.get("returned", "")
    if one != other and (other or "returned" in told):
        yield Found("returned", number, "returned", one, other, "import" if other > one else "export")


def _about_status(theirs: str) -> str:
    return "import" if theirs in {"returned", "withdrawn", "transferred"} else "export"
