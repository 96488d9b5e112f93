"""What a link keeps of the other system's record, sealed under the key of whom or what it is about."""

import json
from collections.abc import Mapping

from django.db.models import F, OuterRef, Subquery

from huiyin.cases.models import Petition
from huiyin.exchange.models import Link
from huiyin.exchange.rules.fields import WITH_A_PERSON, Said
from huiyin.foundation import crypto

_ABOUT = "link.kept"


def key_of(link: Link) -> bytes:
    """Return the key that seals a link's words: the petitioner's, else the matter's, else its own.

    So erasing the person, or the matter, erases what the link holds of them. Raises Erased.
    """
    if link.petition is not None:
        return crypto.open_key(link.petition.person.key)
    if link.matter is not None:
        return crypto.open_key(link.matter.key)
    return crypto.open_key(link.key)


def kept(link: Link) -> dict[str, str]:
    """Return what was kept of their record, by field, as it stood there; nothing once it was erased."""
    if not link.kept_sealed:
        return {}
    try:
        opened = json.loads(crypto.unseal_text(key_of(link), link.kept_sealed, about=_ABOUT))
    except crypto.Erased:
        return {}
    return {str(name): str(text) for name, text in opened.items()}


def keep(link: Link, texts: Mapping[str, str]) -> None:
    """Seal what is to be kept of their record; a petition holds its own words, they are not kept twice."""
    whole = {name: text for name, text in texts.items() if name not in _elsewhere(link)}
    link.kept_sealed = crypto.seal_text(key_of(link), json.dumps(whole, ensure_ascii=False), about=_ABOUT)


def to_keep(said: Said, link: Link) -> dict[str, str]:
    """Return what a link keeps of a record: every text and day, and codes as they wrote them."""
    whole = {**said.texts, **said.days}
    return {name: text for name, text in whole.items() if name not in _elsewhere(link)}


def _elsewhere(link: Link) -> frozenset[str]:
    return frozenset({"number"}) | (WITH_A_PERSON if link.petition_id else frozenset())


def follow() -> int:
    """Bring each link to the matter its petition is in by now (joining matters moves petitions)."""
    now = Petition.objects.filter(pk=OuterRef("petition_id")).values("matter_id")[:1]
    moved = Link.objects.filter(petition__isnull=False).exclude(matter_id=F("petition__matter_id"))
    return moved.update(matter_id=Subquery(now))
