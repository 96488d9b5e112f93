"""Reads of the agency, its offices and areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.errors import NotFound
from huiyin.foundation.statements import run
from huiyin.orgs.models import Agency, Division, Office

# Asked for every petition.
_RECEIVER = "SELECT office.id, office.kind, office.short FROM orgs_office office"


@dataclass(frozen=True)
class AgencyRow:
    """The tenant's name and area."""

    name: str
    name_en: str
    division: str
    demo: bool


@dataclass(frozen=True)
class OfficeRow:
    """An office as pages and letters show it."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    short: str
    phone: str
    address: str
    hours: str
    ended_on: date | None
    division: str | None
    parent: int | None
    superior: int | None
    superior_name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Receiver:
    """The office that takes a petition in, as far as numbering and counting need it."""

    id: int
    kind: str
    short: str


@dataclass(frozen=True)
class Place:
    """An office in the tree: its name and who stands above it."""

    name: str
    superior: int | None


def one_authority(one: OfficeRow, other: OfficeRow) -> bool:
    """Return whether two offices are units of one authority: one kind, one area, one contains the other.

    County bureaus under one city bureau are authorities of their own: between them a matter is transferred.
    """
    if one.kind != other.kind or one.division != other.division:
        return False
    siblings = one.parent is not None and one.parent == other.parent
    return siblings or other.parent == one.id or one.parent == other.id


@dataclass(frozen=True)
class DivisionRow:
    """An administrative area."""

    code: str
    name: str
    name_en: str
    parent: str | None


def agency() -> AgencyRow:
    """Return the tenant; before set-up a nameless one."""
    row = Agency.objects.first()
    return (
        AgencyRow(row.name, row.name_en, row.division, row.demo)
        if row
        else AgencyRow("回音", "Huiyin", "", False)
    )


def offices() -> Sequence[OfficeRow]:
    """Return all offices, in the order of their areas, from the highest down, and of their codes in each."""
    return [_office(o) for o in Office.objects.select_related("superior").order_by("division", "code")]


def going_on() -> Sequence[OfficeRow]:
    """Return the offices that have not ended, to choose from: in the same order."""
    return [o for o in offices() if o.ended_on is None]


def office(office_id: int) -> OfficeRow:
    """Return one office. Raises NotFound."""
    return _found(pk=office_id)


def office_by_code(code: str) -> OfficeRow:
    """Return the office with a code. Raises NotFound."""
    return _found(code=code)


def _found(**which: int | str) -> OfficeRow:
    for found in Office.objects.select_related("superior").filter(**which):
        return _office(found)
    raise NotFound("orgs.no_office")


def intake_office() -> OfficeRow:
    """Return the office that takes in what comes by portal, API and files. Raises NotFound before set-up."""
    row = Agency.objects.select_related("intake__superior").first()
    if row is None or row.intake is None:
        raise NotFound("orgs.not_set_up")
    return _office(row.intake)


def receiver(*, office: int | None = None, code: str = "") -> Receiver:
    """Return the office that takes a petition in: by key, by code, or the one that takes in the portal's.

    Raises NotFound.
    """
    which, value = ("office.code", code) if code else ("office.id", office)
    if office is None and not code:
        found = run(f"{_RECEIVER} JOIN orgs_agency agency ON agency.intake_id = office.id")
    else:
        found = run(f"{_RECEIVER} WHERE {which} = %s", [value])
    if not found:
        raise NotFound("orgs.no_office" if value else "orgs.not_set_up")
    return Receiver(*found[0])


def tree() -> Mapping[int, Place]:
    """Return every office by its key, with its superior."""
    rows = run("SELECT id, name, superior_id FROM orgs_office")
    return {key: Place(name, superior) for key, name, superior in rows}


def _office(o: Office) -> OfficeRow:
    return OfficeRow(
        id=o.pk,
        code=o.code,
        name=o.name,
        name_en=o.name_en,
        kind=o.kind,
        short=o.short,
        phone=o.phone,
        address=o.address,
        hours=o.hours,
        ended_on=o.ended_on,
        division=o.division_id,
        parent=o.parent_id,
        superior=o.superior_id,
        superior_name=o.superior.name if o.superior else "",
        fields=tuple(o.fields),
    )


def divisions() -> Sequence[DivisionRow]:
    """Return the tenant's areas, in the order of their codes."""
    return [DivisionRow(d.code, d.name, d.name_en, d.parent_id) for d in Division.objects.order_by("code")]
