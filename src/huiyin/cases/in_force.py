"""The acts on record as they stand after all corrections."""

from collections.abc import Sequence
from copy import copy
from datetime import date

from huiyin.cases.models import Act
from huiyin.cases.standing import law_act
from huiyin.law.corrections import as_corrected


def in_force(acts: Sequence[Act]) -> list[Act]:
    """Return the acts of a matter that stand, each as it was last set right, without the corrections."""
    if not any(act.kind == "corrected" for act in acts):
        return list(acts)
    found = as_corrected([law_act(act) for act in acts])
    return [
        said(act, acts[found.decided_by[place]] if place in found.decided_by else None)
        for place, act in enumerate(acts)
        if place in found.standing and act.kind != "corrected"
    ]


def path_accepted(acts: Sequence[Act]) -> int | None:
    """Return the path that the acceptance of the office that has the matter told, if it did."""
    last = next((a for a in reversed(in_force(acts)) if a.kind in {"accepted", "transferred"}), None)
    return last.fields.get("path") if last and last.kind == "accepted" else None


def said(act: Act, correction: Act | None) -> Act:
    """Return an act with the day and facts that a correction gives it; on record it stays as it was."""
    instead = dict(correction.fields.get("instead") or {}) if correction else {}
    if not instead:
        return act
    mine = copy(act)
    mine.kind, mine.day = instead.pop("act"), date.fromisoformat(instead.pop("day"))
    mine.fields = instead
    return mine
