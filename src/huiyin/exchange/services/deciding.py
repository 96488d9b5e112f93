"""A person decides whether another system's record is about a matter that is here already."""

from datetime import datetime, timedelta

from django.db import transaction

from huiyin.base.errors import NotFound, Refused
from huiyin.cases.queries.scope import visible
from huiyin.exchange import links
from huiyin.exchange.access import system_of
from huiyin.exchange.loading import load_map
from huiyin.exchange.models import Link
from huiyin.exchange.rules.maps import columns_of, read_record
from huiyin.exchange.services import placing
from huiyin.foundation import audit
from huiyin.orgs.rules import SYSTEM, Actor

LONGEST_WAIT = timedelta(days=2)


@transaction.atomic
def decide(link_id: int, *, same: bool, by: Actor, at: datetime) -> str:
    """Link a waiting record to the matter proposed, or register it as a matter of its own."""
    link = (
        Link.objects.select_for_update(of=("self",))
        .select_related("system", "proposed")
        .filter(pk=link_id, state="waiting")
        .first()
    )
    if link is None:
        raise NotFound("exchange.no_waiting")
    system_of(link.system.code, by)
    if by != SYSTEM and not visible(by).filter(pk=link.proposed_id or 0).exists():
        raise NotFound("exchange.no_waiting")
    mapped = load_map(link.system.map)
    texts = {**links.kept(link), "number": link.number}
    headed = {mapped.header(name): text for name, text in texts.items() if name in mapped.columns}
    given = placing.given_again(
        link, mapped, read_record(mapped, columns_of(mapped, list(headed)), headed), at
    )
    if same:
        placing.joined(link, given, mapped, at=at)
    else:
        placing.register(link, given, at=at)
    links.keep(link, texts)
    link.save()
    audit.record(
        "link.decide", actor=by.label, about=f"link:{link.pk}", at=at, reason="same" if same else "new"
    )
    return "linked" if same else "added"


def register_waiting(*, at: datetime) -> int:
    """Register what nobody decided about for two days as matters of their own; return how many."""
    old = Link.objects.filter(state="waiting", first_seen__lt=at - LONGEST_WAIT).order_by("id")
    done = 0
    for link_id in list(old.values_list("pk", flat=True)[:500]):
        try:
            decide(link_id, same=False, by=SYSTEM, at=at)
        except Refused:
            continue
        done += 1
    return done
