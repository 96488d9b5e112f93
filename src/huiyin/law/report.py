"""The answer of `huiyin law due`: a matter's acts in; stage, flaws, deadlines and next acts out, in words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from huiyin.base.citation import Citation
from huiyin.base.errors import Invalid, Refused
from huiyin.base.messages import Message
from huiyin.law.acts import NATURES, OFFICES
from huiyin.law.calendar import Calendar
from huiyin.law.deadlines import Deadline, due, late_flaws
from huiyin.law.entries import read_act, read_day
from huiyin.law.lifecycle import fold
from huiyin.law.parameters import NATIONAL, Law, jurisdictions, law_of
from huiyin.law.state import Flaw

_MOST_ACTS = 10_000

Say = Callable[[Message], str]


def due_report(spec: Any, *, say: Say, today: date, calendar: Calendar | None = None) -> dict[str, Any]:
    """Return the stage, flaws, deadlines and next acts of the matter that `spec` describes.

    `say` puts a message into words; `today` stands in for a missing `as_of`. Raises Refused for input that
    cannot be read or cannot have happened.
    """
    if not isinstance(spec, Mapping):
        raise Refused("law.refused.spec-not-mapping")
    law = _law(spec.get("jurisdiction") or NATIONAL)
    days = calendar or Calendar()
    as_of = read_day(spec["as_of"], act="as_of", index="") if spec.get("as_of") is not None else today
    entries = spec.get("acts")
    if not isinstance(entries, list) or not entries:
        raise Refused("law.refused.no-acts")
    if len(entries) > _MOST_ACTS:
        raise Refused("law.refused.too-many-acts", most=_MOST_ACTS)
    acts = [read_act(entry, index) for index, entry in enumerate(entries)]
    state = fold(
        acts,
        office=_one_of(spec, "office", OFFICES),
        nature=_one_of(spec, "nature", NATURES),
        law=law,
        calendar=days,
        as_of=as_of,
        imported=spec.get("provenance") == "imported",
    )
    deadlines = due(state, law, days, as_of=as_of)
    flaws = sorted((*state.flaws, *late_flaws(state, deadlines)), key=lambda f: f.index)
    return {
        "stage": state.stage,
        "flaws": [_flaw(flaw, say) for flaw in flaws],
        "deadlines": [_deadline(deadline, say) for deadline in deadlines],
        "allowed": list(state.allowed),
        "blocked": {kind: say(reason) for kind, reason in state.blocked.items()},
        "blocked_codes": {kind: plain(reason) for kind, reason in state.blocked.items()},
    }


def _law(jurisdiction: Any) -> Law:
    if not isinstance(jurisdiction, str):
        raise Refused("law.refused.unknown-jurisdiction", value=str(jurisdiction)[:60], known=jurisdictions())
    return law_of(jurisdiction)


def _one_of(spec: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = spec.get(name)
    if value not in choices:
        raise Invalid(
            "law.refused.spec-choice", field=name, name=name, value=str(value)[:60], choices=choices
        )
    return str(value)


def _cited(citation: Citation) -> dict[str, str]:
    return {"instrument": citation.instrument, "article": citation.article}


def _flaw(flaw: Flaw, say: Say) -> dict[str, Any]:
    return {
        "act": flaw.act,
        "index": flaw.index,
        "code": flaw.code,
        "params": plain(flaw.reason)["params"],
        "reason": say(flaw.reason),
        **_cited(flaw.citation),
        "effect": say(flaw.effect),
    }


def _deadline(deadline: Deadline, say: Say) -> dict[str, Any]:
    return {
        "duty": deadline.duty,
        "owed_by": deadline.owed_by,
        "due": _day(deadline.due),
        "unrolled": _day(deadline.unrolled),
        "unit": deadline.unit,
        **_cited(deadline.citation),
        "status": deadline.status.value,
        "provisional": deadline.provisional,
        "state": deadline.state,
        "started": _day(deadline.started_on),
        "discharged": _day(deadline.discharged_on),
        "why": [say(step) for step in deadline.why],
        "steps": [plain(step) for step in deadline.why],
        "changes": [say(change) for change in deadline.changes],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def plain(message: Message) -> dict[str, Any]:
    """Return a message as code and parameters that JSON can carry."""
    return {"code": message.code, "params": {k: _plain_value(v) for k, v in message.params.items()}}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Message):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain_value(v) for v in value]
    return value
