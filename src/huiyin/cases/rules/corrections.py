"""Which acts can be set right, by whom and what of them: pure decisions, with a reason for each refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from huiyin.base.messages import Message
from huiyin.cases.rules.steps import STEPS, Step, StepField, fields_for
from huiyin.law.acts import PETITIONERS_ACTS, WAYS_OF_SERVICE

AT_THE_DESK = ("visit", "letter", "phone", "fax")
LONGEST_REASON = 2_000
# A petition that came in on paper or by word of mouth is entered by the office, and so is a service.
_ENTERED: Mapping[str, Step] = {
    step.act: step
    for step in (
        Step(
            "received",
            "act.intake",
            "",
            (
                StepField("channel", "choice", choices=AT_THE_DESK),
                StepField("spokespersons", "number", required=False),
            ),
        ),
        Step("served", "letter.serve", "", (StepField("how", "choice", choices=WAYS_OF_SERVICE),)),
    )
}
# With these a matter goes to another office, where a receipt is entered in the same moment.
MOVING = frozenset({"transferred", "objection_upheld"})
# With these the petitioner has an answer to rate.
_ANSWERED = frozenset({"opinion_issued", "answered"})
# What the office sent out tells that a letter is not in the house any more.
LEFT_THE_HOUSE = frozenset({"sent", "signed", "agent-signed", "arrived", "refused"})


@dataclass(frozen=True)
class Wrong:
    """An act that somebody wants set right, with what hangs on it outside the acts.

    `letter` is the number of the letter that carries it, `out` how that letter left the house. `arrival`
    marks a receipt that came with a transfer. Of a correction, `over` says that it decides nothing any more,
    `by_register` that a register entered it, `of_a_move` that the matter changed its office with it.
    """

    kind: str
    entered_by: str = "staff"  # staff, petitioner, source
    standing: bool = True
    arrival: bool = False
    letter: str = ""
    out: Message | None = None
    taken_up: bool = False
    rated: bool = False
    relied_on: bool = False
    to_others: bool = False
    served_again: bool = False
    over: bool = False
    by_register: bool = False
    of_a_move: bool = False


def permissions(kind: str) -> tuple[str, ...]:
    """Return the permissions of which one is needed to set an act right: those the act itself needs.

    An act that a head signs is set right by a head; none where nobody can.
    """
    step = step_of(kind)
    if step is None:
        return ()
    asked = step.sign or step.prepare
    return {"act.hearing": ("act.handle", "act.review"), "act.sender": ("act.intake",)}.get(asked, (asked,))


def step_of(kind: str) -> Step | None:
    """Return the step that enters an act, or None for what no officer enters by a form."""
    return _ENTERED.get(kind) or STEPS.get(kind)


def never(wrong: Wrong) -> Message | None:
    """Return why an act can be set right in no way at all, or None."""
    reasons = (
        (wrong.over, "over"),
        (wrong.by_register, "in_the_register"),
        (wrong.of_a_move, "moved"),
        (not wrong.standing, "taken_back"),
        (wrong.entered_by == "source", "imported"),
        (wrong.arrival, "arrival"),
        (wrong.kind == "urgent_reported", "urgent"),
        (_the_petitioners_own(wrong), "petitioners_own"),
        (wrong.kind != "corrected" and step_of(wrong.kind) is None, "unknown"),
    )
    return next((Message(f"correcting.refused.{code}") for holds, code in reasons if holds), None)


def _the_petitioners_own(wrong: Wrong) -> bool:
    entered_here = wrong.entered_by == "staff" and step_of(wrong.kind) is not None
    return wrong.kind in PETITIONERS_ACTS and not entered_here


def no_undoing(wrong: Wrong) -> Message | None:
    """Return why an act cannot be taken back as if it had never happened, or None."""
    if refusal := never(wrong):
        return refusal
    if wrong.out is not None:
        return Message("correcting.refused.letter_out", {"number": wrong.letter, "out": wrong.out})
    reasons = (
        (wrong.kind == "received", "receipt"),
        (wrong.rated and wrong.kind in _ANSWERED, "rated"),
        (wrong.kind == "served" and wrong.relied_on, "relied_on"),
        (wrong.kind == "served" and wrong.to_others, "to_others"),
        (wrong.kind in MOVING and wrong.taken_up, "taken_up"),
        (wrong.served_again, "served_again"),
    )
    return next((Message(f"correcting.refused.{code}") for holds, code in reasons if holds), None)


def no_changing(wrong: Wrong, nature: str) -> Message | None:
    """Return why an act cannot be said otherwise, or None: its day, or what it says besides."""
    if refusal := never(wrong):
        return refusal
    if wrong.kind == "corrected":
        return Message("correcting.refused.correction")
    if not dated(wrong) and not changeable(wrong.kind, nature):
        return Message("correcting.refused.nothing_to_change")
    return None


def dated(wrong: Wrong) -> bool:
    """Return whether the day of an act can be wrong: a letter's is the day on which it was signed."""
    return not wrong.letter


def changeable(kind: str, nature: str) -> tuple[StepField, ...]:
    """Return what can be said otherwise of an act: no free words, they stand elsewhere, and no receiver.

    A matter sent to the wrong office is called back and sent again.
    """
    step = step_of(kind)
    if step is None:
        return ()
    return tuple(f for f in fields_for(step, nature) if f.kind not in {"long", "office"})


def changed_step(kind: str, nature: str) -> Step:
    """Return the step that reads what is changed of an act."""
    step = step_of(kind) or Step(kind, "", "")
    return replace(step, fields=changeable(kind, nature))
