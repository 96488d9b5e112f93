"""Which letter each act needs, what the letter must state, and which remedy it must tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.base.citation import Citation, Status
from huiyin.base.messages import Message
from huiyin.law.acts import DUTY_PATH, PETITION_PATH, Act
from huiyin.law.parameters import Law, national

_SINCE = date(2022, 5, 1)  # the form in force; an earlier letter is read by it too


@dataclass(frozen=True, slots=True)
class Element:
    """One thing a letter must state and where that stands; with `room` it may be left out for a reason."""

    code: str
    citation: Citation
    room: bool = False


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: the provision it rests on, what it must state, and whom it is for."""

    code: str
    provision: str
    elements: tuple[str, ...]
    to_petitioner: bool = True

    @property
    def title(self) -> str:
        """Return the code of the letter's official name."""
        return f"law.letter.{self.code}"


def elements_of(kind: str, law: Law, on: date) -> tuple[Element, ...]:
    """Return what a letter of this kind must state on a day, in the order in which it prints it."""
    return (*_read("head", law, on), *_read(kind, law, on))


def _read(kind: str, law: Law, on: date) -> tuple[Element, ...]:
    found = law.parameter(f"letter_{kind}", max(on, _SINCE))
    own = found.citation
    return tuple(
        Element(
            code,
            Citation(
                entry.get("instrument", own.instrument),
                entry.get("article", own.article),
                Status(entry["status"]) if "status" in entry else own.status,
            ),
            room=bool(entry.get("room")),
        )
        for code, entry in found.value.items()
    )


def _kind(code: str, provision: str, *, to_petitioner: bool = True) -> tuple[str, LetterKind]:
    stated = tuple(element.code for element in elements_of(code, national(), _SINCE))
    return code, LetterKind(code, provision, stated, to_petitioner)


LETTER_KINDS: Mapping[str, LetterKind] = dict(
    [
        _kind("told", "telling"),
        _kind("acceptance", "telling"),
        _kind("declined", "telling"),
        _kind("transfer", "forwarding", to_petitioner=False),
        _kind("assign", "forwarding", to_petitioner=False),
        _kind("extension", "extending"),
        _kind("opinion", "opinion"),
        _kind("path_answer", "paths"),
        _kind("procedure_answer", "paths"),
        _kind("reply", "suggestions"),
        _kind("review_acceptance", "reviewing"),
        _kind("review_opinion", "reviewing"),
        _kind("rereview_acceptance", "rereviewing"),
        _kind("rereview_opinion", "rereviewing"),
        _kind("service_proof", "service"),
        _kind("objection", "objecting", to_petitioner=False),
    ]
)

_OF_ACT = {
    "told": "told",
    "accepted": "acceptance",
    "declined": "declined",
    "guided": "told",
    "objected": "objection",
    "extended": "extension",
    "opinion_issued": "opinion",
    "review_accepted": "review_acceptance",
    "review_decided": "review_opinion",
    "rereview_accepted": "rereview_acceptance",
    "rereview_decided": "rereview_opinion",
    "served": "service_proof",
}
SERVED_ACTS = frozenset(
    {
        "told",
        "transferred",
        "accepted",
        "declined",
        "guided",
        "extended",
        "opinion_issued",
        "answered",
        "review_accepted",
        "review_decided",
        "rereview_accepted",
        "rereview_decided",
    }
)


def letter_for(act: Act, *, nature: str, path: int | None = None) -> str | None:
    """Return the kind of letter an act needs, or None when it needs none; `path` is that of the claim.

    A notice of what became of a complaint or report answers a request to investigate or to perform a duty
    (art 31 item 5) and nothing else: a claim on the first four paths gets an answer in plain form.
    """
    if act.kind == "transferred":
        return "assign" if act.get("kind") == "assign" else "transfer"
    if act.kind == "answered" and nature == "claim":
        return "path_answer" if path == DUTY_PATH else "procedure_answer"
    return "reply" if act.kind == "answered" else _OF_ACT.get(act.kind)


def missing_elements(kind: str, given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the codes of what a letter of this kind must state and does not yet."""
    return tuple(element for element in LETTER_KINDS[kind].elements if not given.get(element))


def basis(kind: str, law: Law, on: date) -> Citation:
    """Return where the letter rests in the law of a day."""
    return law.cite(LETTER_KINDS[kind].provision, on)


def remedy(
    kind: str,
    *,
    law: Law,
    on: date,
    path: int | None = None,
    reviewer: str = "",
    reconsideration_at: str = "",
    not_performed: bool = False,
) -> Message | None:
    """Return the remedy clause a letter must carry on its day, or None when the law gives none.

    `reviewer` is the next higher body; `reconsideration_at` the people's government of the same level.
    A claim that a duty was not performed goes to reconsideration first (行政复议法 art 23).
    """
    if kind == "opinion" and path in (None, PETITION_PATH):
        return _review(law, on, "review_asking_days", "opinion", reviewer)
    if kind == "review_opinion":
        return _review(law, on, "rereview_asking_days", "review_opinion", reviewer)
    if kind == "rereview_opinion":
        return Message("law.remedy.final", {"basis": _where(law.cite("finality", on))})
    if kind in ("opinion", "path_answer") and path == DUTY_PATH:
        return _administrative(law, on, reconsideration_at, not_performed)
    if kind == "declined":
        return Message("law.remedy.declined", {"basis": _where(law.cite("no_refusal", on))})
    return None


def _where(citation: Citation) -> Message:
    return Message("law.where", {"instrument": citation.instrument, "article": citation.article})


def _review(law: Law, on: date, parameter: str, code: str, reviewer: str) -> Message:
    limit = law.parameter(parameter, on)
    at: str | Message = reviewer or Message("law.party.next-higher")
    return Message(
        f"law.remedy.{code}", {"days": limit.value, "reviewer": at, "basis": _where(limit.citation)}
    )


def _administrative(law: Law, on: date, reconsideration_at: str, not_performed: bool) -> Message:
    asking = law.parameter("reconsideration_days", on)
    suing = law.parameter("litigation_months", on)
    at: str | Message = reconsideration_at or Message("law.party.same-level-government")
    params = {"days": asking.value, "government": at, "basis": _where(asking.citation)}
    if not_performed:
        first = _where(law.cite("reconsideration_first", on))
        return Message("law.remedy.reconsideration-first", {**params, "first": first})
    court = Message("law.party.court")
    suit = {"months": suing.value, "court": court, "suit_basis": _where(suing.citation)}
    return Message("law.remedy.path-answer", {**params, **suit})
