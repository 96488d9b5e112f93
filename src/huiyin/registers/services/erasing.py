"""What the registers hold of a matter is erased with it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from huiyin.cases import keeping
from huiyin.foundation.outbox import Told
from huiyin.registers.models import ClosedFile, Entry, Item


def of_petition(told: Told, _at: datetime) -> None:
    """Erase the words of a matter's items once nobody is left in it; twice does no harm.

    A directive goes when it was about erased matters only: until then it still speaks of somebody else's.
    """
    matter = told.params.get("matter")
    if keeping.held().filter(pk=matter or 0).exists():
        return
    held = keeping.held().filter(directives=OuterRef("pk"))
    about = Q(matter=matter) | Q(~Exists(held), register="directive", matters=matter)
    items = list(Item.objects.filter(about).values_list("pk", flat=True))
    Entry.objects.filter(item__in=items).update(words_sealed=b"")
    Item.objects.filter(pk__in=items).update(key=b"", words_sealed=b"")
    ClosedFile.objects.filter(matter=matter).update(reason_sealed=b"")
