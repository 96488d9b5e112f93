"""The only grounds the law has for not accepting, and how the words of an office name them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.base.citation import Citation
from huiyin.base.messages import Message
from huiyin.law.parameters import Law

# Each ground with the provision it stands in. The last one ended with the regulation of 2005.
LAWFUL_GROUNDS: Mapping[str, str] = {
    "same-matter-in-progress": "no_second_acceptance",
    "final": "finality",
    "litigation": "litigation_apart",
    "not-own-powers": "not_own_powers",
    "statutory-path": "statutory_path_apart",
}
_SPOKEN = tuple(
    (code, re.compile(words, re.IGNORECASE))
    for code, words in (
        ("final", r"复核|终结|终结性|第(三十六|36)条|re-?exam|re-?review|\bfinal|\bart(icle)?\.? ?36\b"),
        (
            "same-matter-in-progress",
            r"同一(信访)?事项|正在(办理|受理)|已(经)?受理|第(十九|19)条|same[- _]matter|in[- _]progress"
            r"|already[- _]accepted|\bart(icle)?\.? ?19\b",
        ),
        (
            "not-own-powers",
            r"不属(于)?.{0,12}(职权|职责|管辖|范围)|无权处理|not[- _](our|own|within)|outside.{0,12}powers"
            r"|第(二十三|23)条|\bart(icle)?\.? ?23\b",
        ),
        (
            "statutory-path",
            r"(诉讼|仲裁|复议).{0,12}(诉讼|仲裁|复议|法定途径)|法定途径|通过.{0,8}(仲裁|复议)"
            r"|statutory[- _]path",
        ),
        (
            "litigation",
            r"诉讼|涉法涉诉|政法|法院|判决|第(二十八|28)条|第(二十|20)条"
            r"|litigat|\bcourt|\bart(icle)?\.? ?(28|20)\b",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which something is not accepted, why, where that stands, and what is owed all the same."""

    code: str
    why: Message
    owed: Message
    citation: Citation


def named_ground(ground: str | None) -> str | None:
    """Return the ground that a text names, or None when it names none that the law ever had."""
    words = (ground or "").strip()
    if words in LAWFUL_GROUNDS:
        return words
    return next((code for code, pattern in _SPOKEN if pattern.search(words)), None)


def lawful_ground(ground: str | None, law: Law, on: date) -> str | None:
    """Return the ground that a text names when the law of a day has it, or None."""
    code = named_ground(ground)
    return code if code and law.find(LAWFUL_GROUNDS[code], on) else None


def cannot_be_accepted(
    *,
    law: Law,
    on: date,
    in_progress_below: bool = False,
    within_limit: bool = True,
    re_examined: bool = False,
    same_facts: bool = True,
    litigation_rights: bool = False,
    own: bool = True,
    sent_here: bool = False,
) -> tuple[Ground, ...]:
    """Return every lawful ground that the facts give for not accepting; none means it has to be taken.

    That a claim is unfounded, repeated, late, anonymous, or was brought to a higher level is no ground.
    `sent_here` says that another body transferred it: then a lack of powers is objected to, not declined.
    """
    found = [
        ("same-matter-in-progress", in_progress_below and within_limit),
        ("final", re_examined and same_facts),
        ("litigation", litigation_rights),
        ("not-own-powers", not own and not sent_here),
    ]
    return tuple(
        Ground(code, Message(f"law.ground.{code}"), Message(f"law.owed.{code}"), rule.citation)
        for code, holds in found
        if holds and (rule := law.find(LAWFUL_GROUNDS[code], on))
    )
