"""Passwords: one-time ones that somebody else gives, and those that people choose for themselves."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from huiyin.base.errors import Conflict, Invalid, NotFound
from huiyin.foundation import audit, rate
from huiyin.orgs.models import SignedIn, Staff
from huiyin.orgs.sign_in import lock_key

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
ONE_TIME_LASTS = timedelta(hours=72)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for one another


def must_change(staff: int) -> bool:
    """Return whether somebody has to choose a password before anything else."""
    return Staff.objects.filter(pk=staff, must_change=True).exists()


def over(staff: int, *, at: datetime) -> bool:
    """Return whether somebody's one-time password was not used in time; another one has to be given."""
    given = Staff.objects.filter(pk=staff, must_change=True)
    return given.exclude(password_until__gte=at).exists()  # one from before this was kept is over, too


def one_time_password() -> str:
    """Return a password that is good for one sign-in, easy to read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def give_one_time(staff: int, *, by: str, at: datetime, reason: str = "") -> str:
    """Give somebody a one-time password, good for three days; every session and every lock of theirs ends.

    Whoever calls this has made sure that it may be done.
    """
    person = Staff.objects.select_for_update().filter(pk=staff).first()
    if person is None:
        raise NotFound("orgs.no_staff")
    password = one_time_password()
    person.set_password(password)
    person.must_change, person.password_until = True, at + ONE_TIME_LASTS
    person.save(update_fields=["password", "must_change", "password_until"])
    SignedIn.objects.filter(staff=person).delete()
    rate.forget(lock_key(person.login), everywhere=True)
    audit.record("account.password_reset", actor=by, about=f"staff:{staff}", at=at, reason=reason)
    return password


def change_password(staff: int, old: str, new: str, again: str, *, at: datetime) -> None:
    """Change one's own password. Raises Invalid with the field to mend, Conflict for a wrong old one.

    That somebody gave a wrong one stays on record.
    """
    try:
        _change_password(staff, old, new, again, at=at)
    except Conflict:
        audit.record("password.fail", actor=f"staff:{staff}", about=f"staff:{staff}", at=at)
        raise


@transaction.atomic
def _change_password(staff: int, old: str, new: str, again: str, *, at: datetime) -> None:
    person = Staff.objects.select_for_update().filter(pk=staff, is_active=True).first()
    if person is None:
        raise NotFound("orgs.no_staff")
    if not person.check_password(old):
        raise Conflict("orgs.password_wrong")
    refuse_weak(new, login=person.login, name=person.name)
    if new != again:
        raise Invalid("orgs.passwords_differ", field="again")
    if new == old:
        raise Invalid("orgs.password_same", field="new")
    person.set_password(new)
    person.must_change, person.password_until = False, None
    person.save(update_fields=["password", "must_change", "password_until"])
    audit.record("password.change", actor=f"staff:{staff}", about=f"staff:{staff}", at=at)


def refuse_weak(password: str, *, login: str, name: str) -> None:
    """Raise Invalid when a password is short, common, one sign over and over, or the account's own name."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid("orgs.password_short", field="new", least=SHORTEST_PASSWORD)
    low = password.casefold()
    if login.casefold() in low or (name and name in password):
        raise Invalid("orgs.password_named", field="new")
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError as common:
        raise Invalid("orgs.password_common", field="new") from common
    if len(set(low)) < 5 or low.isdecimal():  # noqa: PLR2004
        raise Invalid("orgs.password_common", field="new")
