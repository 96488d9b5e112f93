"""A leading matter and those joined to it: who petitions there, what each of them sees and was handed."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.base.clock import local_day
from huiyin.cases import persons
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Joining, Letter, Matter, Petition, Service

# Nobody can be written to, so no letter is owed; the petition is handled like any other.
NOT_CONTACTABLE = Q(kind="received", fields__contactable=False)
# What of the leading matter concerns its own petitioner only.
OF_ITS_PETITIONER = frozenset({"received", "told", "served", "withdrawn"})
# The decisions that go to every petitioner of the group, as soon as they are handed over.
ANSWERS = frozenset({"opinion_issued", "answered", "review_decided", "rereview_decided"})
_NOWHERE = 10_000  # the place of no act: such a service counts for nothing


def leading(petition: Petition) -> Matter:
    """Return the matter where a petition is handled: its own, or the one its own was joined to."""
    head = petition.matter.joined_to_id
    if head is None:
        return petition.matter
    return Matter.objects.select_related("office__superior").get(pk=head)


def petitions_of(head: int) -> QuerySet[Petition]:
    """Return the petitions that are answered at a matter: its own and those of the matters joined to it."""
    return Petition.objects.filter(Q(matter=head) | Q(matter__joined_to=head))


def reaches_nobody() -> Q:
    """Return what is true of letters of a matter with one petition whose writer cannot be reached."""
    silent = Act.objects.filter(NOT_CONTACTABLE, matter=OuterRef("matter"))
    others = Matter.objects.filter(joined_to=OuterRef("matter"))
    return Q(Exists(silent)) & ~Q(Exists(others))


def joined_on(matter: Matter) -> date | None:
    """Return the day on which a matter was joined to the one that leads it, or None."""
    found = Joining.objects.filter(matter=matter, undone_at__isnull=True).values_list("at", flat=True).first()
    return local_day(found) if found else None


def served_to(petition: Petition) -> Mapping[int, Service]:
    """Return how each letter was handed to who wrote the petition, by letter."""
    before = Service.objects.filter(letter=OuterRef("letter"), pk__lt=OuterRef("pk"))
    rows = Service.objects.filter(petition=petition).annotate(after_another=Exists(before))
    return {s.letter_id: s for s in rows}


def as_served(acts: Sequence[Act], services: Mapping[int, Service]) -> list[Act]:
    """Return the acts as they are for one petitioner: decisions count as served on that petitioner's own day.

    A decision that was handed to others only has not reached this one, so no limit runs yet. The act tells of
    the first to whom it was handed; a correction of it, too.
    """
    letters = {place: act.letter_id for place, act in enumerate(acts)}
    return [_for_one(act, letters, services) for act in acts]


def _for_one(act: Act, letters: Mapping[int, int | None], services: Mapping[int, Service]) -> Act:
    if act.kind == "served":
        return _as_served(act, letters, services)
    instead = act.fields.get("instead") if act.kind == "corrected" else None
    if not instead or instead.get("act") != "served":
        return act
    said = {name: value for name, value in instead.items() if name not in {"act", "day"}}
    right = Act(kind="served", day=date.fromisoformat(instead["day"]), fields=said)
    own, mine = _as_served(right, letters, services), copy(act)
    mine.fields = {**act.fields, "instead": {"act": "served", "day": own.day.isoformat(), **own.fields}}
    return mine


def _as_served(act: Act, letters: Mapping[int, int | None], services: Mapping[int, Service]) -> Act:
    letter = letters.get(act.fields.get("of", -1))
    if letter is None:
        return act
    mine, own = copy(act), services.get(letter)
    if own is not None and not getattr(own, "after_another", False):
        return act
    if own is None:
        mine.fields = {**act.fields, "of": _NOWHERE}
    else:
        mine.day, mine.fields = own.day, {**act.fields, "how": own.how}
    return mine


def course_of(own: Sequence[Act], led: Sequence[Act], services: Mapping[int, Service]) -> list[Act]:
    """Return the steps that the petitioner of a joined matter sees: the own and those of the leading one.

    What the leading matter's own petitioner was told or handed is that person's affair.
    """
    stands = in_force(as_served(led, services))
    shown = [act for act in stands if act.kind not in OF_ITS_PETITIONER]
    handed = [act for act in stands if act.kind == "served" and act.fields.get("of") != _NOWHERE]
    return sorted([*in_force(own), *shown, *handed], key=lambda act: act.day)


def readable_by(petition: Petition) -> QuerySet[Letter]:
    """Return the signed letters a petitioner may read: those of the own matter, and answers handed over.

    The letters of a matter go to who began it; whoever came to it later reads what was handed to them. To
    whom nobody can hand anything, an answer is open by the query code once others have it.
    """
    head = petition.matter.joined_to_id
    own = Q(matter=petition.matter_id)
    if not _began(petition):
        own &= Q(services__petition=petition)
    handed = Q(matter=head, act__in=ANSWERS, services__petition=petition)
    if head and Act.objects.filter(NOT_CONTACTABLE, matter=petition.matter_id).exists():
        handed = Q(matter=head, act__in=ANSWERS, services__isnull=False)
    which = own | handed if head else own
    return Letter.objects.filter(which, number__isnull=False, discarded=False).distinct()


def _began(petition: Petition) -> bool:
    """Return whether a matter began with this petition, or with another one of the same person."""
    rows = Petition.objects.filter(matter=petition.matter_id).select_related("person")
    first = rows.order_by("pk").first()
    return first is None or first.pk == petition.pk or persons.one_person(first.person, petition.person)


def answer_before(petition: Petition, kind: str) -> date | None:
    """Return the day on which the decision to be reviewed reached this petitioner, or None."""
    acts = ("opinion_issued", "answered") if kind == "review_asked" else ("review_decided",)
    found = Service.objects.filter(petition=petition, letter__act__in=acts).order_by("-letter")
    return found.values_list("day", flat=True).first()
