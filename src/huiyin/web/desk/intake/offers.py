"""What the intake page offers for one matter: ways to go on and colleagues, each under a key of its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.base.messages import Message
from huiyin.cases.queries.usual import usual_hands
from huiyin.foundation.wording import has, say
from huiyin.law.paths import Proposal
from huiyin.orgs import queries as orgs
from huiyin.orgs import standing_in
from huiyin.text.taxonomy import kinds
from huiyin.web.desk.asked import OptionRow
from huiyin.web.desk.places import office_name
from huiyin.web.templatetags.wording import coded, kind_name, lang

# Three rows of the keyboard: digits say what it is, the row below what comes next, the row below that who.
WHAT_KEYS, NEXT_KEYS, WHO_KEYS = "12345", "qwerty", "asdfg"
OTHER = "other"
STEPS = ("accepted", "transferred", "told", "guided", "answered")
_PEOPLE, _UNITS = 3, 1


@dataclass(frozen=True)
class Offer:
    """One thing to choose: the key that chooses it, its words, why it is there, whether it is proposed."""

    value: str
    key: str
    words: str
    why: str = ""
    proposed: bool = False


def next_steps(page: Mapping[str, Any]) -> Sequence[Offer]:
    """Return the ways to go on after sorting: later, or the first notice, those that the law allows now."""
    proposed = {route.act: route for route in page["routes"]}
    there = transfer_to(page)
    found = [Offer("", NEXT_KEYS[0], _("先分类，以后再办"))]
    for act, key in zip(STEPS, NEXT_KEYS[1:], strict=True):
        if _may_follow(act, page):
            found.append(Offer(act, key, _words(act, there), _why(proposed.get(act)), act in proposed))
    return found


def _may_follow(act: str, page: Mapping[str, Any]) -> bool:
    """Return whether a step is offered beside the sorting; only what is no claim is answered at once."""
    if act == "answered":  # what nobody has sorted yet counts as a claim, so the proposed nature is asked
        return "act.handle" in page["may"] and page["sorting"]["nature"] in {"inquiry", "suggestion"}
    return act in page["matter"].offered


def _words(act: str, there: tuple[str, str] | None) -> str:
    name = coded(act, "steps.do")
    if act == "transferred" and there:
        return f"{name}{_('：')}{there[1]}"
    return name


def _why(route: Proposal | None) -> str:
    return say(route.why[0], lang()) if route and route.why else ""


def transfer_to(page: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return code and name of the office of another authority that fits best, if the place points to one.

    Where no place does, several may fit alike: then the office is asked for, with their reasons.
    """
    own = {int(key) for key, _name in page["units"]} | {page["matter"].office}
    best = next((p for p in page["proposals"] if p.by_place and p.office not in own), None)
    if best is None:
        return None
    office = orgs.office(best.office)
    return office.code, office_name(office)


def transfer_reason(page: Mapping[str, Any], office: str) -> str:
    """Return why a matter belongs to an office, as the draft of its transfer says it, in Chinese."""
    key = orgs.office_by_code(office).id
    fitting = next((p for p in page["proposals"] if p.office == key), None)
    said = [say(reason, "zh") for reason in fitting.reasons] if fitting else []
    return "；".join(said) + "。" if said else ""


def department(kind: str) -> str:
    """Return who has the power where a kind is not this system's, as a notice names it; else nothing."""
    code = f"department.{kind}"
    return say(Message(code), "zh") if kind in kinds() and not kinds()[kind].own and has(code, "zh") else ""


def hands(
    page: Mapping[str, Any], guessed: Sequence[str], *, on: date
) -> tuple[Sequence[Offer], Sequence[OptionRow]]:
    """Return who may be given the matter: the likeliest under keys, and everybody to choose from.

    Whoever is on leave is not offered under a key; the stand-in is, with the reason.
    """
    people = {c.id: c for c in orgs.case_workers(page["matter"].office)}
    units = {f"office:{key}": name for key, name in page["units"]} if "act.intake" in page["may"] else {}
    why = _people(people, usual_hands(page["matter"].office, guessed), guessed, on=on)
    names = {**{f"staff:{c.id}": c.name for c in people.values()}, **units}
    chosen = [(f"staff:{key}", reason) for key, reason in why.items()]
    for fitting in page["proposals"]:
        if f"office:{fitting.office}" in units and len(chosen) < len(why) + _UNITS:
            reasons = _("；").join(say(reason, lang()) for reason in fitting.reasons)
            chosen.append((f"office:{fitting.office}", reasons))
    found = [Offer("", WHO_KEYS[0], _("先不指定"))]
    for key, (code, reason) in zip(WHO_KEYS[1:], chosen, strict=False):
        found.append(Offer(code, key, names[code], reason, bool(reason)))
    return found, list(names.items())


def _people(
    people: Mapping[int, orgs.StaffRow], last: Mapping[str, int], guessed: Sequence[str], *, on: date
) -> Mapping[int, str]:
    """Return who is offered, each with the reason: who had the last one of the kind, then who handles."""
    away = standing_in.away_among(list(people), on=on)
    why: dict[int, str] = {}
    for kind in (one for one in guessed if one in last):
        whose = last[kind]
        if whose in away and away[whose].taker in people:
            said = _("代%(name)s办理，上一件“%(kind)s”由其承办")
            said %= {"name": away[whose].giver_name, "kind": kind_name(kind)}
            why.setdefault(away[whose].taker, said)
        elif whose in people and whose not in away:
            why.setdefault(whose, _("上一件“%(kind)s”由他/她承办") % {"kind": kind_name(kind)})
    for c in sorted(people.values(), key=lambda c: "handler" not in c.roles):
        if c.id not in away and len(why) < _PEOPLE:
            why.setdefault(c.id, "")
    return dict(list(why.items())[:_PEOPLE])
