"""The same matter again: the worker's recognition runs, and registrars joined some of what it found."""

from contextlib import suppress
from zlib import crc32

from huiyin.base.errors import Refused
from huiyin.cases.queries.submitted import Submitted
from huiyin.cases.services import joining
from huiyin.cases.services import same as recognition
from huiyin.demo.life.scene import Scene, Told
from huiyin.foundation.outbox import Told as Event

NEWEST = 120


def recognise(scene: Scene) -> None:
    """Let petitions that are the same for certain, and the newest ones, be compared with earlier ones."""
    groups = [name for name, matter in scene.told.items() if matter.get("truth", {}).get("joint")]
    for name in dict.fromkeys([*groups, *list(scene.known)[-NEWEST:]]):
        if name in scene.known:
            found = scene.known[name]
            event = Event(0, "petition", f"petition:{found.petition}", {"matter": found.matter}, scene.at)
            recognition.recognise(event, scene.at)


def join(scene: Scene) -> None:
    """Join half of the known repeats and a quarter of the joint groups, as registrars would."""
    for name, matter in scene.told.items():
        truth = matter.get("truth", {})
        repeated, joint = truth.get("repeat_of") or matter.get("repeat_of"), truth.get("joint")
        first = str(repeated or joint or "")
        chosen = first and first != name and crc32(first.encode()) % (4 if joint else 2) == 1
        if chosen and name in scene.known and first in scene.known:
            _join(
                scene, matter, scene.known[name], scene.known[first], "joint" if joint else "same-petitioner"
            )


def _join(scene: Scene, told: Told, one: Submitted, other: Submitted, reason: str) -> None:
    by = scene.one_of(one.office, "registrar")
    if by is None or one.restricted or other.restricted or one.office != other.office:
        return
    earlier, later = sorted((one.matter, other.matter))
    with suppress(Refused):
        joining.join(later, earlier, reason=reason, by=by, at=scene.moment(max(0, -int(told["day"]) - 1)))
