"""The steps an office can take on a matter: who may prepare each one, who signs it, what it needs to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.cases.rules.given import plain
from huiyin.law.acts import TRANSFER_KINDS

FieldKind = Literal["text", "long", "number", "flag", "choice", "office", "day"]


@dataclass(frozen=True)
class StepField:
    """One fact a step needs; `choices` are codes worded as `step.<field>.<choice>`.

    `asked` names another question of the form where the fact's own name would not tell what is meant.
    """

    name: str
    kind: FieldKind
    required: bool = True
    choices: tuple[str, ...] = ()
    asked: str = ""

    @property
    def label(self) -> Message:
        """Return what the form asks."""
        return Message(f"step.field.{self.asked or self.name}")


@dataclass(frozen=True)
class Step:
    """An act an office takes: permission to prepare it, permission to sign its letter, and its facts."""

    act: str
    prepare: str
    sign: str
    fields: tuple[StepField, ...] = ()


PATHS = ("1", "2", "3", "4", "5", "6")
# The only grounds the law has for not accepting (信访工作条例 art 19, 28, 36), as the law floor reads them.
GROUNDS = ("same-matter-in-progress", "final", "litigation")
_NOTICE = "letter.sign_notice"
_HEAD = "letter.sign"
_REVIEWED = StepField("result", "choice", choices=("maintain", "change", "revoke"))

STEPS: Mapping[str, Step] = {
    step.act: step
    for step in (
        Step("accepted", "act.intake", _NOTICE, (StepField("path", "choice", choices=PATHS),)),
        Step(
            "told",
            "act.intake",
            _NOTICE,
            (StepField("to", "text", asked="whom"), StepField("procedure", "long", required=False)),
        ),
        Step(
            "guided",
            "act.intake",
            _NOTICE,
            (
                StepField("path", "choice", choices=PATHS[:5]),
                StepField("to", "text", asked="whom"),
                StepField("procedure", "long"),
            ),
        ),
        Step(
            "transferred",
            "act.intake",
            _NOTICE,
            (
                StepField("to", "office", asked="receiver"),
                # Passed on for good, or assigned with a day to report back (art 22).
                StepField("kind", "choice", required=False, choices=TRANSFER_KINDS, asked="passed_on"),
                StepField("report_by", "day", required=False),
                StepField("reason", "long"),
            ),
        ),
        Step("objected", "act.intake", _HEAD, (StepField("reason", "long"),)),
        # The office that sent the matter agrees that it was sent wrongly, and takes the papers back (art 23).
        Step("objection_upheld", "act.sender", ""),
        Step(
            "declined",
            "act.intake",
            _HEAD,
            (StepField("ground", "choice", choices=GROUNDS), StepField("reason", "long")),
        ),
        Step("extended", "act.handle", _HEAD, (StepField("days", "number"), StepField("reason", "long"))),
        # Heard by whoever decides: the office, or the reviewing body in review and re-examination.
        Step("hearing_opened", "act.hearing", ""),
        Step("hearing_closed", "act.hearing", ""),
        Step("mediated", "act.handle", "", (StepField("reason", "long", asked="mediation"),)),
        Step(
            "opinion_issued",
            "act.handle",
            _HEAD,
            (
                StepField("result", "choice", choices=("support", "explain", "reject")),
                # By when a supported opinion is carried out (art 32 para 2), where the opinion says so.
                StepField("execute_by", "day", required=False),
            ),
        ),
        Step("answered", "act.handle", _HEAD),
        Step("executed", "act.handle", "", (StepField("reason", "long", asked="carried_out"),)),
        # In review and re-examination only (art 35, 36).
        Step("papers_asked", "act.review", "", (StepField("papers", "long"),)),
        Step("papers_made_up", "act.review", ""),
        Step("experts_asked", "act.review", "", (StepField("question", "long"),)),
        Step("experts_answered", "act.review", "", (StepField("advice", "long"),)),
        # In published forms only: the regulation knows no acceptance of a request for review.
        Step("review_accepted", "act.review", "letter.sign_review"),
        Step("rereview_accepted", "act.review", "letter.sign_review"),
        Step("review_decided", "act.review", "letter.sign_review", (_REVIEWED,)),
        Step("rereview_decided", "act.review", "letter.sign_review", (_REVIEWED,)),
    )
}


def fields_for(step: Step, nature: str) -> tuple[StepField, ...]:
    """Return what a step asks of a matter: of the six paths (信访工作条例 art 31) only a claim takes one."""
    no_path = step.act == "accepted" and nature not in {"", "claim"}
    return tuple(field for field in step.fields if not (no_path and field.name == "path"))


def checked_fields(step: Step, given: Mapping[str, Any], *, nature: str = "") -> dict[str, Any]:
    """Return a step's facts, typed. Raises Invalid with the field that is missing or unreadable."""
    asked = fields_for(step, nature)
    facts = {field.name: value for field in asked if (value := _value(field, given)) is not None}
    assigned = facts.get("kind") == "assign"
    if step.act == "transferred" and assigned != ("report_by" in facts):
        code = "cases.report_by_missing" if assigned else "cases.report_by_not_asked"
        raise Invalid(code, field="report_by")
    return facts


def _value(field: StepField, given: Mapping[str, Any]) -> Any:
    raw = given.get(field.name)
    text = plain(str(raw)) if raw is not None else ""
    if field.kind == "flag":
        return text in {"True", "true", "on", "1"}
    if not text:
        if field.required:
            raise Invalid("cases.step_field_missing", field=field.name, what=field.label)
        return None
    if field.choices and text not in field.choices:
        raise Invalid("cases.step_choice_unknown", field=field.name, what=field.label)
    if field.kind == "day":
        return _day(field, text)
    if field.kind == "number" or field.name == "path":
        if not text.isdecimal() or int(text) > 10_000:  # noqa: PLR2004
            raise Invalid("cases.step_number_unreadable", field=field.name, what=field.label)
        return int(text)
    return text


def _day(field: StepField, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as unreadable:
        raise Invalid("cases.step_day_unreadable", field=field.name, what=field.label) from unreadable
