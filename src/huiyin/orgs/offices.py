"""The administrator's part: opening, changing and ending offices, and their place in the two trees."""

import re
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.base.errors import Invalid, NotFound
from huiyin.orgs import changes
from huiyin.orgs.accounts import only_administrators
from huiyin.orgs.models import Agency, Division, Office, Post
from huiyin.orgs.rules import UNNAMED_OFFICE, Actor, ring_of
from huiyin.text import taxonomy

KINDS = ("hrss", "petition-office", "government")
_LONGEST = {"name": 100, "name_en": 100, "short": 20, "phone": 40, "address": 200, "hours": 200}
_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True)
class OfficeGiven:
    """What an administrator says about an office; `parent` contains it, `superior` reviews it."""

    name: str
    short: str
    name_en: str = ""
    kind: str = "hrss"
    division: str = ""
    parent: int | None = None
    superior: int | None = None
    phone: str = ""
    address: str = ""
    hours: str = ""
    fields: tuple[str, ...] = ()


def values_of(office: Office) -> dict[str, Any]:
    """Return an office as changes keep it: plain values by name."""
    relations = {
        "division": office.division_id or "",
        "parent": office.parent_id,
        "superior": office.superior_id,
    }
    own = {f.name: getattr(office, f.name) for f in fields(OfficeGiven) if f.name not in relations}
    return {**own, **relations, "fields": list(office.fields)}


@transaction.atomic
def open_office(
    code: str, given: OfficeGiven, *, by: Actor, at: datetime, reason: str = "", reviews: int = 0
) -> int:
    """Open an office; return it. Without a code it gets one of its own.

    The same form sent twice opens one office. `reviews` is one that it reviews from now on.
    """
    only_administrators(by)
    opened = _opened(code, given, by=by, at=at, reason=reason)
    if reviews:
        reviewed = _found(reviews, _locked())
        values = {**values_of(reviewed), "superior": opened}
        change_office(reviews, OfficeGiven(**{**values, "fields": tuple(values["fields"])}), by=by, at=at)
    return opened


def _opened(code: str, given: OfficeGiven, *, by: Actor, at: datetime, reason: str) -> int:
    parents = _locked()
    values = _checked(given, parents)
    twin = Office.objects.filter(name=values["name"], ended_on__isnull=True).first()
    if twin is not None:
        if values_of(twin) == values and (not code.strip() or code.strip() == twin.code):
            return twin.pk
        raise Invalid("orgs.office_name_taken", field="name")
    _refuse_short(values["short"])
    code = code.strip() or f"office-{max(parents, default=0) + 1}"
    if not _CODE.fullmatch(code):
        raise Invalid("orgs.code_unreadable", field="code")
    if Office.objects.filter(code=code).exists():
        raise Invalid("orgs.code_taken", field="code")
    office = Office.objects.create(code=code, **_columns(values))
    changes.put(
        f"office:{office.pk}",
        "office.open",
        before={},
        after={"code": code, **values},
        by=by,
        at=at,
        reason=reason,
    )
    return office.pk


@transaction.atomic
def change_office(
    office: int, given: OfficeGiven, *, by: Actor, at: datetime, seen: int | None = None, reason: str = ""
) -> None:
    """Keep what an administrator says about an office: all of it, or nothing where a part cannot be.

    Raises Conflict when it was changed since it was `seen`; what would change nothing writes nothing.
    """
    only_administrators(by)
    parents = _locked()
    row = _found(office, parents)
    values = _checked(given, parents, office=row)
    if values["name_en"] == UNNAMED_OFFICE and values["name"] != row.name:
        values["name_en"] = ""  # that name was nobody's; without one English pages show the Chinese name
    before, after = changes.differing(values_of(row), values)
    if not after:
        return
    changes.refuse_stale(f"office:{office}", seen)
    if "short" in after:
        _refuse_short(values["short"], but=office)
    Office.objects.filter(pk=office).update(**_columns(values))
    changes.put(f"office:{office}", "office.change", before=before, after=after, by=by, at=at, reason=reason)


