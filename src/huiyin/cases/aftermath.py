"""What a correction changes besides the acts: letters, services, the petition's day, path and office."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from huiyin.cases.correcting import Plan
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Correction, Letter, Matter, Petition, Service
from huiyin.cases.wrong import Found, served_letter
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor

_KEPT = "correction.kept"
Kept = Mapping[str, Any]


def go_back(matter: Matter, office: int | None) -> None:
    """Let a matter go back to the office that had passed it on; nobody has it in hand there yet."""
    if office is None:
        return
    matter.office_id, matter.handler_id = office, None
    matter.save(update_fields=["office", "handler"])
    matter.refresh_from_db(fields=["office"])


def bring_in_line(matter: Matter, acts: Sequence[Act], plan: Plan, *, by: Actor, at: datetime) -> Kept:
    """Bring what other tables hold in line with the acts as they stand now; return what they held before.

    Everything follows from the acts, so taking a correction back brings back what it had changed. Only what
    was thrown away has to be kept with the correction.
    """
    root = plan.found.root
    now = next((act for act in in_force(acts) if act.position == root.position), None)
    if root.letter_id is not None:
        _letter(root.letter_id, now, by=by, at=at)
    if root.kind == "accepted":
        matter.path = plan.after.state.path
        matter.save(update_fields=["path"])
    if root.kind == "received" and now is not None:
        _petition(matter, now)
    if root.kind == "served":
        return _service(matter, acts, plan.found, now, by=by, at=at)
    return {}


def _letter(letter_id: int, now: Act | None, *, by: Actor, at: datetime) -> None:
    """Let a letter whose act never happened be void: its number stays taken, nobody reads or serves it."""
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    void = now is None
    if void != letter.discarded:
        action = "letter.void" if void else "letter.restore"
        audit.record(action, actor=by.label, about=f"letter:{letter.pk}", at=at)
    facts = letter.act_fields if now is None else now.fields
    Letter.objects.filter(pk=letter.pk).update(discarded=void, act_fields=facts, changed=at)


def _petition(matter: Matter, received: Act) -> None:
    """Let the first petition of a matter say the day and channel on which it is now known to have come."""
    first = Petition.objects.filter(matter=matter).order_by("id").first()
    if first is not None:
        channel = received.fields.get("channel") or first.channel
        Petition.objects.filter(pk=first.pk).update(received_on=received.day, channel=channel)


def _service(
    matter: Matter, acts: Sequence[Act], found: Found, now: Act | None, *, by: Actor, at: datetime
) -> Kept:
    """Let the record of service say what the act says: its day and way, gone, or there again."""
    letter = served_letter(acts, found.root)
    if letter is None:
        return {}
    service = Service.objects.filter(letter=letter).order_by("id").first()
    about, kept = f"letter:{letter.pk}", dict[str, Any]()
    if now is None and service is not None:
        kept = _kept(matter, service)
        service.delete()
        audit.record("service.take_back", actor=by.label, about=about, at=at)
    elif now is not None and service is None:
        _put_back(matter, letter, now, _kept_by(matter, found.act))
        audit.record("service.put_back", actor=by.label, about=about, at=at)
    elif now is not None and service is not None:
        Service.objects.filter(pk=service.pk).update(day=now.day, how=now.fields.get("how", service.how))
        audit.record("service.correct", actor=by.label, about=about, at=at)
    return kept


def _kept(matter: Matter, service: Service) -> dict[str, Any]:
    receipt = bytes(service.receipt_sealed)
    said = crypto.unseal_text(crypto.open_key(matter.key), receipt, about="receipt") if receipt else ""
    return {
        "petition": service.petition_id,
        "by": service.by_id,
        "entered": service.entered.isoformat(),
        "receipt": said,
    }


def _put_back(matter: Matter, letter: Letter, now: Act, kept: Kept) -> None:
    first = Petition.objects.filter(matter=matter).order_by("id").values_list("pk", flat=True)[0]
    key = crypto.open_key(matter.key)
    Service.objects.create(
        letter=letter,
        petition_id=kept.get("petition", first),
        how=now.fields.get("how", "hand"),
        day=now.day,
        by_id=kept.get("by", now.by_id),
        entered=datetime.fromisoformat(kept["entered"]) if "entered" in kept else now.entered,
        receipt_sealed=crypto.seal_text(key, kept.get("receipt", ""), about="receipt"),
    )


def _kept_by(matter: Matter, correction: Act) -> Kept:
    """Return what a correction that is taken back had kept of other tables."""
    row = Correction.objects.filter(act=correction).first()
    if row is None or not row.kept_sealed:
        return {}
    return dict(json.loads(crypto.unseal_text(crypto.open_key(matter.key), row.kept_sealed, about=_KEPT)))


def sealed(matter: Matter, kept: Kept) -> bytes:
    """Return what was kept, sealed under the matter's key; it may name who received a letter."""
    if not kept:
        return b""
    return crypto.seal_text(crypto.open_key(matter.key), json.dumps(kept, ensure_ascii=False), about=_KEPT)
