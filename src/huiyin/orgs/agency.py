"""The administrator's part: the agency's name, its areas, who takes in, and what is still to set up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.base.errors import Invalid
from huiyin.orgs import changes
from huiyin.orgs.accounts import only_administrators
from huiyin.orgs.models import Agency, Change, Division, Office, Post
from huiyin.orgs.rules import CONFIRMS_ACCESS, UNNAMED, Actor, ring_of
from huiyin.orgs.services import keep_places

ABOUT = "agency:1"
READY = "agency.ready"  # somebody read that everything stands
_LONGEST = 100
_AREA = re.compile(r"[0-9]{6,12}")


def values() -> dict[str, Any]:
    """Return what the agency is called, its area and who takes in; empty before anything was set up."""
    row = Agency.objects.first()
    if row is None:
        return {"name": "", "name_en": "", "division": "", "intake": None}
    return {"name": row.name, "name_en": row.name_en, "division": row.division, "intake": row.intake_id}


@transaction.atomic
def name_agency(
    given: Mapping[str, Any], *, by: Actor, at: datetime, seen: int | None = None, reason: str = ""
) -> None:
    """Keep the agency's name, its area, and the office that takes in what comes by the portal.

    Without an English name English pages show the Chinese one.

    Raises Conflict when it was changed since it was `seen`.
    """
    only_administrators(by)
    before = values()
    Agency.objects.select_for_update().first()
    name, name_en = (" ".join(str(given.get(part, "")).split()) for part in ("name", "name_en"))
    if not name or len(name) > _LONGEST or len(name_en) > _LONGEST:
        raise Invalid("orgs.name_missing", field="name")
    if name_en == UNNAMED and name != before["name"]:
        name_en = ""  # what stands there before anybody named it is not the name of what was named since
    division, intake = str(given.get("division") or ""), given.get("intake") or None
    if division and not Division.objects.filter(code=division).exists():
        raise Invalid("orgs.no_division", field="division")
    if intake and not Office.objects.filter(pk=intake, ended_on__isnull=True).exists():
        raise Invalid("orgs.no_office", field="intake")
    said = {"name": name, "name_en": name_en or name, "division": division, "intake": intake}
    old, new = changes.differing(before, said)
    if not new:
        return
    changes.refuse_stale(ABOUT, seen)
    columns = {"name": name, "name_en": name_en or name, "division": division, "intake_id": intake}
    Agency.objects.update_or_create(pk=1, defaults=columns)
    changes.put(ABOUT, "agency.change", before=old, after=new, by=by, at=at, reason=reason)
    keep_places()


@transaction.atomic
def keep_area(
    code: str, given: Mapping[str, str], *, by: Actor, at: datetime, seen: int | None = None, reason: str = ""
) -> None:
    """Add an area with its official code, or change its names or what contains it."""
    only_administrators(by)
    code = code.strip()
    if not _AREA.fullmatch(code):
        raise Invalid("orgs.area_code", field="code")
    name = " ".join(given.get("name", "").split())
    if not name or len(name) > _LONGEST:
        raise Invalid("orgs.name_missing", field="name")
    rows = {d.code: d for d in Division.objects.select_for_update(of=("self",)).order_by("code")}
    parent = given.get("parent", "")
    _refuse_area(code, parent, rows)
    said = {"name": name, "name_en": " ".join(given.get("name_en", "").split())[:_LONGEST], "parent": parent}
    row = rows.get(code)
    known = {"name": row.name, "name_en": row.name_en, "parent": row.parent_id or ""} if row else {}
    old, new = changes.differing(known, said)
    if not new:
        return
    changes.refuse_stale(f"area:{code}", seen)
    columns = {"name": name, "name_en": said["name_en"], "parent_id": parent or None}
    Division.objects.update_or_create(code=code, defaults=columns)
    what = "area.change" if row else "area.add"
    changes.put(f"area:{code}", what, before=old if row else {}, after=new, by=by, at=at, reason=reason)
    keep_places()


def _refuse_area(code: str, parent: str, rows: Mapping[str, Division]) -> None:
    if parent and parent not in rows:
        raise Invalid("orgs.no_division", field="parent")
    keys = {known: place for place, known in enumerate([*rows, code])}
    tree = {keys[d.code]: keys.get(d.parent_id or "") for d in rows.values()}
    if parent and ring_of(tree, keys[code], keys[parent]):
        raise Invalid("orgs.ring", field="parent")


@dataclass(frozen=True)
class SetUp:
    """What of the agency stands already: a first installation is guided by it, step by step."""

    named: bool
    offices: bool
    reviewed: bool  # some office has one above it that reviews what it decides
    intake: bool
    confirms: bool
    registers: bool
    handles: bool
    accusations: bool

    @property
    def ready(self) -> bool:
        """Return whether a petition can be taken in, worked on and signed."""
        stands = (self.named, self.offices, self.reviewed, self.intake, self.confirms)
        return all((*stands, self.registers, self.handles))


def set_up() -> SetUp:
    """Return what of the agency stands already."""
    held = Post.objects.filter(staff__is_active=True).values_list("role", flat=True).distinct()
    roles, row = set(held), Agency.objects.select_related("intake").first()
    standing = Office.objects.filter(ended_on__isnull=True, division__isnull=False)
    return SetUp(
        named=bool(row and row.division),
        offices=standing.exists(),
        reviewed=standing.filter(superior__isnull=False).exists(),
        intake=bool(row and row.intake and row.intake.division_id),
        confirms=bool(CONFIRMS_ACCESS & roles),
        registers="registrar" in roles,
        handles="handler" in roles,
        accusations="accusation-officer" in roles,
    )


def read_ready() -> bool:
    """Return whether an administrator read what comes after the first steps; in a demo nobody has to."""
    return (
        Agency.objects.filter(demo=True).exists() or Change.objects.filter(about=ABOUT, what=READY).exists()
    )


@transaction.atomic
def close_ready(*, by: Actor, at: datetime) -> None:
    """Put on record that an administrator read it; it is shown to nobody any more."""
    only_administrators(by)
    Agency.objects.select_for_update().first()
    if not read_ready():
        changes.put(ABOUT, READY, before={}, after={}, by=by, at=at)
