"""Work in many hands: drafts for the head, signing along, tasks, recusal, leave, what is told to whom."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from huiyin.base.errors import Refused
from huiyin.cases import spine, telling
from huiyin.cases.queries import countersigning as countersigning_read
from huiyin.cases.queries import lists
from huiyin.cases.services import countersigning, escalation, letters
from huiyin.cases.services import recusals as recusal_services
from huiyin.cases.services import tasks as task_services
from huiyin.demo.life.scene import Scene, Told, script
from huiyin.law.acts import PETITION_PATH
from huiyin.orgs import notices, standing_in
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

_READ_UP_TO = timedelta(days=3)
_BROUGHT_UP_BEFORE = timedelta(days=8)


def drafts(scene: Scene) -> None:
    """Draft answers that wait for the head of each office, in the words of the matters' own answers."""
    named = {scene.matter(name): told for name, told in scene.told.items() if name in scene.known}
    for place in orgs.offices():
        head = scene.one_of(place.id, "head")
        by = scene.one_of(place.id, "handler") or scene.one_of(place.id, "registrar")
        if head is None or by is None:
            continue
        made, own = 0, lists.Wanted(stage="accepted", active=True)
        for row in lists.newest(by, wanted=own, today=scene.today, size=40).rows:
            told = named.get(row.id, {})
            if made < script()["drafts_each"] and _answer(told) and not row.restricted and not row.joined:
                made += _draft(scene, row.id, told, by) is not None


def _draft(scene: Scene, matter: int, told: Told, by: Actor) -> int | None:
    """Draft the letter that ends a matter; return it, or None where the law does not allow it now."""
    at = scene.ago(200)
    opinion = told.get("path") == PETITION_PATH and told["nature"] == "claim"
    act, fields = ("opinion_issued", {"result": _result(told)}) if opinion else ("answered", {})
    with suppress(Refused):
        letter = letters.draft(matter, act, fields, version=scene.version(matter), by=by, at=at)
        letters.revise(letter, _words(told), version=1, by=by, at=at)
        return letter
    return None


def _result(told: Told) -> str:
    """Return what a drafted opinion decides: what is told of it, or what its words say."""
    words = _answer(told)
    supports = any(said in words for said in ("支持您", "予以支持")) and "不予支持" not in words
    said = "reject" if "不予支持" in words else "support" if supports else "explain"
    return str(told.get("opinion") or said)


def _answer(told: Told) -> str:
    """Return the answer that is told of a matter; nothing where the world tells none yet."""
    return str(told.get("answer_text") or told.get("opinion_text") or "")


def _words(told: Told) -> dict[str, str]:
    answer = _answer(told)
    said: dict[str, Any] = {
        "claim": "\n".join(told.get("requests", ())),
        "investigation": told.get("investigation", ""),
        "findings": told.get("facts", ""),
        "view": "\n".join(part for part in (str(told.get("reasons", "")), answer) if part),
        "law": "、".join(f"《{b['instrument']}》{b['article']}" for b in told.get("basis", ())),
    }
    return {name: str(words) for name, words in said.items() if words}


def countersigns(scene: Scene) -> None:
    """Ask colleagues and units to sign drafts along; some have answered, some are still asked."""
    for told in scene.each("countersigns"):
        matter, by, at = scene.matter(told["matter"]), scene.actor(told["by"]), scene.moment(told["day"])
        letter = _draft(scene, matter, {**scene.told[told["matter"]], **told}, by)
        if letter is None:
            continue
        countersigning.ask(letter, [scene.whom(one) for one in told["ask"]], by=by, at=at)
        asked = {row.staff: row.id for row in countersigning_read.of_letter(letter)}
        for answer in told["answers"]:
            who = scene.actor(answer["by"])
            version = countersigning_read.asked(who, asked[who.name], at=at).version
            countersigning.answer(
                asked[who.name], answer["said"], answer["words"], version=version, by=who, at=scene.ago(90)
            )


def recusals(scene: Scene) -> None:
    """Let colleagues keep out of matters in which they have an interest."""
    for told in scene.each("recusals"):
        at = scene.moment(told["day"])
        recusal_services.state(
            scene.matter(told["matter"]), told["reason"], by=scene.actor(told["by"]), at=at
        )


def tasks(scene: Scene) -> None:
    """Give parts of the work to colleagues and units: open, overdue, done."""
    for told in scene.each("tasks"):
        by, at = scene.actor(told["by"]), scene.moment(told["given"])
        to, due = scene.whom(told["to"]), scene.day(told["due"])
        with suppress(Refused):
            task = task_services.give(
                scene.matter(told["matter"]), to, due=due, words=told["words"], by=by, at=at
            )
            if "done" in told:
                done = told["done"]
                who, then = scene.actor(done["by"]), scene.moment(done["day"], "16:20")
                task_services.done(task, done["words"], by=who, at=then)


def bring_up(scene: Scene) -> None:
    """Bring overdue duties up as the worker does every hour: what is old was brought up days ago."""
    for at in (scene.at - _BROUGHT_UP_BEFORE, scene.at):
        escalation.bring_up(at=at)


def leave(scene: Scene) -> None:
    """Let two colleagues be away now, with somebody who stands in."""
    for told in script()["leave"]:
        standing_in.set_stand_in(
            scene.staff(told["giver"]),
            scene.staff(told["taker"]),
            kind="leave",
            from_day=scene.day(told["from"]),
            to_day=scene.day(told["to"]),
            by=scene.actor(told["by"]),
            at=scene.moment(told["from"] + 1),
        )


def accusations(scene: Scene) -> None:
    """Let those named for possible accusations have been told of each on the day it came."""
    for name, known in scene.known.items():
        if known.restricted:
            matter = spine.locked(known.matter)
            telling.accusation(matter, at=scene.moment(-int(scene.told[name]["day"]), "10:05"))


def look_through(scene: Scene) -> None:
    """Let everybody have seen the notices of earlier days; the administrator has one of a wrong password."""
    administrator = scene.staff(script()["mistyped"])
    notices.notify([administrator], "locked_out", about=f"staff:{administrator}", at=scene.moment(1, "17:40"))
    for someone in orgs.staff_list():
        notices.see(someone.id, at=scene.at, before=scene.at - _READ_UP_TO)
