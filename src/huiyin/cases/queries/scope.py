"""What an actor may see: one condition that every query of matters carries."""

from django.db.models import Q, QuerySet

from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases.models import Act, Letter, Matter
from huiyin.orgs.rules import Actor

REVIEW_STAGES = ("review", "reviewed", "rereview", "final")


def visible(actor: Actor) -> QuerySet[Matter]:
    """Return the matters an actor may see.

    Those at, or registered by, an office the actor reads for; for a reviewer also those that an office under
    review was asked to have reviewed. A possible accusation is seen only by officers named for it at the
    office that has it (信访工作条例 art 30).
    """
    here = actor.offices("matter.read")
    reviews = actor.offices("matter.review")
    scope = Q(office_id__in=here) | Q(registered_at_id__in=here)
    if reviews:
        scope |= Q(office__superior_id__in=reviews, stage__in=REVIEW_STAGES)
    open_to_all = Q(restricted=False) | Q(office_id__in=actor.offices("matter.read_restricted"))
    return Matter.objects.filter(scope & open_to_all)


def seen(actor: Actor, matter_id: int) -> Matter:
    """Return one matter the actor may see. Raises NotFound, whether it is missing or hidden."""
    matter = (
        visible(actor)
        .select_related("office__superior", "registered_at", "handler")
        .filter(pk=matter_id)
        .first()
    )
    if matter is None:
        raise NotFound("cases.no_matter")
    return matter


def readable_letters(actor: Actor) -> QuerySet[Letter]:
    """Return the letters an actor may read: signed ones of visible matters, drafts only of offices read for.

    So the office under review does not read the reviewing body's draft.
    """
    mine = Q(number__isnull=False) | Q(office_id__in=actor.offices("matter.read"))
    return Letter.objects.filter(mine, discarded=False, matter__in=visible(actor))


def holds(actor: Actor, matter: Matter, permission: str) -> bool:
    """Return whether the actor holds a permission for this matter."""
    if matter.restricted and matter.office_id not in actor.offices("matter.read_restricted"):
        return False
    if permission in {"act.review", "letter.sign_review"}:
        return matter.office.superior_id in actor.offices(permission)
    if permission == "act.sender":
        return sender_of(matter) in actor.offices("act.intake")
    return matter.office_id in actor.offices(permission)


def sender_of(matter: Matter) -> int | None:
    """Return the office that passed the matter on to the one that has it, or None when nobody did."""
    sent = Act.objects.filter(matter=matter, kind="transferred").order_by("-position")
    return sent.values_list("office_id", flat=True).first()


def require_at(actor: Actor, matter: Matter, permission: str, office: int) -> None:
    """Raise NotFound when the actor may not see the matter, NotAllowed without the permission at an office.

    For letters: the reviewing body's letter, or that of an office which has passed the matter on, is that
    office's own, wherever the matter is now.
    """
    if not visible(actor).filter(pk=matter.pk).exists():
        raise NotFound("cases.no_matter")
    if office not in actor.offices(permission):
        raise NotAllowed("cases.not_your_part")


def require(actor: Actor, matter: Matter, permission: str) -> None:
    """Raise NotFound when the actor may not see the matter, NotAllowed when it may not do this to it."""
    if not visible(actor).filter(pk=matter.pk).exists():
        raise NotFound("cases.no_matter")
    if not holds(actor, matter, permission):
        raise NotAllowed("cases.not_your_part")
