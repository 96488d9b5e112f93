"""What was entered on the items somebody leads or answers for, since a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from huiyin.registers.models import Entry


def entered_since(items: Collection[int], *, since: date) -> Mapping[int, Sequence[tuple[date, str]]]:
    """Return for each item what was entered since a day, the latest first: day and kind of entry.

    For items that whoever asks has in sight already.
    """
    found: dict[int, list[tuple[date, str]]] = {}
    rows = Entry.objects.filter(item_id__in=items, day__gte=since).order_by("-id")
    for item, day, kind in rows.values_list("item_id", "day", "kind"):
        found.setdefault(item, []).append((day, kind))
    return found
