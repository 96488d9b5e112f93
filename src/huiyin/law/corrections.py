"""What correcting acts make of the acts before them: which stand, as what, and whether their order holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.errors import Refused
from huiyin.law.acts import KINDS, Act
from huiyin.law.entries import read_act


@dataclass(frozen=True)
class AsCorrected:
    """The acts as they stand, by place, and for each act that was set right the correction that decides."""

    standing: Mapping[int, Act]
    decided_by: Mapping[int, int]


def as_corrected(acts: Sequence[Act]) -> AsCorrected:
    """Return what stands after all corrections; what was taken back is left out.

    The latest correction of an act decides, and one that was itself taken back says nothing, so that taking
    a correction back always gives what stood before it. Raises Refused for what cannot have happened: an
    unknown act, one before the receipt, days out of order, a correction of an act that is not there.
    """
    _check_kinds(acts)
    standing, decided_by = dict(enumerate(acts)), dict[int, int]()
    for index in [place for place, act in enumerate(acts) if act.kind == "corrected"][::-1]:
        act = standing.get(index)
        if act is None:
            continue  # a later correction took this one back
        target = act.get("index")
        if not isinstance(target, int) or not 0 <= target < index:
            raise Refused("law.refused.correction", index=index, target=target)
        if act.day < (wrong := acts[target]).day:
            raise Refused(
                "law.refused.out-of-order", act=act.kind, index=index, day=act.day, before=wrong.day
            )
        if target in decided_by:
            continue  # a later correction says what this act is
        decided_by[target] = index
        instead = act.get("instead")
        if isinstance(instead, Mapping):
            instead = read_act(instead, target)
        if isinstance(instead, Act):
            standing[target] = instead
        else:
            del standing[target]
    _check_order(standing, corrected=bool(decided_by))
    return AsCorrected(standing, decided_by)


def last_day(acts: Sequence[Act]) -> date:
    """Return the day of the last act that stands: before it nothing can be entered any more.

    A correction is no step of the matter, and an act that was taken back is none either.
    """
    if not any(act.kind == "corrected" for act in acts):
        return acts[-1].day
    return max(act.day for act in as_corrected(acts).standing.values() if act.kind != "corrected")


def _check_kinds(acts: Sequence[Act]) -> None:
    if not acts:
        raise Refused("law.refused.no-acts")
    for index, act in enumerate(acts):
        if act.kind not in KINDS:
            raise Refused("law.refused.unknown-act", act=act.kind, index=index, known=tuple(KINDS))


def _check_order(standing: Mapping[int, Act], *, corrected: bool) -> None:
    """Refuse a matter without its receipt, and days out of order; say which act and what to do."""
    before: date | None = None
    for index, act in standing.items():
        if act.kind == "corrected":
            continue
        if before is None and act.kind != "received":
            if corrected:
                raise Refused("law.refused.receipt-corrected")
            raise Refused("law.refused.before-receipt", act=act.kind, index=index)
        if before is not None and act.day < before:
            raise Refused("law.refused.out-of-order", act=act.kind, index=index, day=act.day, before=before)
        before = act.day
    if before is None:
        raise Refused("law.refused.receipt-corrected")
