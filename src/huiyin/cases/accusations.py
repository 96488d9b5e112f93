"""A possible accusation goes neither to whom it accuses nor to where nobody is named to see it (art 30)."""

from huiyin.base.errors import NotAllowed
from huiyin.cases import persons
from huiyin.cases.models import Matter, Petition
from huiyin.cases.rules.offices import is_named
from huiyin.orgs import queries as orgs


def refuse_towards(matter: Matter, to: str) -> None:
    """Raise NotAllowed when a possible accusation must not go to an office (by code or, outside, by name)."""
    if not matter.restricted:
        return
    office = next((o for o in orgs.offices() if o.code == to), None)
    name = office.name if office else to
    petitions = Petition.objects.filter(matter=matter).select_related("person")
    if any(is_named(name, f"{said.title}\n{said.text}") for said in map(persons.words_of, petitions)):
        raise NotAllowed("cases.never_to_the_accused")
    if office and not orgs.colleagues(office.id, role="accusation-officer"):
        raise NotAllowed("cases.nobody_named_there", office=office.name)
