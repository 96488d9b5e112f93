"""What the to-do list says of working together: tasks, drafts to sign along, what one keeps out of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.cases.queries import countersigning, forwarding, recusals, tasks
from huiyin.insight.undertaken import queries as undertaken
from huiyin.insight.undertaken.queries import Undertaken
from huiyin.orgs.rules import Actor
from huiyin.web.desk.insight.undertaken import titled


@dataclass(frozen=True)
class Parts:
    """What waits besides the deadlines."""

    tasks: Sequence[tasks.TaskRow]
    countersigns: Sequence[countersigning.CountersignRow]
    forwards: Sequence[forwarding.ToForward]
    recused: Sequence[recusals.RecusalRow]
    stands_in_for: Sequence[str]
    undertakings: Sequence[tuple[Undertaken, str]]


def of(actor: Actor, *, today: date) -> Parts:
    """Return what waits for somebody besides the deadlines."""
    return Parts(
        tasks=tasks.waiting(actor, today=today),
        countersigns=countersigning.waiting(actor),
        forwards=forwarding.to_forward(actor, today=today),
        recused=recusals.of_actor(actor),
        stands_in_for=[s.name for s in actor.stands_in],
        undertakings=titled(undertaken.waiting(actor, today=today)),
    )
