"""The administrator's part: offices, their words and their place in the tree."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.base.errors import Invalid, NotFound
from huiyin.foundation import audit
from huiyin.orgs.accounts import only_administrators
from huiyin.orgs.models import Office
from huiyin.orgs.rules import Actor, ring_of


@transaction.atomic
def place_office(office: int, *, parent: int | None, superior: int | None, by: Actor, at: datetime) -> None:
    """Say which office contains an office and which one reviews it. Raises Invalid for a ring."""
    only_administrators(by)
    rows = list(Office.objects.select_for_update(of=("self",)).order_by("pk"))
    trees = {"parent": {o.pk: o.parent_id for o in rows}, "superior": {o.pk: o.superior_id for o in rows}}
    if office not in trees["parent"]:
        raise NotFound("orgs.no_office")
    for relation, above in (("parent", parent), ("superior", superior)):
        if above is not None and above not in trees[relation]:
            raise Invalid("orgs.no_office", field=relation)
        if ring_of(trees[relation], office, above):
            raise Invalid("orgs.ring", field=relation)
    Office.objects.filter(pk=office).update(parent_id=parent, superior_id=superior)
    audit.record("office.place", actor=by.label, about=f"office:{office}", at=at)


@transaction.atomic
def describe_office(office: int, words: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Keep an office's name, telephone and address."""
    only_administrators(by)
    kept = {name: words[name].strip() for name in ("name", "name_en", "phone", "address") if name in words}
    if not kept.get("name") or len(kept["name"]) > 100:  # noqa: PLR2004 - as long as the column
        raise Invalid("orgs.name_missing", field="name")
    if not Office.objects.filter(pk=office).update(**{name: text[:200] for name, text in kept.items()}):
        raise NotFound("orgs.no_office")
    audit.record("office.describe", actor=by.label, about=f"office:{office}", at=at)


@transaction.atomic
def change_office(
    office: int,
    words: Mapping[str, str],
    *,
    parent: int | None,
    superior: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep an office's words and its place in the tree: both, or neither where a ring would close."""
    describe_office(office, words, by=by, at=at)
    place_office(office, parent=parent, superior=superior, by=by, at=at)
