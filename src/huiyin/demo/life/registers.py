"""The registers: directives, guidance that is followed up, promises, the backlog, closed files."""

from contextlib import suppress
from zlib import crc32

from huiyin.base.errors import Refused
from huiyin.demo.life.scene import Scene, Told, script
from huiyin.orgs.rules import Actor
from huiyin.registers.queries.item import opened
from huiyin.registers.queries.lists import MANY, Wanted, page
from huiyin.registers.services import archive, items, opening
from huiyin.registers.services import follow as following

FOLLOWED = 500  # matters; all that the acts of the last months call for
FORGOTTEN = 14  # of so many matters that were guided away, one was not asked about in time


def follow(scene: Scene) -> None:
    """Open what the acts call for, and enter what was learnt of the guidance that was asked about first."""
    following.catch_up(at=scene.at, batch=FOLLOWED)
    asked: set[int] = set()
    for told in script()["guidance"]:
        by = scene.actor(told["by"])
        wanted = Wanted(show="open", office=by.office)
        rows = page(by, "guidance", wanted=wanted, today=scene.today).rows
        row = next((row for row in rows if row.id not in asked and row.state == "open"), None)
        if row is not None:
            asked.add(row.id)
            accepted = scene.day(1) if told["kind"] == "accepted_there" else None
            due = scene.day(told["due"]) if "due" in told else None
            given = items.Given(
                told["kind"],
                scene.day(0),
                told["words"],
                source=told["source"],
                accepted_on=accepted,
                due=due,
            )
            _enter(scene, row.id, given, by)
    for office in scene.world.offices:
        _ask_in_time(scene, scene.office(office["code"]), asked)


def _ask_in_time(scene: Scene, office: int, told_of: set[int]) -> None:
    """Enter what an office learnt of its other guidance within the days it has; a few were forgotten."""
    learnt, by = script()["guidance_in_time"], scene.one_of(office, "handler")
    if by is None:
        return
    wanted = Wanted(show="open", office=office)
    for row in page(by, "guidance", wanted=wanted, today=scene.today, size=MANY).rows:
        drawn = crc32(row.number.encode())
        before = (scene.today - row.day).days - 9 - drawn % 6  # days before the demo's when it was asked
        if row.id in told_of or row.state != "open" or before < 1 or drawn % FORGOTTEN == 0:
            continue
        told = learnt[drawn % len(learnt)]
        given = items.Given(
            "accepted_there",
            scene.day(before),
            told["words"],
            source=told["source"],
            accepted_on=scene.day(before + 1 + drawn % 4),
        )
        with suppress(Refused):  # where the world of another day has no room for it
            items.enter(row.id, given, version=None, by=by, at=scene.moment(before, "15:10"))


def _enter(scene: Scene, item: int, given: items.Given, by: Actor) -> None:
    at = scene.at if given.accepted_on else scene.moment((scene.today - given.day).days, "15:10")
    with suppress(Refused):  # where the world of another day has no room for it
        items.enter(item, given, version=None, by=by, at=at)


def directives(scene: Scene) -> None:
    """Enter the directives of leaders and of other bodies, and what was reported on them."""
    by = scene.actor(script()["directives_by"])
    for told in script()["directives"]:
        given = opening.Directive(
            kind=told["kind"],
            giver=told["giver"],
            reference=told["reference"],
            text=told["text"],
            day=scene.day(told["day"]),
            due=scene.day(told["due"]),
            office=scene.office(told["office"]),
            officer=scene.staff(told["officer"]),
            matters=[scene.matter(name) for name in told.get("matters", ()) if name in scene.known],
        )
        item = opening.directive(given, by=by, at=scene.moment(told["day"]))
        for entry in told["entries"]:
            due = scene.day(entry["due"]) if "due" in entry else None
            moved = items.Given(entry["kind"], scene.day(entry["day"]), entry["words"], due=due)
            _enter(scene, item, moved, scene.actor(entry["by"]))


def backlog(scene: Scene) -> None:
    """Put matters into the backlog with who leads them; one is proposed for closing."""
    for told in scene.each("backlog"):
        matter, by = scene.matter(told["matter"]), scene.actor(told["by"])
        officer, at = scene.staff(told["officer"]), scene.moment(told["day"])
        item = opening.backlog(matter, told["standard"], told["words"], officer, by=by, at=at)
        for entry in told["measures"]:
            given = items.Given("measure", scene.day(entry["day"]), entry["words"])
            _enter(scene, item, given, scene.actor(entry["by"]))
        if "close" in told:
            _propose(scene, item, told["close"])


def _propose(scene: Scene, item: int, told: Told) -> None:
    by, at = scene.actor(told["by"]), scene.moment(told["day"])
    asked = opened(by, item, at=at).requests
    given = items.Given(
        "closing_proposed",
        scene.day(told["day"]),
        told["words"],
        outcomes=[told["outcome"]] * len(asked),
        word=told["word"],
        word_on=scene.day(told["word_on"]),
    )
    _enter(scene, item, given, by)


def promises(scene: Scene) -> None:
    """Enter what offices promised outside an opinion, and how far it came."""
    for told in scene.each("promises"):
        matter, by = scene.matter(told["matter"]), scene.actor(told["by"])
        officer, at = scene.staff(told["officer"]), scene.moment(told["day"])
        item = opening.promise(matter, told["words"], scene.day(told["due"]), officer, by=by, at=at)
        progress = told["progress"]
        _enter(scene, item, items.Given("progress", scene.day(progress["day"]), progress["words"]), by)


def files(scene: Scene) -> None:
    """Close the files of matters that ended long ago."""
    for told in scene.each("closed_files"):
        matter, by = scene.matter(told["matter"]), scene.actor(told["by"])
        following.follow(matter, at=scene.moment(told["day"]))
        with suppress(Refused):
            reason, at = script()["closed_reason"], scene.moment(told["day"])
            archive.close(matter, told["retention"], reason, version=None, by=by, at=at)
