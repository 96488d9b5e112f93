"""What goes on around the matters of the invented agency: played after them, once, through the services."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from huiyin.cases.services import topics
from huiyin.demo.life import exchange, hands, reception, registers, same
from huiyin.demo.life.scene import Scene
from huiyin.demo.world import World
from huiyin.foundation import numbers


def _gather(scene: Scene) -> None:
    """Find what several people ask for, as the worker does at night: the first visitor sees it at once."""
    topics.gather(at=scene.at)


# In this order: what is joined is worked on as one, notices are looked through when all are there.
PARTS: Mapping[str, Callable[[Scene], None]] = {
    "same": same.recognise,
    "joined": same.join,
    "followed": registers.follow,
    "directives": registers.directives,
    "backlog": registers.backlog,
    "promises": registers.promises,
    "files": registers.files,
    "drafts": hands.drafts,
    "countersigns": hands.countersigns,
    "recusals": hands.recusals,
    "tasks": hands.tasks,
    "talks": reception.talks,
    "events": reception.events,
    "consents": reception.consents,
    "days": reception.days,
    "attempts": reception.attempts,
    "exchange": exchange.connect,
    "overdue": hands.bring_up,
    "leave": hands.leave,
    "topics": _gather,
    "accusations": hands.accusations,
    "notices": hands.look_through,
}


def live(world: World, *, at: datetime) -> list[str]:
    """Play everything that was not played yet; return the names of the parts that were.

    Each part is whole or not there, and never there twice; the queue is one of every day.
    """
    scene = Scene(world, at)
    parts = {**PARTS, f"queue:{scene.today.isoformat()}": reception.queues}
    return [name for name, play in parts.items() if _once(name, play, scene)]


@transaction.atomic
def _once(name: str, play: Callable[[Scene], None], scene: Scene) -> bool:
    first = numbers.allocate(f"demo:{name}") == 1
    if first:
        play(scene)
    return first
