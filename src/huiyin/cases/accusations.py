"""A possible accusation goes neither to whom it accuses nor to where nobody is named to see it (art 30)."""

from huiyin.base.errors import NotAllowed
from huiyin.cases import persons
from huiyin.cases.models import Matter, Petition
from huiyin.cases.rules.offices import is_named
from huiyin.orgs import queries as orgs


def resting_place(office: int, words: str) -> int:
    """Return the office where a possible accusation rests: the nearest, upwards, with somebody named for it.

    An office that the words accuse is passed over as long as there is another. Where nobody is named anywhere
    it stays where it came in, hidden until somebody is.
    """
    tree, named = orgs.tree(), orgs.named_for_accusations()
    way: list[int] = []
    step: int | None = office
    while step is not None and step not in way:
        way.append(step)
        step = tree[step].superior
    way = [place for place in (*way, orgs.receiver().id) if place in named]
    apart = [place for place in way if not is_named(tree[place].name, words)]
    return next(iter(apart or way), office)


def refuse_towards(matter: Matter, to: str) -> None:
    """Raise NotAllowed when a possible accusation must not go to an office (by code or, outside, by name)."""
    if not matter.restricted:
        return
    office = next((o for o in orgs.offices() if o.code == to), None)
    name = office.name if office else to
    if is_named(name, _words(matter)):
        raise NotAllowed("cases.never_to_the_accused")
    if office and not orgs.colleagues(office.id, role="accusation-officer"):
        raise NotAllowed("cases.nobody_named_there", office=office.name)


def of_matter(matter: Matter) -> int:
    """Return the office where a matter rests that turned out to be a possible accusation."""
    return resting_place(matter.office_id, _words(matter))


def above(matter: Matter) -> int | None:
    """Return the nearest office above that has somebody named for accusations, or None."""
    office = orgs.office(matter.office_id)
    if office.superior is None:
        return None
    place = resting_place(office.superior, _words(matter))
    return place if place != office.id and place in orgs.named_for_accusations() else None


def _words(matter: Matter) -> str:
    petitions = Petition.objects.filter(matter=matter).select_related("person")
    return "\n".join(f"{said.title}\n{said.text}" for said in map(persons.words_of, petitions))
