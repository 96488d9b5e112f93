"""Who may do what in the exchange: colleagues by post, systems by token, the operator all."""

from collections.abc import Iterable

from huiyin.base.errors import NotAllowed, NotFound
from huiyin.exchange.models import ConnectedSystem
from huiyin.orgs.rules import SYSTEM, Actor

_GRANTS = {
    "petitions:write": ("petition.register",),
    "petitions:read": ("matter.read",),
    "matters:read": ("matter.read",),
    "persons:read": ("person.unmask",),
    "exchange:read": ("exchange.read",),
    "exchange:write": ("exchange.read", "exchange.run"),
}


def actor_for(system: ConnectedSystem, scopes: Iterable[str]) -> Actor:
    """Return a connected system as services and queries know it: within its own office, never accusations."""
    held = {permission for scope in scopes for permission in _GRANTS.get(scope, ())}
    return Actor(
        label=f"system:{system.code}",
        name=system.name,
        office=system.office_id,
        reach={permission: frozenset({system.office_id}) for permission in held},
    )


def system_of(code: str, by: Actor, *, permission: str = "exchange.run") -> ConnectedSystem:
    """Return an open system by code. Raises NotFound, also where its office is out of the actor's reach."""
    system = ConnectedSystem.objects.select_related("office").filter(code=code, closed_at=None).first()
    if system is None or not _reaches(by, system, permission):
        raise NotFound("exchange.no_system", code=code)
    return system


def _reaches(by: Actor, system: ConnectedSystem, permission: str) -> bool:
    if by == SYSTEM:
        return True
    return system.office_id in by.offices(permission) or (
        permission == "exchange.read" and system.office_id in by.offices("exchange.run")
    )


def administers(by: Actor) -> None:
    """Raise NotAllowed unless the actor looks after this installation: its administrator or operator."""
    if by != SYSTEM and "office.edit" not in by.may:
        raise NotAllowed("cases.not_your_part")
