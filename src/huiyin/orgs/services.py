"""Writes to the agency: setting up its areas, offices and staff."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from huiyin.base.errors import Invalid, NotFound
from huiyin.foundation import audit
from huiyin.orgs import notices, passwords, places
from huiyin.orgs.models import Agency, Division, Office, Post, Staff
from huiyin.orgs.rules import ROLES, UNNAMED, UNNAMED_OFFICE, ring_of

LONGEST_LOGIN = 60


@transaction.atomic
def set_up(city: Mapping[str, str], *, demo: bool = False) -> None:
    """Name the tenant of this installation."""
    Agency.objects.update_or_create(
        pk=1,
        defaults={
            "name": city["name"],
            "name_en": city.get("name_en", city["name"]),
            "division": city["code"],
            "demo": demo,
        },
    )
    keep_places()


@transaction.atomic
def add_divisions(rows: Iterable[Mapping[str, Any]]) -> None:
    """Add or update areas; a parent comes before what it contains."""
    for row in rows:
        Division.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "name_en": row.get("name_en", ""),
                "parent_id": row.get("parent"),
            },
        )
    keep_places()


def keep_places() -> None:
    """Write the areas to the file that readings use, without waiting for anything else."""
    agency = Agency.objects.first()
    rows = [(d.code, d.name, d.parent_id or "") for d in Division.objects.order_by("code")]
    places.keep(settings.HUIYIN_HOME, agency.division if agency else "", rows)


@transaction.atomic
def add_offices(rows: Iterable[Mapping[str, Any]]) -> None:
    """Add or update offices, then tie `parent` and `superior` (given as codes, in any order)."""
    rows = list(rows)
    own = ("name", "name_en", "kind", "short", "phone", "address", "fields")
    for row in rows:
        values = {name: row[name] for name in own if name in row}
        Office.objects.update_or_create(
            code=row["code"], defaults={**values, "division_id": row.get("division")}
        )
    keys = dict(Office.objects.values_list("code", "pk"))
    for row in rows:
        for relation in ("parent", "superior"):
            if row.get(relation) and row[relation] not in keys:
                raise Invalid("orgs.unknown_office", code=row[relation])
        ties = {f"{relation}_id": keys.get(row.get(relation) or "") for relation in ("parent", "superior")}
        Office.objects.filter(code=row["code"]).update(**ties)
    _refuse_rings()


def _refuse_rings() -> None:
    """Raise Invalid when an office would stand above itself: whoever asks upwards must arrive somewhere."""
    rows = list(Office.objects.order_by("pk"))
    for tree in ({o.pk: o.parent_id for o in rows}, {o.pk: o.superior_id for o in rows}):
        for key, above in tree.items():
            if ring_of(tree, key, above):
                raise Invalid("orgs.ring", field="parent")


@transaction.atomic
def choose_intake_office(code: str) -> None:
    """Name the office that takes in what comes by the portal, the API and files."""
    office = Office.objects.filter(code=code).first()
    if office is None:
        raise Invalid("orgs.unknown_office", code=code)
    Agency.objects.update(intake=office)


@transaction.atomic
def add_staff(
    login: str,
    *,
    name: str,
    title: str,
    office: str,
    roles: Iterable[str],
    password: str,
    hashed: bool = False,
    since: datetime | None = None,
) -> int:
    """Add a member of staff with posts at an office (by code), held since then; return the staff id.

    `hashed` says that the password is given as `make_password` returns it.
    """
    roles = list(roles)
    unknown = [role for role in roles if role not in ROLES]
    place = Office.objects.filter(code=office).first()
    if unknown:
        raise Invalid("orgs.unknown_role", role=unknown[0])
    if place is None:
        raise Invalid("orgs.unknown_office", code=office)
    staff, _ = Staff.objects.update_or_create(login=login, defaults={"name": name, "title": title})
    staff.password = password if hashed else make_password(password)
    staff.save(update_fields=["password"])
    for role in roles:
        Post.objects.get_or_create(staff=staff, office=place, role=role, defaults={"since": since})
    return staff.pk


def hashed(password: str, *, like: str) -> str:
    """Return a password as accounts keep it: as the account `like` does, where its password is the same."""
    kept = Staff.objects.filter(login=like).values_list("password", flat=True).first()
    return kept if kept and check_password(password, kept) else make_password(password)


@transaction.atomic
def enrol(
    login: str, *, name: str, title: str, office: str, roles: Iterable[str], password: str = "", at: datetime
) -> tuple[int, str]:
    """Add a new account with posts at an office; return the staff id and the one-time password.

    There is none where the password was given. Without a code the only office is meant; before any is set up,
    one without a name is. Raises Invalid for a taken login.
    """
    login = login.strip()
    if not login or len(login) > LONGEST_LOGIN or not name.strip():
        raise Invalid("orgs.login_missing", field="login", limit=LONGEST_LOGIN)
    if Staff.objects.filter(login=login).exists():
        raise Invalid("orgs.login_taken", field="login")
    if not office:
        ensure_intake_office()
        office = _only_office()
    staff = add_staff(
        login, name=name.strip(), title=title, office=office, roles=roles, password=password, since=at
    )
    audit.record("staff.add", actor="system", about=f"staff:{staff}", at=at)
    once = "" if password else passwords.give_one_time(staff, by="system", at=at, reason="first")
    return staff, once


def _only_office() -> str:
    codes = list(Office.objects.order_by("pk").values_list("code", flat=True)[:2])
    if len(codes) > 1:
        raise Invalid("orgs.which_office", field="office")
    return codes[0]


@transaction.atomic
def close_account(login: str, *, at: datetime) -> None:
    """Close an account: nobody signs in with it any more, and its sessions end. Raises NotFound."""
    staff = Staff.objects.filter(login=login, is_active=True).first()
    if staff is None:
        raise NotFound("orgs.no_staff")
    Staff.objects.filter(pk=staff.pk).update(is_active=False)
    audit.record("staff.close", actor="system", about=f"staff:{staff.pk}", at=at)


def signed_in(staff: int, *, at: datetime) -> None:
    """Put on record that somebody of the staff signed in."""
    audit.record("sign-in", actor=f"staff:{staff}", about=f"staff:{staff}", at=at)


def failed_to_sign_in(login: str, *, at: datetime, locked: bool = False) -> None:
    """Put on record that a sign-in failed; what was typed is not kept: it may be a password.

    When the account is locked by it, its owner finds a notice at the next sign-in.
    """
    known = Staff.objects.filter(login=login).values_list("pk", flat=True).first()
    audit.record("sign-in.fail", actor="nobody", about=f"staff:{known}" if known else "staff:unknown", at=at)
    if known and locked:
        audit.record("sign-in.lock", actor="nobody", about=f"staff:{known}", at=at)
        notices.notify([known], "locked_out", about=f"staff:{known}", at=at)


def signed_out(staff: int, *, at: datetime, why: str = "") -> None:
    """Put on record that somebody of the staff signed out, or was, and why (`idle`)."""
    audit.record("sign-out", actor=f"staff:{staff}", about=f"staff:{staff}", at=at, reason=why)


@transaction.atomic
def ensure_intake_office() -> None:
    """Make sure that something can be taken in before anybody set up the agency: one nameless office does."""
    if Agency.objects.filter(intake__isnull=False).exists():
        return
    office, _ = Office.objects.get_or_create(
        code="office", defaults={"name": "本单位", "name_en": UNNAMED_OFFICE, "short": "本"}
    )
    Agency.objects.update_or_create(
        pk=1, defaults={"name": "回音", "name_en": UNNAMED, "division": "", "intake": office}
    )
