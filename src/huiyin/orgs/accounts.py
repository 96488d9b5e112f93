"""The administrator's part: offices and their place in the tree, accounts, posts, one-time passwords."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.foundation import audit, rate
from huiyin.orgs.models import Office, Post, SecondFactor, SignedIn, Staff
from huiyin.orgs.rules import ROLES, SEES_CASES, Actor, ring_of
from huiyin.orgs.sign_in import lock_key

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_NAME = 60
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for one another


@dataclass(frozen=True)
class Account:
    """An account as the administrator sees it: no case, no password."""

    id: int
    login: str
    name: str
    title: str
    active: bool
    must_change: bool
    second_factor: bool
    posts: Sequence[tuple[int, int, str, str]]  # post, office, name of the office, role


def accounts(office: int | None = None) -> Sequence[Account]:
    """Return the accounts, closed ones included; of one office, or those without any post as office 0."""
    rows = Staff.objects.order_by("-is_active", "name", "id").prefetch_related("posts__office")
    if office == 0:
        rows = rows.filter(posts__isnull=True)
    elif office is not None:
        rows = rows.filter(posts__office_id=office).distinct()
    sure = set(SecondFactor.objects.filter(confirmed__isnull=False).values_list("staff_id", flat=True))
    return [
        Account(
            s.pk,
            s.login,
            s.name,
            s.title,
            s.is_active,
            s.must_change,
            s.pk in sure,
            [(p.pk, p.office_id, p.office.name, p.role) for p in s.posts.all()],
        )
        for s in rows
    ]


def account(staff: int) -> Account:
    """Return one account. Raises NotFound."""
    found = next((a for a in accounts() if a.id == staff), None)
    if found is None:
        raise NotFound("orgs.no_staff")
    return found


def _only_administrators(by: Actor) -> None:
    if "office.edit" not in by.may:
        raise NotAllowed("cases.not_your_part")


def must_change(staff: int) -> bool:
    """Return whether somebody has to choose a password before anything else."""
    return Staff.objects.filter(pk=staff, must_change=True).exists()


def one_time_password() -> str:
    """Return a password that is good for one sign-in, easy to read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def open_account(
    login: str, *, name: str, title: str, office: int, roles: Sequence[str], by: Actor, at: datetime
) -> tuple[int, str]:
    """Open an account with posts at an office; return its id and the one-time password."""
    _only_administrators(by)
    login, name = login.strip(), name.strip()
    if not login or len(login) > LONGEST_NAME or not login.isascii() or not login.isidentifier():
        raise Invalid("orgs.login_unreadable", field="login")
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("orgs.name_missing", field="name")
    if Staff.objects.filter(login=login).exists():
        raise Invalid("orgs.login_taken", field="login")
    staff = Staff.objects.create(login=login, name=name, title=title.strip()[:LONGEST_NAME], must_change=True)
    audit.record("account.open", actor=by.label, about=f"staff:{staff.pk}", at=at)
    for role in roles:
        add_post(staff.pk, office, role, by=by, at=at)
    return staff.pk, reset_password(staff.pk, by=by, at=at)


@transaction.atomic
def reset_password(staff: int, *, by: Actor, at: datetime) -> str:
    """Give somebody a one-time password, to be changed at the first sign-in; every session of theirs ends."""
    _only_administrators(by)
    person = Staff.objects.select_for_update().filter(pk=staff).first()
    if person is None:
        raise NotFound("orgs.no_staff")
    password = one_time_password()
    person.set_password(password)
    person.must_change = True
    person.save(update_fields=["password", "must_change"])
    SignedIn.objects.filter(staff=person).delete()
    rate.forget(lock_key(person.login), everywhere=True)
    audit.record("account.password_reset", actor=by.label, about=f"staff:{staff}", at=at)
    return password


@transaction.atomic
def forget_second_factor(staff: int, *, by: Actor, at: datetime) -> None:
    """Take away a lost authenticator, so that its owner can enrol another."""
    _only_administrators(by)
    person = Staff.objects.filter(pk=staff).first()
    if person is None:
        raise NotFound("orgs.no_staff")
    SecondFactor.objects.filter(staff=person).delete()
    person.recovery_codes.all().delete()
    audit.record("second_factor.forget", actor=by.label, about=f"staff:{staff}", at=at)


@transaction.atomic
def set_active(staff: int, active: bool, *, by: Actor, at: datetime) -> None:
    """Close an account or open it again; nobody closes the own one."""
    _only_administrators(by)
    if staff == by.staff and not active:
        raise NotAllowed("orgs.never_oneself")
    if not Staff.objects.filter(pk=staff).update(is_active=active):
        raise NotFound("orgs.no_staff")
    if not active:
        SignedIn.objects.filter(staff_id=staff).delete()
    action = "account.reopen" if active else "account.close"
    audit.record(action, actor=by.label, about=f"staff:{staff}", at=at)


@transaction.atomic
def add_post(staff: int, office: int, role: str, *, by: Actor, at: datetime) -> None:
    """Give somebody a post at an office; none that sees cases to oneself: another administrator does that."""
    _only_administrators(by)
    if staff == by.staff and role in SEES_CASES | {"accusation-officer"}:
        raise NotAllowed("orgs.own_post")
    if role not in ROLES:
        raise Invalid("orgs.unknown_role", field="role", role=role)
    if not Office.objects.filter(pk=office).exists():
        raise Invalid("orgs.no_office", field="office")
    if not Staff.objects.filter(pk=staff).exists():
        raise NotFound("orgs.no_staff")
    _post, fresh = Post.objects.get_or_create(staff_id=staff, office_id=office, role=role)
    if fresh:
        audit.record("post.add", actor=by.label, about=f"staff:{staff}", at=at, reason=f"{role}@{office}")


@transaction.atomic
def take_post(post: int, *, by: Actor, at: datetime) -> None:
    """Take a post away; the last administrator keeps theirs."""
    _only_administrators(by)
    held = Post.objects.select_for_update(of=("self",)).filter(pk=post).first()
    if held is None:
        return  # somebody else was faster: it is gone either way
    others = Post.objects.filter(role="administrator", staff__is_active=True).exclude(pk=post)
    if held.role == "administrator" and not others.exists():
        raise NotAllowed("orgs.last_administrator")
    place = f"{held.role}@{held.office_id}"
    audit.record("post.take", actor=by.label, about=f"staff:{held.staff_id}", at=at, reason=place)
    held.delete()


@transaction.atomic
def place_office(office: int, *, parent: int | None, superior: int | None, by: Actor, at: datetime) -> None:
    """Say which office contains an office and which one reviews it. Raises Invalid for a ring."""
    _only_administrators(by)
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
    _only_administrators(by)
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
    person.must_change = False
    person.save(update_fields=["password", "must_change"])
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
