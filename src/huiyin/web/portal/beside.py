"""What is offered beside the form before it is sent: what can be done, and running clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huiyin.base.messages import Message
from huiyin.cases.elsewhere import SURE, offered
from huiyin.cases.public_answers import PublicAnswer, limits, public_answer, running
from huiyin.cases.reading import read_text
from huiyin.cases.rules.given import visible
from huiyin.cases.services.drafts import DraftRow
from huiyin.web.portal.answers import given

_LIKELY = 3


@dataclass(frozen=True)
class Beside:
    """Answers to questions of these kinds, the clocks in a few words, and what is told of each."""

    answers: Sequence[PublicAnswer]
    running: Sequence[Message]
    limits: Sequence[Message]
    on: date


def beside(row: DraftRow, *, on: date) -> Beside | None:
    """Return what to offer somebody who wrote this; nothing before the first word, nor for an accusation."""
    words = given(row.answers, today=on)
    if not visible(row.answers.get("text", "")):
        return None
    read = read_text(words.whole_text, words.title, home=settings.HUIYIN_HOME, openly=True)
    if read.nature.value in {"accusation", "suggestion"} or read.nature.possible_accusation:
        return None
    codes = () if read.abstain else offered([(k.code, k.p) for k in read.kinds])
    told = limits(codes, on=on)
    return Beside(
        answers=[public_answer(code, on=on) for code in codes],
        running=running(codes, on=on) if told else (),
        limits=told,
        on=on,
    )


def likely(words: str) -> list[str]:
    """Return the kinds of demand that somebody's few words may be about, the likeliest first."""
    read = read_text(words, "", home=settings.HUIYIN_HOME, openly=True)
    return [k.code for k in read.kinds[:_LIKELY] if k.p >= SURE / 2]
