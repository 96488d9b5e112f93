"""What others did to a matter a moment ago: for whoever typed in one window while it changed in another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.cases.models import Letter
from huiyin.cases.queries.scope import one
from huiyin.foundation import audit
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

LATELY = timedelta(hours=12)
SHOWN = 3
_LOOKED_AT = 40
# Who only looked changed nothing.
_LOOKING = frozenset(
    {
        "matter.read",
        "file.read",
        "file.download",
        "letter.read",
        "letter.download",
        "person.unmask",
        "matter.print",
    }
)


@dataclass(frozen=True)
class Change:
    """One thing somebody did: when, who (a name, or `petitioner`, `system`, `self`), what."""

    at: datetime
    who: str
    action: str


def meanwhile(actor: Actor, matter_id: int, *, at: datetime) -> Sequence[Change]:
    """Return the latest changes to a matter the actor has open, the newest first; reading is none."""
    if not one(actor, matter_id).exists():
        return []
    drafts = Letter.objects.filter(matter_id=matter_id).order_by("-pk").values_list("pk", flat=True)[:SHOWN]
    found = [
        entry
        for about in (f"matter:{matter_id}", *(f"letter:{key}" for key in drafts))
        for entry in audit.entries(audit.Asked(about=about), size=_LOOKED_AT)
        if entry.action not in _LOOKING and entry.at > at - LATELY
    ]
    names = orgs.names() if found else {}
    latest = sorted(found, key=lambda entry: entry.id, reverse=True)[:SHOWN]
    return [Change(entry.at, _who(entry.actor, actor, names), entry.action) for entry in latest]


def _who(label: str, actor: Actor, names: orgs.Names) -> str:
    if label == actor.label:
        return "self"
    return names[label][0] if label in names else label
