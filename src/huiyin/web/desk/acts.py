"""The acts of a matter in words: what each says, what it said before it was set right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.base.messages import Message
from huiyin.cases.queries.matter import ActRow
from huiyin.foundation.wording import has, say
from huiyin.web.templatetags.wording import day, lang

_CODED = {
    "path": "law.path_name",
    "result": "step.result",
    "ground": "step.ground",
    "channel": "channel",
    "how": "service.how",
}


@dataclass(frozen=True)
class ActShown:
    """An act on the timeline with its facts in words, as they are right now.

    `was` is what an act that was set right said before; `about` the act that a correction sets right.
    """

    row: ActRow
    facts: Sequence[tuple[str, str]]
    was: Sequence[tuple[str, str]] = ()
    about: ActRow | None = None

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
    return [
        ActShown(
            row=row,
            facts=act_facts(row.mark.fields or row.fields, offices),
            was=[(_("日期"), day(row.day)), *act_facts(row.fields, offices)] if row.mark.changed else (),
            about=by_position.get(row.mark.corrects or 0),
        )
        for row in rows
    ]


def act_facts(fields: Mapping[str, Any], offices: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Return the facts of an act in words: codes become names, what only the law floor needs is left out."""
    labels = {
        "channel": _("渠道"),
        "how": _("方式"),
        "spokespersons": _("走访代表人数"),
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
        elif name == "execute_by" and value:
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
