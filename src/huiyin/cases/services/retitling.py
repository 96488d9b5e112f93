"""An office words the title of a matter anew; it stands in clear in lists, so nobody is named in it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.base.errors import Invalid
from huiyin.cases import persons, spine
from huiyin.cases.models import Matter, Person
from huiyin.cases.queries.scope import behalf, require
from huiyin.cases.reading import masked_in
from huiyin.foundation import audit
from huiyin.orgs.rules import Actor
from huiyin.text import headline
from huiyin.text.summary import LONGEST


@transaction.atomic
def retitle(matter_id: int, title: str, *, version: int | None, by: Actor, at: datetime) -> None:
    """Give a matter another title, masked as an automatic one is; the petition's own words stay untouched.

    Raises Invalid for an empty or too long one, Conflict when the matter changed since it was looked at.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "matter.sort")
    spine.unchanged(matter, version)
    said = " ".join(title.split())
    if not said:
        raise Invalid("cases.headline_missing", field="headline")
    if len(said) > LONGEST:
        raise Invalid("cases.headline_too_long", field="headline", limit=LONGEST)
    line = masked_in(headline("", said), map(persons.opened, _people(matter)))
    if line == matter.headline:
        return
    Matter.objects.filter(pk=matter.pk).update(headline=line, version=F("version") + 1)
    why = behalf(by, matter, "matter.sort")
    audit.record("matter.retitle", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)


def _people(matter: Matter) -> list[Person]:
    """Return who petitions in a matter, alone, together, or by another."""
    found: dict[int, Person] = {}
    for petition in matter.petitions.select_related("person", "behalf_of"):
        behalf_of = [petition.behalf_of] if petition.behalf_of else []
        for person in (petition.person, *petition.companions.all(), *behalf_of):
            found[person.pk] = person
    return list(found.values())
