"""Which items of the registers somebody may see: those of matters in sight, and the office's directives."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases.models import Matter
from huiyin.cases.queries.scope import one, visible
from huiyin.orgs.rules import Actor
from huiyin.registers.models import Item
from huiyin.registers.rules.moves import DIRECT


def items(actor: Actor, register: str = "") -> QuerySet[Item]:
    """Return the items an actor may see, of one register or of all.

    An item of a matter is seen by who sees the matter. A directive is seen where it is answered and where it
    was entered, but not where it is about a possible accusation that the actor may not see. Each item is
    looked up by itself, so that a page of a long list costs what a page of a short one does.
    """
    of_matter = Q(Exists(visible(actor).filter(pk=OuterRef("matter_id"))))
    directive = _directive(actor)
    if not register:
        return Item.objects.filter(of_matter | directive)
    return Item.objects.filter(directive if register == "directive" else of_matter, register=register)


def of_matter(actor: Actor, matter: int) -> QuerySet[Item]:
    """Return the items about one matter that the actor may see, its own and the directives that name it.

    Most matters have none: who may see which is asked only where there are some.
    """
    links = Item.matters.through.objects.filter(matter_id=matter)
    about = Item.objects.filter(Q(matter_id=matter) | Q(pk__in=links.values("item_id")))
    found = list(about.values_list("pk", flat=True))
    if not found:
        return Item.objects.none()
    return Item.objects.filter(Q(matter__in=one(actor, matter)) | _directive(actor), pk__in=found)


def _directive(actor: Actor) -> Q:
    here = actor.offices("matter.read")
    hidden = Matter.objects.filter(pk=OuterRef("matter_id"), restricted=True)
    seen = visible(actor).filter(pk=OuterRef("matter_id"))
    closed = Item.matters.through.objects.filter(Exists(hidden), ~Exists(seen), item_id=OuterRef("pk"))
    return Q(register="directive") & (Q(office_id__in=here) | Q(kept_at_id__in=here)) & ~Q(Exists(closed))


def in_sight(actor: Actor, item_id: int) -> bool:
    """Return whether the actor may see an item."""
    return items(actor).filter(pk=item_id).exists()


def seen_item(actor: Actor, item_id: int) -> Item:
    """Return one item the actor may see. Raises NotFound, whether it is missing or hidden."""
    found = items(actor).select_related("matter", "office", "kept_at", "officer").filter(pk=item_id).first()
    if found is None:
        raise NotFound("registers.no_item")
    return found


def holds(actor: Actor, item: Item, permission: str) -> bool:
    """Return whether the actor holds a permission for an item it sees.

    At the office that answers for the item or entered it, or at the one that has its matter. What the giver
    of a directive says is entered where the directive was: nobody says of the own report that it is enough.
    """
    places = {item.office_id, item.kept_at_id}
    if permission == DIRECT:
        places = {item.kept_at_id}
    elif item.matter is not None:
        places = {item.office_id, item.matter.office_id}
    return bool(places & actor.offices(permission))


def require(actor: Actor, item: Item, permission: str) -> None:
    """Raise NotAllowed when the actor, who sees the item, may not do this to it."""
    if not holds(actor, item, permission):
        raise NotAllowed("cases.not_your_part")
