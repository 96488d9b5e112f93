"""What was undertaken on findings that a brief takes along, with what came in after it as it may leave."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiyin.insight.brief.findings import TakenAlong
from huiyin.insight.found import weeks_around
from huiyin.insight.shown import sight
from huiyin.insight.undertaken import queries
from huiyin.insight.undertaken.after import After, after
from huiyin.insight.undertaken.queries import Undertaken
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Deed:
    """Something undertaken; `after` where it was done and weeks say something."""

    row: Undertaken
    after: After | None


def deeds(
    actor: Actor, taken: TakenAlong, *, today: date, outside: bool = False, home: Path | None = None
) -> list[Deed]:
    """Return what was undertaken on findings that are taken along, in their order.

    What came after reaches into other periods: what is for use `outside` the house goes without.
    """
    seen = sight(actor, exported=True)
    by_finding = queries.of_findings(actor, [row.id for row in taken.rows], today=today)
    found = []
    for one in (one for row in taken.rows for one in by_finding.get(row.id, ())):
        done = one.done if one.state == "done" else None
        came = None
        if done and done.day and not outside:
            course = weeks_around(one.episode, seen, home=home)
            came = after(one.episode, done.day, course, seen, home=home)
        found.append(Deed(one, came))
    return found
