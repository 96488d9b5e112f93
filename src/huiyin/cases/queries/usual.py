"""Who handled the last matter of a kind at an office: proposed for the next one, with that as the reason."""

from collections.abc import Collection, Mapping

from huiyin.cases.models import Matter

_LOOKED_AT = 200  # of the newest matters of these kinds


def usual_hands(office: int, kinds: Collection[str]) -> Mapping[str, int]:
    """Return for each kind the colleague who was given the latest matter of it; nobody is counted."""
    rows = Matter.objects.filter(office_id=office, kind__in=kinds, handler__isnull=False, restricted=False)
    found: dict[str, int] = {}
    for kind, handler in rows.order_by("-pk").values_list("kind", "handler_id")[:_LOOKED_AT]:
        found.setdefault(kind, handler)
    return found
