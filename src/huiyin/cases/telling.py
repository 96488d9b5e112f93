"""Notices about matters: told only to staff who may know of them, and never more than a number and a code."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from huiyin.cases.models import Matter
from huiyin.cases.queries.scope import recused_from, reviewing_body, sender_of
from huiyin.foundation.outbox import Told
from huiyin.orgs import notices
from huiyin.orgs import queries as orgs

_INTAKE = frozenset({"registrar", "head"})


def may_know(matter: Matter, staff: Collection[int]) -> list[int]:
    """Return who of these may be told: not the recused; of a possible accusation only the named."""
    known = set(staff) - recused_from(matter.pk, staff)
    if matter.restricted:
        known &= {c.id for c in orgs.colleagues(matter.office_id, role="accusation-officer")}
    return sorted(known)


def tell(
    matter: Matter, staff: Collection[int], kind: str, *, at: datetime, once: str = "", **params: Any
) -> None:
    """Leave a notice about a matter for those of the staff who may know of it."""
    told = may_know(matter, staff)
    if told:
        about = f"matter:{matter.pk}"
        notices.notify(told, kind, about=about, at=at, once=once, number=matter.number, **params)


def with_roles(office: int | None, roles: Collection[str]) -> list[int]:
    """Return the active staff of an office who hold one of the roles."""
    return [c.id for c in orgs.colleagues(office) if set(roles) & set(c.roles)] if office else []


def accusation(matter: Matter, *, at: datetime) -> None:
    """Tell the officers named for it, and nobody else, that a possible accusation arrived with them."""
    named = with_roles(matter.office_id, {"accusation-officer"})
    tell(matter, named, "accusation", at=at, once=f"accusation:{matter.pk}:{matter.office_id}")


def petition_came(told: Told, at: datetime) -> None:
    """Tell of what a petition states: a possible accusation to the named, danger to whoever takes it in."""
    if not told.params.get("alarm", True):
        return
    to_tell = Q(restricted=True) | Q(urgent_until__gt=at)
    matter = Matter.objects.filter(to_tell, petitions=told.key).first()
    if matter is None:
        return
    if matter.restricted:
        accusation(matter, at=told.at)
    if matter.urgent_until and matter.urgent_until > at:
        staff = with_roles(matter.office_id, _INTAKE | {"accusation-officer"})
        tell(matter, staff, "urgent", at=told.at, once=f"urgent:{told.key}")


def act_taken(told: Told, at: datetime) -> None:
    """Tell those whose turn it is: the sender of an objection, the reviewers of a request for review.

    Where the reviewing body has nobody here, the handler and the heads of the office that answered.
    """
    act = told.params.get("act")
    if act not in {"objected", "review_asked", "rereview_asked"}:
        return
    matter = Matter.objects.select_related("office").filter(pk=told.key).first()
    if matter is None:
        return
    once = f"{act}:{matter.pk}:{told.params.get('position')}"
    if act == "objected":
        tell(matter, with_roles(sender_of(matter), _INTAKE), "objection", at=told.at, once=once)
    else:
        reviewers = with_roles(reviewing_body(matter), {"reviewer"})
        if reviewers:
            tell(matter, reviewers, "review_asked", at=told.at, once=once)
            return
        # Nobody of the reviewing body works here: the office that answered passes the request on.
        own = {*with_roles(matter.office_id, {"head"}), *([matter.handler_id] if matter.handler_id else [])}
        tell(matter, own, "review_to_forward", at=told.at, once=once)
