"""What a list of matters is narrowed to: the filters somebody chose, as one condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q

from huiyin.cases.models import Matter, Petition
from huiyin.cases.queries.owed import due_when, falls_to
from huiyin.cases.queries.scope import IN_REVIEW
from huiyin.cases.rules.given import number_given
from huiyin.orgs.rules import Actor

SEARCHED = 100_000  # of the newest matters, for what no index finds
DUE = ("overdue", "newly", "earlier", "today", "week", "later", "none")
# What somebody chooses from a list: one of it, or several.
Some = str | Sequence[str]


@dataclass(frozen=True)
class Wanted:
    """Filters of a list; empty means no restriction, several of one sort mean any of them."""

    stage: Some = ""
    kind: Some = ""
    own: bool = False  # what falls to the officer in person
    mine: bool = False  # what was given to the officer
    unsorted: bool = False
    in_review: bool = False
    active: bool | None = None
    due: Some = ""
    number: str = ""
    office: int | None = None  # one of those in sight
    offices: Sequence[int] = ()
    channel: Some = ""
    path: Sequence[int] = ()
    division: Some = ""
    nature: Some = ""
    repeated: bool = False  # others were joined to it
    joint: bool = False
    since: date | None = None  # received from that day on
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        """Return whether a list is narrowed by what an index of its own finds."""
        return bool(self.stage or self.kind or self.unsorted or self.mine or self.own or self.due)

    @property
    def looked_for(self) -> bool:
        """Return whether something is asked that no index finds: then only the newest are looked at."""
        around = (self.channel, self.path, self.division, self.nature, self.since, self.until)
        return bool(any(around) or self.repeated or self.joint)


def asked(actor: Actor, wanted: Wanted, today: date) -> Q:
    """Return the filters as a condition; what an actor may see is asked besides."""
    found = _of_the_matter(wanted)
    if wanted.own:
        found &= falls_to(actor)
    if wanted.mine:
        found &= Q(handler_id__in=actor.people)
    if wanted.in_review:
        found &= Q(stage__in=IN_REVIEW)
    if wanted.number:
        found &= _named(wanted.number)
    if wanted.looked_for:
        found &= _around(wanted) & Q(pk__gt=newest_key() - SEARCHED)
    if due := _several(wanted.due):
        when = Q()
        for one in due:
            when |= due_when(one, today)
        found &= Q(active=True) & when
    return found


def _several(chosen: Some) -> Sequence[str]:
    return ([chosen] if chosen else []) if isinstance(chosen, str) else list(chosen)


def _any(column: str, chosen: Some) -> Q:
    several = _several(chosen)
    if len(several) == 1:
        return Q(**{column: several[0]})
    return Q(**{f"{column}__in": several}) if several else Q()


def _of_the_matter(wanted: Wanted) -> Q:
    found = _any("stage", wanted.stage) & _any("kind", wanted.kind)
    if wanted.unsorted:
        found &= Q(kind="")
    if wanted.office is not None:
        found &= Q(office_id=wanted.office)
    if wanted.offices:
        found &= Q(office_id__in=wanted.offices)
    if wanted.active is not None:
        found &= Q(active=wanted.active)
    return found


def _around(wanted: Wanted) -> Q:
    """Return what is asked of a matter's path, place and days, and of the petitions on it."""
    found = _any("division", wanted.division) & _any("nature", wanted.nature)
    if wanted.path:
        found &= Q(path__in=wanted.path)
    if wanted.since:
        found &= Q(received_on__gte=wanted.since)
    if wanted.until:
        found &= Q(received_on__lte=wanted.until)
    petitions = Petition.objects.filter(matter=OuterRef("pk"))
    if wanted.channel:
        found &= Q(Exists(petitions.filter(_any("channel", wanted.channel))))
    if wanted.joint:
        found &= Q(Exists(petitions.filter(persons__gt=1)))
    if wanted.repeated:
        found &= Q(Exists(Matter.objects.filter(joined_to=OuterRef("pk"))))
    return found


def _named(words: str) -> Q:
    """Return what finds a matter by its number, among all, or by part of number or headline among the newest.

    Looking for a part reads every row; how far back it goes is limited.
    """
    part = Q(number__contains=words) | Q(headline__contains=words)
    return Q(number__in={words, number_given(words)}) | (Q(pk__gt=newest_key() - SEARCHED) & part)


def newest_key() -> int:
    """Return the key of the newest matter, nought without one."""
    return int(Matter.objects.aggregate(last=Max("pk"))["last"] or 0)
