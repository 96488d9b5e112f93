"""Who sees which talk record and which event."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.base.errors import NotAllowed
from huiyin.cases.models import Matter
from huiyin.cases.queries.scope import one, visible
from huiyin.orgs.rules import Actor
from huiyin.reception.models import Talk, UrgentEvent


def receiving(actor: Actor) -> int:
    """Return the office whose desk the actor works at. Raises NotAllowed for somebody of no desk."""
    here = actor.offices("petition.register")
    if not here:
        raise NotAllowed("reception.not_at_a_desk")
    return actor.office if actor.office in here else min(here)


def talks_seen(actor: Actor, matter: int | None = None) -> QuerySet[Talk]:
    """Return the talk records an actor may open, all or those that led to one matter.

    A record that led to a matter is seen by who sees the matter, at the desk's office. Before that, and until
    it is signed, it belongs to the officer who writes it, and to those named for possible accusations there:
    what is said at a desk may accuse a colleague (信访工作条例 art 30).
    """
    here = actor.offices("matter.read")
    registered = Q(matter__in=visible(actor) if matter is None else one(actor, matter), office_id__in=here)
    if matter is not None:
        here_or_mine = registered | Q(by_id=actor.staff, signed="", office_id__in=here)
        return Talk.objects.filter(here_or_mine, matter_id=matter)
    begun = Q(by_id=actor.staff) & (Q(matter__isnull=True) | Q(signed=""))
    named = Q(matter__isnull=True, office_id__in=actor.offices("matter.read_restricted"))
    return Talk.objects.filter(registered | (begun & Q(office_id__in=here)) | named)


def events_seen(actor: Actor) -> QuerySet[UrgentEvent]:
    """Return the events of the offices an actor reads for, but none with an accusation hidden from it."""
    hidden = Matter.objects.filter(urgent_events=OuterRef("pk"), restricted=True).exclude(
        office_id__in=actor.offices("matter.read_restricted")
    )
    return UrgentEvent.objects.filter(~Exists(hidden), office_id__in=actor.offices("matter.read"))
