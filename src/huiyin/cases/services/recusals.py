"""Recusal (回避, 信访工作条例 art 28): who has an interest keeps out of a matter until the head lifts it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases import accusations, spine, telling
from huiyin.cases.models import Act, Matter, Recusal, Task
from huiyin.cases.queries.recusals import could_be_ordered
from huiyin.cases.queries.scope import recused_from, visible
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.recusals import ORDERED, STATED, may_order
from huiyin.cases.services import countersigning
from huiyin.foundation import audit, crypto
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

LONGEST_WORDS = 1_000


@transaction.atomic
def state(matter_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Keep out of a matter because of an interest, kinship or another reason that the law names."""
    matter = _seen(matter_id, by)
    if reason not in STATED:
        raise Invalid("cases.recusal_reason", field="reason")
    _recuse(matter, by.staff or 0, reason, by=by, at=at)


@transaction.atomic
def order(matter_id: int, staff: int, *, by: Actor, at: datetime) -> None:
    """Order a colleague to keep out of a matter; for the head of the office, or of the one above it."""
    matter = _seen(matter_id, by)
    _only_heads(by, matter)
    if staff not in {c.id for c in could_be_ordered(matter.office_id, matter.office.superior_id)}:
        raise Invalid("cases.not_a_colleague", field="staff")
    _recuse(matter, staff, ORDERED, by=by, at=at)


def _seen(matter_id: int, by: Actor) -> Matter:
    matter = spine.locked(matter_id)
    if by.staff is None or not visible(by).filter(pk=matter.pk).exists():
        raise NotFound("cases.no_matter")
    return matter


def _only_heads(by: Actor, matter: Matter) -> None:
    if not may_order(by, matter.office_id, matter.office.superior_id):
        raise NotAllowed("cases.not_your_part")


def _recuse(matter: Matter, staff: int, reason: str, *, by: Actor, at: datetime) -> None:
    _made, fresh = Recusal.objects.get_or_create(
        matter=matter,
        staff_id=staff,
        lifted_at=None,
        defaults={"reason": reason, "by_id": by.staff or 0, "at": at},
    )
    if not fresh:
        return
    about = f"matter:{matter.pk}"
    audit.record("recusal.set", actor=by.label, about=about, at=at, reason=f"{reason} staff:{staff}")
    Matter.objects.filter(pk=matter.pk, handler_id=staff).update(handler=None, version=F("version") + 1)
    Task.objects.filter(matter=matter, staff_id=staff, closed_at__isnull=True).update(
        closed_at=at, closed_by_id=by.staff, withdrawn=True
    )
    countersigning.let_go_of(matter, staff, by=by, at=at)
    _hand_on_accusation(matter)
    telling.tell(matter, _heads(matter), "recusal", at=at, officer=staff)


def _hand_on_accusation(matter: Matter) -> None:
    """Let a possible accusation rest higher up when nobody is left who is named for it where it is."""
    if not matter.restricted or matter.office.superior_id is None:
        return
    named = [c.id for c in orgs.colleagues(matter.office_id, role="accusation-officer")]
    if set(named) - recused_from(matter.pk, named):
        return
    above = accusations.above(matter)
    if above is not None:
        Matter.objects.filter(pk=matter.pk).update(office_id=above, handler=None)
        matter.refresh_from_db()
        spine.index(spine.locked(matter.pk), list(Act.objects.filter(matter=matter)))


def _heads(matter: Matter) -> list[int]:
    """Return the heads to be told: of the office, or, where they keep out themselves, of the one above."""
    heads = telling.with_roles(matter.office_id, {"head"})
    free = sorted(set(heads) - recused_from(matter.pk, heads))
    return free or telling.with_roles(matter.office.superior_id, {"head"})


@transaction.atomic
def lift(recusal_id: int, words: str, *, by: Actor, at: datetime) -> int:
    """Lift a recusal for a reason that stays on file; return the matter. For heads, never one's own."""
    row = Recusal.objects.filter(pk=recusal_id).first()
    if row is None:
        raise NotFound("cases.no_matter")
    matter = _seen(row.matter_id, by)
    _only_heads(by, matter)
    if row.staff_id == by.staff:
        raise NotAllowed("cases.never_ones_own")
    words = plain(words)
    if not words:
        raise Invalid("cases.lift_words", field="words")
    sealed = crypto.seal_text(crypto.open_key(matter.key), words[:LONGEST_WORDS], about="recusal")
    if Recusal.objects.filter(pk=row.pk, lifted_at__isnull=True).update(
        lifted_at=at, lifted_by_id=by.staff, lifted_sealed=sealed
    ):
        audit.record(
            "recusal.lift", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=f"staff:{row.staff_id}"
        )
    return matter.pk
