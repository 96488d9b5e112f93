"""What the timeline of a matter says of corrections, and which acts the reader may set right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.base.messages import Message
from huiyin.cases.correcting import WORDS, has_power, whose
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Correction, Matter
from huiyin.cases.rules.corrections import never
from huiyin.cases.wrong import glances, office_of, root_of
from huiyin.foundation import crypto
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class Mark:
    """What is to be said beside an act: what became of it, or, of a correction, what it says and why.

    `day` and `fields` are what stands of an act, None once it was taken back.
    An act that others may set right says who: `corrected_by`, at the office that entered it.
    `corrects` is the position of the act that a correction sets right; `over` that a later one did so again.
    """

    standing: bool = True
    changed: bool = False
    over: bool = False
    day: date | None = None
    fields: Mapping[str, Any] | None = None
    corrects: int | None = None
    words: str = ""
    may_correct: bool = False
    entered_at: str = ""
    corrected_by: Message | None = None


def marks(actor: Actor, matter: Matter, acts: Sequence[Act]) -> list[Mark]:
    """Return what to say beside each act of a matter, in their order."""
    now = {act.position: act for act in in_force(acts)}
    wrongs, reasons = glances(matter, acts), _reasons(matter, acts)
    power: dict[tuple[str, int], bool] = {}
    found = []
    for act, wrong in zip(acts, wrongs, strict=True):
        root, stands = root_of(acts, act), now.get(act.position)
        key = (root.kind, office_of(acts, root))
        if key not in power:
            power[key] = has_power(actor, matter.pk, *key)
        open_to_all = matter.filed_on is None and never(wrong) is None
        others = open_to_all and not power[key] and wrong.standing
        found.append(
            Mark(
                standing=wrong.standing,
                changed=stands is not None and (stands.day, stands.fields) != (act.day, act.fields),
                over=wrong.standing and wrong.over,
                day=stands.day if stands else None,
                fields=stands.fields if stands else None,
                corrects=int(act.fields["index"]) + 1 if act.kind == "corrected" else None,
                words=reasons.get(act.pk, ""),
                may_correct=power[key] and open_to_all,
                entered_at=act.office.name if others else "",
                corrected_by=whose(root.kind)["permission"] if others else None,
            )
        )
    return found


def _reasons(matter: Matter, acts: Sequence[Act]) -> Mapping[int, str]:
    """Return the reasons in words by correcting act; none once the matter was erased."""
    if not matter.key or not any(act.kind == "corrected" for act in acts):
        return {}
    key = crypto.open_key(matter.key)
    rows = Correction.objects.filter(act__matter=matter).values_list("act", "words_sealed")
    return {act: crypto.unseal_text(key, words, about=WORDS) for act, words in rows if words}
