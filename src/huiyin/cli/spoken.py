"""What commands say to a person: short lines instead of JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.base.messages import Message
from huiyin.foundation.wording import say
from huiyin.foundation.wording.cited import cited
from huiyin.text.taxonomy import kinds

_SIGNS = ("urgent", "repeat", "joint", "hardship")
_STATED = ("amounts", "dates", "requests", "employers", "persons", "periods", "earlier")


def reading_in_words(reading: Mapping[str, Any], lang: str = "zh") -> str:
    """Return a reading as lines: nature, kinds with probability and evidence, the rest it found."""
    return "\n".join(_reading(reading, lang))


def _reading(reading: Mapping[str, Any], lang: str) -> Iterator[str]:
    nature = reading["nature"]
    yield _line("nature", f"{say('nature.' + nature['value'], lang)} {nature['p']:.0%}", lang)
    for kind in reading["kinds"]:
        evidence = "、".join(span["text"] for span in kind["evidence"])
        yield _line(
            "kind", f"{kind['code']} {kinds()[kind['code']].name(lang)} {kind['p']:.0%}（{evidence}）", lang
        )
    if reading["abstain"]:
        yield say("spoken.abstain", lang)
    if reading["path"]:
        yield _line("path", say(f"law.path_name.{reading['path']}", lang), lang)
    yield _line("own", say(f"spoken.own_{'yes' if reading['own'] else 'no'}", lang), lang)
    if reading["division"]:
        yield _line("place", reading["division"]["name"], lang)
    for name in _STATED:
        if reading[name]:
            yield _line(name, "；".join(_words(one) for one in reading[name]), lang)
    for name in _SIGNS:
        if reading[name]:
            found = "、".join(span["text"] for span in reading["evidence"][name])
            yield _line(name, found, lang)


def _words(stated: Mapping[str, Any]) -> str:
    span = stated.get("span", stated)
    return str(span["text"]).strip()


def due_in_words(report: Mapping[str, Any], lang: str = "zh") -> str:
    """Return what a matter's acts add up to as lines: stage, flaws, deadlines with how they were counted."""
    return "\n".join(_due(report, lang))


def _due(report: Mapping[str, Any], lang: str) -> Iterator[str]:
    yield _line("stage", say(f"law.stage.{report['stage']}", lang), lang)
    for flaw in report["flaws"]:
        where = cited(flaw["instrument"], flaw["article"], lang)
        yield _line("flaw", f"{flaw['reason']}。{flaw['effect']}（{where}）", lang)
    for deadline in report["deadlines"]:
        where = cited(deadline["instrument"], deadline["article"], lang)
        state = say(f"law.state.{deadline['state']}", lang)
        duty = say(f"law.duty.{deadline['duty']}", lang)
        yield f"{duty}  {deadline['due'] or '—'}  {state}  {where}"
        for step in deadline["why"]:
            yield f"    {step}"
        for change in deadline["changes"]:
            yield f"    → {change}"
        if deadline["status"] == "unconfirmed":
            yield f"    ! {say('spoken.unconfirmed', lang)}"
    allowed = "、".join(say(f"law.act.{act}", lang) for act in report["allowed"])
    yield _line("allowed", allowed, lang)


def _line(name: str, words: str, lang: str) -> str:
    return say(Message("spoken.line", {"name": Message(f"spoken.{name}"), "words": words}), lang)