@transaction.atomic
def end_office(
    office: int, *, on: date, by: Actor, at: datetime, seen: int | None = None, reason: str = ""
) -> None:
    """End an office from a day on. The floor above has made sure that no open matter is left there.

    Raises Invalid while anything of the agency still rests on it.
    """
    only_administrators(by)
    row = _found(office, _locked())
    if row.ended_on is not None:
        return
    changes.refuse_stale(f"office:{office}", seen)
    if (stands := in_the_way_of_ending(office)) is not None:
        raise Invalid(stands)
    if not changes.why(reason):
        raise Invalid("orgs.reason_missing", field="reason")
    Office.objects.filter(pk=office).update(ended_on=on)
    after = {"ended_on": on.isoformat()}
    changes.put(
        f"office:{office}", "office.end", before={"ended_on": None}, after=after, by=by, at=at, reason=reason
    )


def in_the_way_of_ending(office: int) -> str | None:
    """Return as a code what of the agency still rests on an office, or None."""
    if Agency.objects.filter(intake=office).exists():
        return "orgs.end_intake"
    going_on = Office.objects.filter(ended_on__isnull=True)
    if going_on.filter(parent=office).exists():
        return "orgs.end_inside"
    if going_on.filter(superior=office).exists():
        return "orgs.end_reviews"
    if Post.objects.filter(office=office, staff__is_active=True).exists():
        return "orgs.end_posts"
    return None


@transaction.atomic
def reopen_office(office: int, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Take the end of an office back."""
    only_administrators(by)
    row = _found(office, _locked())
    if row.ended_on is None:
        return
    _refuse_short(row.short, but=office)
    before = {"ended_on": row.ended_on.isoformat()}
    Office.objects.filter(pk=office).update(ended_on=None)
    changes.put(
        f"office:{office}",
        "office.reopen",
        before=before,
        after={"ended_on": None},
        by=by,
        at=at,
        reason=reason,
    )


def _locked() -> dict[int, Office]:
    return {o.pk: o for o in Office.objects.select_for_update(of=("self",)).order_by("pk")}


def _found(office: int, known: dict[int, Office]) -> Office:
    if office not in known:
        raise NotFound("orgs.no_office")
    return known[office]


def _checked(given: OfficeGiven, known: dict[int, Office], office: Office | None = None) -> dict[str, Any]:
    values = {**asdict(given), "fields": list(given.fields)}
    for name, longest in _LONGEST.items():
        values[name] = " ".join(str(values[name]).split())
        if len(values[name]) > longest:
            raise Invalid("orgs.too_long", field=name, most=longest)
    if not values["name"]:
        raise Invalid("orgs.name_missing", field="name")
    if not values["short"]:
        raise Invalid("orgs.short_missing", field="short")
    if given.kind not in KINDS:
        raise Invalid("orgs.kind_of_office", field="kind")
    if given.division and not Division.objects.filter(code=given.division).exists():
        raise Invalid("orgs.no_division", field="division")
    if not set(given.fields) <= set(taxonomy.fields()):
        raise Invalid("orgs.no_field", field="fields")
    for relation in ("parent", "superior"):
        _refuse_place(relation, values[relation], known, office)
    return values


def _refuse_place(relation: str, above: int | None, known: dict[int, Office], office: Office | None) -> None:
    if above is None:
        return
    if above not in known:
        raise Invalid("orgs.no_office", field=relation)
    stays = office is not None and getattr(office, f"{relation}_id") == above
    if known[above].ended_on is not None and not stays:
        raise Invalid("orgs.office_ended", field=relation)
    tree = {key: getattr(o, f"{relation}_id") for key, o in known.items()}
    if office is not None and ring_of(tree, office.pk, above):
        raise Invalid("orgs.ring", field=relation)


def _refuse_short(short: str, but: int = 0) -> None:
    """Two offices with one short name would give out the same numbers."""
    if Office.objects.filter(short=short, ended_on__isnull=True).exclude(pk=but).exists():
        raise Invalid("orgs.short_taken", field="short")


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    renamed = {"division": "division_id", "parent": "parent_id", "superior": "superior_id"}
    return {renamed.get(name, name): value for name, value in values.items()} | {
        "division_id": values["division"] or None
    }
