"""The acts of a matter in words: what each says, what it said before it was set right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.base.messages import Message
from huiyin.cases.queries.matter import ActRow
from huiyin.cases.queries.passed import PassedOn
from huiyin.foundation.wording import has, say
from huiyin.web.templatetags.wording import day, lang

_CODED = {
    "path": "law.path_name",
    "result": "step.result",
    "ground": "step.ground",
    "channel": "channel",
    "how": "service.how",
    "kind": "step.kind",
}


Moment = tuple["ActShown | None", PassedOn | None]


@dataclass(frozen=True)
class ActShown:
    """An act on the timeline with its facts in words, as they are right now.

    `was` is what an act that was set right said otherwise before; `about` the act that a correction sets
    right, and `said` what it makes of it.
    """

    row: ActRow
    facts: Sequence[tuple[str, str]]
    was: Sequence[tuple[str, str]] = ()
    about: ActRow | None = None
    said: Sequence[tuple[str, str]] = ()

    @property
    def day(self) -> date:
        """Return the day on which the act happened, as far as it is known now."""
        return self.row.mark.day or self.row.day

    @property
    def undoes(self) -> bool:
        """Return whether a correction takes an act back rather than saying it otherwise."""
        return self.about is not None and not self.row.fields.get("instead")


def acts_shown(rows: Sequence[ActRow], offices: Mapping[str, str]) -> list[ActShown]:
    """Return the acts of a matter with their facts in words."""
    by_position = {row.position: row for row in rows}
    return [_shown(row, by_position.get(row.mark.corrects or 0), offices) for row in rows]


def course(acts: Sequence[ActShown], passed: Sequence[PassedOn]) -> list[Moment]:
    """Return what happened to a matter in order: its acts, and between them who had it from then on."""
    waiting, found = list(passed), list[Moment]()
    for act in acts:
        while waiting and waiting[0].at < act.row.entered:
            found.append((None, waiting.pop(0)))
        found.append((act, None))
    return found + [(None, one) for one in waiting]


def _shown(row: ActRow, about: ActRow | None, offices: Mapping[str, str]) -> ActShown:
    mark, instead = row.mark, dict(row.fields.get("instead") or {})
    facts = act_facts(mark.fields or row.fields, offices)
    was = _dated(row.day, row.fields, offices) if mark.changed else []
    now = _dated(mark.day or row.day, mark.fields or row.fields, offices)
    said = _dated(instead.pop("day"), instead, offices) if instead else []
    return ActShown(row, facts, [one for one in was if one not in now], about, said)


def _dated(on: date | str, fields: Mapping[str, Any], offices: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(_("日期"), day(on)), *act_facts(fields, offices)]


def act_facts(fields: Mapping[str, Any], offices: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Return the facts of an act in words: codes become names, what only the law floor needs is left out."""
    labels = {
        "channel": _("渠道"),
        "how": _("方式"),
        "spokespersons": _("走访代表人数"),
        "kind": _("转送还是交办"),
        "contactable": _("联系方式"),
        "body": _("决定机关"),
        "number": _("文号"),
    }
    out: list[tuple[str, str]] = []
    for name, value in fields.items():
        if name in _CODED:
            code = f"{_CODED[name]}.{value}"
            said = (
                say(code, lang()) if has(code) else str(value)
            )  # history says some grounds in its own words
        elif name == "to":
            said = offices.get(str(value), str(value))
        elif name in {"execute_by", "report_by"} and value:
            said = day(date.fromisoformat(str(value)))
        elif name == "contactable":
            said = _("未留") if value is False else ""
        elif name in {"days", "spokespersons", "body", "number"}:
            said = str(value)
        else:
            continue
        if said:
            out.append((labels.get(name) or say(Message(f"step.field.{name}"), lang()), said))
    return out
