"""The acts that make up a matter: who does each, what it may say, and which duties it discharges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

OFFICES = ("hrss", "petition-office")
NATURES = ("claim", "suggestion", "accusation", "inquiry")
CHANNELS = ("web", "letter", "phone", "fax", "visit", "transferred")
PATHS = (1, 2, 3, 4, 5, 6)
PETITION_PATH = 6  # the path that ends in a petition opinion (art 31 item 6)
DUTY_PATH = 5  # investigate an unlawful act or perform a duty (art 31 item 5)
RESULTS = ("support", "explain", "reject")
REVIEW_RESULTS = ("maintain", "change", "revoke")
WAYS_OF_SERVICE = ("hand", "post", "electronic", "refused")
TRANSFER_KINDS = ("transfer", "assign")


@dataclass(frozen=True, slots=True)
class Act:
    """One dated step by somebody; `day` is the local day on which it happened."""

    kind: str
    day: date
    fields: Mapping[str, Any] = field(default_factory=dict)
    office: str | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """Return one thing the act says, or the default when it says nothing about it."""
        return self.fields.get(name, default)

    def day_said(self, name: str) -> date | None:
        """Return a day the act names, whether it is held as a day or as its written form."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return date.fromisoformat(value) if value else None
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an act may say: its form, and the values it may take when there is a list."""

    name: str
    form: str  # text, day, number, count, yes-no, choice, index, replacement
    choices: tuple[Any, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class ActKind:
    """A kind of act: whose it is, what it may say, and the duties it discharges."""

    code: str
    actor: str  # office, petitioner, reviewer, rereviewer
    fields: tuple[Field, ...] = ()
    discharges: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the code of the name this kind of act goes by."""
        return f"law.act.{self.code}"


def _kind(
    code: str, *fields: Field, actor: str = "office", discharges: tuple[str, ...] = ()
) -> tuple[str, ActKind]:
    return code, ActKind(code, actor, fields, discharges)


_TO = Field("to", "text")
_REASON = Field("reason", "text")
# The day on which the decision reached the one who asks, where several petitioners were served on days of
# their own: the limit of each runs from the own day.
_SERVED_ON = Field("served_on", "day")
# Where a body outside this installation decided: its name and the number of its letter, which came on paper.
_OUTSIDE = (Field("body", "text"), Field("number", "text"))

KINDS: Mapping[str, ActKind] = dict(
    [
        _kind(
            "received",
            Field("channel", "choice", CHANNELS),
            Field("spokespersons", "count"),
            Field("contactable", "yes-no"),
            Field("accused", "text"),
            Field("by", "choice", OFFICES),
            actor="petitioner",
        ),
        _kind("told", _TO, Field("path", "choice", PATHS), Field("procedure", "text"), discharges=("tell",)),
        _kind(
            "transferred",
            _TO,
            Field("kind", "choice", TRANSFER_KINDS),
            Field("report_by", "day"),
            discharges=("tell", "forward"),
        ),
        _kind("objected", _REASON, discharges=("object",)),
        _kind("objection_upheld", _REASON, discharges=("object",)),
        _kind("accepted", Field("path", "choice", PATHS), Field("simple", "yes-no"), discharges=("tell",)),
        _kind("declined", Field("ground", "text"), discharges=("tell",)),
        _kind(
            "guided", _TO, Field("procedure", "text"), Field("accepted_there", "day"), discharges=("tell",)
        ),
        _kind("extended", Field("days", "number", required=True), _REASON, Field("approved", "yes-no")),
        _kind("hearing_opened"),
        _kind("hearing_closed"),
        _kind("mediated", Field("agreed", "yes-no")),
        _kind(
            "opinion_issued",
            Field("result", "choice", RESULTS),
            Field("execute_by", "day"),
            discharges=("conclude",),
        ),
        _kind("answered"),
        _kind("served", Field("how", "choice", WAYS_OF_SERVICE), Field("of", "index")),
        _kind("review_asked", _SERVED_ON, actor="petitioner", discharges=("ask_review",)),
        # The regulation knows no such step; the notice of it is in published forms. It moves no limit.
        _kind("review_accepted", actor="reviewer"),
        _kind(
            "review_decided",
            Field("result", "choice", REVIEW_RESULTS),
            *_OUTSIDE,
            actor="reviewer",
            discharges=("decide_review",),
        ),
        _kind("rereview_asked", _SERVED_ON, actor="petitioner", discharges=("ask_rereview",)),
        _kind("rereview_accepted", actor="rereviewer"),
        _kind(
            "rereview_decided",
            Field("result", "choice", REVIEW_RESULTS),
            *_OUTSIDE,
            actor="rereviewer",
            discharges=("decide_rereview",),
        ),
        # In review and re-examination. They stop the clock only where a local rule says so.
        _kind("papers_asked", _REASON, actor="reviewer"),
        _kind("papers_made_up", actor="petitioner"),
        _kind("experts_asked", _REASON, actor="reviewer"),
        _kind("experts_answered", actor="reviewer"),
        _kind("urgent_reported"),
        _kind("proposal_received", Field("answer_by", "day")),
        _kind("proposal_answered", discharges=("answer_proposal",)),
        _kind("executed", discharges=("execute",)),
        _kind("withdrawn", Field("confirmed", "yes-no"), actor="petitioner"),
        _kind(
            "corrected",
            Field("index", "index", required=True),
            Field("instead", "replacement"),
            _REASON,
        ),
    ]
)

PETITIONERS_ACTS = frozenset(k.code for k in KINDS.values() if k.actor == "petitioner")
