"""`huiyin personal`: what is due for erasure, and confirming it in one go."""

import json
import sys
from datetime import date

from rich.console import Console
from rich.progress import track

from huiyin.base.clock import local_day, now
from huiyin.base.errors import NotAllowed, Refused
from huiyin.base.messages import Message
from huiyin.cases.queries import held
from huiyin.cases.queries.held import ErasureRow
from huiyin.cases.services import personal
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

_ERR = Console(stderr=True)


def show_due(*, as_json: bool) -> None:
    """List what is due by now, and print it; nothing is erased."""
    listed = personal.list_due(at=now())
    rows = held.listed()
    if as_json:
        found = [
            {"id": r.id, "numbers": r.numbers, "due_on": r.due_on and r.due_on.isoformat()} for r in rows
        ]
        print(json.dumps({"listed": listed, "due": found}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row.id}  {row.due_on}  {'、'.join(row.numbers)}")
    print(say(Message("personal.due_counted", {"count": len(rows), "listed": listed})), file=sys.stderr)


def erase_due(*, login: str, until: date | None, as_json: bool) -> None:
    """Confirm what a rule listed, each in a transaction of its own, in the name of a head."""
    actor = orgs.actor_by_login(login)
    if personal.CONFIRM not in actor.may:
        raise NotAllowed("cases.not_your_part")
    done, refused = 0, []
    rows = list(_all(actor, until))
    for row in track(rows, console=_ERR, description="erase", disable=not rows):
        try:
            done += bool(personal.confirm(row.id, by=actor, at=now()))
        except Refused as refusal:
            refused.append({"id": row.id, "why": say(refusal.message)})
    print(say(Message("personal.erased_counted", {"count": done, "refused": len(refused)})), file=sys.stderr)
    for line in refused:
        print(f"  {line['id']}: {line['why']}", file=sys.stderr)
    if as_json:
        print(json.dumps({"erased": done, "refused": refused}, ensure_ascii=False))


def _all(actor: Actor, until: date | None) -> list[ErasureRow]:
    rows: list[ErasureRow] = []
    after = 0
    while page := held.waiting(actor, after=after):
        rows += [r for r in page if r.ground == "rule" and r.may_confirm]
        after = page[-1].id
    return [r for r in rows if until is None or local_day(r.proposed_at) <= until]
