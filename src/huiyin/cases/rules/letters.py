"""Letters of a matter: which one an act needs, what an officer writes in it, how it is numbered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.cases.rules.steps import Step
from huiyin.law.acts import Act
from huiyin.law.letters import LETTER_KINDS, letter_for, missing_elements

_ANY_DAY = date(2026, 1, 1)  # which letter an act needs does not depend on the day
# Written by the system when the letter is signed; everything else is in the officer's hands.
BY_THE_SYSTEM = ("number", "office", "seal", "day")
# What a letter carries besides what the law wants in it: the clocks of other procedures that run meanwhile.
BESIDES: Mapping[str, tuple[str, ...]] = {"told": ("limits",), "acceptance": ("limits",)}
# The official character of each kind in a letter's number, such as 云人社信〔2026〕受12号.
MARK: Mapping[str, str] = {
    "told": "告",
    "acceptance": "受",
    "declined": "不受",
    "transfer": "转",
    "assign": "交",
    "extension": "延",
    "opinion": "处",
    "path_answer": "答",
    "procedure_answer": "函",
    "reply": "复",
    "review_acceptance": "查受",
    "review_opinion": "查",
    "rereview_acceptance": "核受",
    "rereview_opinion": "核",
    "objection": "异",
}


def letter_of(act: str, *, nature: str, fields: Mapping[str, Any], path: int | None = None) -> str:
    """Return the kind of letter an act is carried by. Raises KeyError for an act without one."""
    kind = letter_for(Act(act, day=_ANY_DAY, fields=fields), nature=nature, path=path)
    if kind is None:
        raise KeyError(act)
    return kind


def parts(kind: str) -> tuple[str, ...]:
    """Return the elements of a letter that an officer writes, in the order they stand in it."""
    wanted = tuple(e for e in LETTER_KINDS[kind].elements if e not in BY_THE_SYSTEM)
    return wanted + BESIDES.get(kind, ())


def missing(kind: str, content: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the law wants in a letter of this kind and its draft does not say yet."""
    known = dict.fromkeys(BY_THE_SYSTEM, True)
    said = {name: text.strip() for name, text in content.items()}
    return missing_elements(kind, {**said, **known})


def number(kind: str, short: str, year: int, running: int) -> str:
    """Return a letter's number in the form offices use: 云人社信处〔2026〕12号."""
    return f"{short}信{MARK[kind]}〔{year}〕{running}号"


def act_fields(step: Step, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a step that go on record with the act: codes and figures, no free words.

    Free words may hold personal data; they stand in the letter, which is sealed.
    """
    return {f.name: facts[f.name] for f in step.fields if f.kind != "long" and f.name in facts}
