"""What became of an invented petition: the steps an office and the petitioner took, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from huiyin.demo.chance import happens
from huiyin.text.taxonomy import kinds

Steps = list[dict[str, Any]]
PLACES = {
    "1": "人民法院",
    "2": "劳动人事争议仲裁委员会",
    "3": "主管部门的干部人事监督机构",
    "4": "社会保险经办机构（行政程序）",
}
ELSEWHERE: Mapping[str, str] = {
    "N1": "医疗保障局",
    "N2": "住房公积金管理中心",
    "N3": "退役军人事务局",
    "N4": "民政局",
    "N5": "总工会",
    "N6": "应急管理局",
    "N7": "司法机关",
    "N8": "党委组织部门",
    "N9": "有关主管部门",
    "N10": "税务局",
}


@dataclass
class Course:
    """The steps of a matter with the outcome of its answer, and the mistake that was put in, if any."""

    steps: Steps = field(default_factory=list)
    outcome: str = ""
    flaw: str = ""
    path: int | None = None
    letter: dict[str, str] = field(default_factory=dict)


def course(random: Random, *, kind: str, nature: str, superior: str) -> Course:
    """Return what became of a petition when nobody made a mistake; days count from its receipt."""
    told = kinds()[kind]
    if nature != "claim":
        return _answered(random, Course(outcome="reply"), last=26)
    if not told.own:
        step = {"act": "told", "day": _early(random), "to": f"云浦市{ELSEWHERE.get(kind, '有关主管部门')}"}
        return Course([step], path=None)
    path = told.path or 6
    leads = {1: 0.9, 2: 0.75, 3: 0.8, 4: 0.4}.get(path, 0.0)
    if happens(random, leads):
        return _guided(random, path)
    if path == 6:  # noqa: PLR2004 - the sixth path of art 31
        return _opinion(random, superior)
    return _answered(random, Course(outcome=_outcome(random), path=path), last=52)


def _early(random: Random) -> int:
    return min(13, 1 + int(random.gammavariate(2.2, 2.2)))


def _outcome(random: Random) -> str:
    return random.choices(("support", "explain", "reject"), weights=(58, 29, 13))[0]


def _guided(random: Random, path: int) -> Course:
    day = _early(random)
    step: dict[str, Any] = {"act": "guided", "day": day, "path": path, "to": f"云浦市{PLACES[str(path)]}"}
    if happens(random, 0.85):
        step["accepted_there"] = day + random.randint(3, 20)
    return Course([step], path=path)


def _answered(random: Random, made: Course, *, last: int) -> Course:
    accepted = _early(random)
    answered = accepted + max(2, min(last, int(random.gammavariate(3.2, last / 8))))
    fields = {"path": made.path} if made.path else {}
    made.steps = [
        {"act": "accepted", "day": accepted, **fields},
        {"act": "answered", "day": answered},
        _served(random, answered),
    ]
    return made


def _served(random: Random, after: int) -> dict[str, Any]:
    how = random.choices(("hand", "post", "electronic"), weights=(3, 4, 5))[0]
    return {"act": "served", "day": after + random.randint(0, 5), "how": how}


def _opinion(random: Random, superior: str) -> Course:
    made = Course(outcome=_outcome(random), path=6)
    accepted = _early(random)
    issued = accepted + min(57, 12 + int(random.gammavariate(3.0, 9.0)))
    made.steps = [{"act": "accepted", "day": accepted, "path": 6}]
    if issued - accepted > 45 and happens(random, 0.6):  # noqa: PLR2004 - days; near the end of the limit
        extended = issued - random.randint(3, 9)
        made.steps.append({"act": "extended", "day": extended, "days": random.choice((15, 20, 30))})
        issued = min(issued + random.randint(5, 14), accepted + 60 + 15)
    if happens(random, 0.06):
        made.steps.append({"act": "hearing_opened", "day": issued - 2})
        made.steps.append({"act": "hearing_closed", "day": issued - 2})
    served = _served(random, issued)
    made.steps += [{"act": "opinion_issued", "day": issued, "result": made.outcome}, served]
    if made.outcome == "support" and happens(random, 0.9):
        made.steps.append({"act": "executed", "day": served["day"] + random.randint(4, 55)})
    elif made.outcome != "support" and happens(random, 0.34):
        _reviewed(random, made, served["day"], superior)
    return made


def _reviewed(random: Random, made: Course, served: int, superior: str) -> None:
    asked = served + random.randint(4, 29)
    decided = asked + random.randint(12, 29)
    result = random.choices(("maintain", "change", "revoke"), weights=(8, 1, 1))[0]
    made.steps += [
        {"act": "review_asked", "day": asked},
        {"act": "review_decided", "day": decided, "result": result, "office": superior},
        _served(random, decided),
    ]
