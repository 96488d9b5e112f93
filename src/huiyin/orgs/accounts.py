"""The administrator's part: accounts and posts, and asking for what takes a second person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.orgs import changes, notices, own, passwords, second_factor, standing_in, two_persons
from huiyin.orgs.account_rows import (
    Account,
    account,
    accounts,
    alone_confirms,
    listed,
    only_administrators,
    spare_login,
)
from huiyin.orgs.models import Office, Post, SignedIn, Staff
from huiyin.orgs.rules import ROLES, SEES_CASES, Actor

__all__ = ["Account", "account", "accounts", "listed", "only_administrators"]
LONGEST_NAME = 60
TAKES_TWO = SEES_CASES | {"accusation-officer"}  # posts that open cases


@transaction.atomic
def open_account(
    login: str, *, name: str, title: str, office: int, roles: Sequence[str], by: Actor, at: datetime
) -> tuple[int, str]:
    """Open an account with posts at an office; return its id and the one-time password.

    Posts that see cases are asked for: they are held once a second person confirmed them.
    """
    only_administrators(by)
    login, name = login.strip(), name.strip()
    if not login or len(login) > LONGEST_NAME or not login.isascii() or not login.isidentifier():
        raise Invalid("orgs.login_unreadable", field="login")
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("orgs.name_missing", field="name")
    if Staff.objects.filter(login=login).exists():
        raise Invalid("orgs.login_taken", field="login")
    staff = Staff.objects.create(login=login, name=name, title=title.strip()[:LONGEST_NAME], must_change=True)
    after = {"login": login, "name": name, "title": staff.title}
    changes.put(f"staff:{staff.pk}", "account.open", before={}, after=after, by=by, at=at)
    for role in roles:
        add_post(staff.pk, office, role, by=by, at=at)
    return staff.pk, passwords.give_one_time(staff.pk, by=by.label, at=at, reason="first")


@transaction.atomic
def set_active(staff: int, active: bool, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Close an account or open it again; nobody closes the own one, nor that of the last administrator."""
    only_administrators(by)
    if staff == by.staff and not active:
        raise NotAllowed("orgs.never_oneself")
    if (row := Staff.objects.select_for_update().filter(pk=staff).first()) is None:
        raise NotFound("orgs.no_staff")
    if row.is_active == active:
        return  # sent twice
    Staff.objects.filter(pk=staff).update(is_active=active)
    if not active:
        SignedIn.objects.filter(staff_id=staff).delete()
    action, states = "account.reopen" if active else "account.close", {True: "open", False: "closed"}
    before, after = {"account": states[not active]}, {"account": states[active]}
    changes.put(f"staff:{staff}", action, before=before, after=after, by=by, at=at, reason=reason)


@transaction.atomic
def rename(
    staff: int, name: str, title: str, *, by: Actor, at: datetime, seen: int | None = None, reason: str = ""
) -> None:
    """Change what somebody is called: name and title. Raises Conflict when changed since it was `seen`."""
    only_administrators(by)
    row = Staff.objects.select_for_update().filter(pk=staff).first()
    if row is None:
        raise NotFound("orgs.no_staff")
    name, title = " ".join(name.split()), " ".join(title.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("orgs.name_missing", field="name")
    if len(title) > LONGEST_NAME:
        raise Invalid("orgs.too_long", field="title", most=LONGEST_NAME)
    said = {"name": name, "title": title}
    before, after = changes.differing({"name": row.name, "title": row.title}, said)
    if not after:
        return
    changes.refuse_stale(f"staff:{staff}", seen)
    Staff.objects.filter(pk=staff).update(**said)
    changes.put(f"staff:{staff}", "account.rename", before=before, after=after, by=by, at=at, reason=reason)


@transaction.atomic
def add_post(staff: int, office: int, role: str, *, by: Actor, at: datetime) -> bool:
    """Give somebody a post at an office; return whether it is held at once.

    A post that sees cases is only asked for: a second person confirms it. None of these to oneself.
    """
    only_administrators(by)
    if staff == by.staff and role in TAKES_TWO:
        raise NotAllowed("orgs.own_post")
    if role not in ROLES:
        raise Invalid("orgs.unknown_role", field="role", role=role)
    if not Office.objects.filter(pk=office, ended_on__isnull=True).exists():
        raise Invalid("orgs.no_office", field="office")
    if not Staff.objects.filter(pk=staff).exists():
        raise NotFound("orgs.no_staff")
    if Post.objects.filter(staff_id=staff, office_id=office, role=role).exists():
        return True
    if role in TAKES_TWO:
        place = {"office": office, "role": role}
        two_persons.ask("post", f"staff:{staff}", place, office=office, staff=staff, by=by, at=at)
        return False
    _give_post(staff, office, role, by=by, at=at)
    return True


def _give_post(staff: int, office: int, role: str, *, by: Actor, at: datetime) -> None:
    given = {"staff_id": staff, "office_id": office, "role": role}
    _post, fresh = Post.objects.get_or_create(**given, defaults={"since": at})
    if fresh:
        _on_record("post.add", staff, role, office, by=by, at=at)


def _on_record(what: str, staff: int, role: str, office: int, *, by: Actor, at: datetime) -> None:
    """Put a post that was given or taken on record, in the history of who holds it."""
    Staff.objects.select_for_update().get(pk=staff)
    post: dict[str, object] = {"role": role, "office": office}
    none: dict[str, object] = {"role": None, "office": None}
    before, after = ({}, post) if what == "post.add" else (post, none)
    place = f"{role}@{office}"
    changes.put(f"staff:{staff}", what, before=before, after=after, by=by, at=at, said=place)


@transaction.atomic
def take_post(post: int, *, by: Actor, at: datetime) -> None:
    """Take a post away; the last administrator keeps theirs, and so does the last who can confirm."""
    only_administrators(by)
    held = Post.objects.select_for_update(of=("self",)).filter(pk=post).first()
    if held is None:
        return  # somebody else was faster: it is gone either way
    others = Post.objects.filter(role="administrator", staff__is_active=True).exclude(pk=post)
    if held.role == "administrator" and not others.exists():
        raise NotAllowed("orgs.last_administrator")
    if alone_confirms(held.staff_id, without=post):
        raise NotAllowed("orgs.last_to_confirm", login=spare_login(), office=held.office.code)
    _on_record("post.take", held.staff_id, held.role, held.office_id, by=by, at=at)
    held.delete()


@transaction.atomic
def ask_reset(staff: int, what: str, *, by: Actor, at: datetime) -> int:
    """Ask that somebody gets a one-time password, or loses a lost authenticator; a head confirms it."""
    only_administrators(by)
    if what not in {"password", "second_factor"}:
        raise Invalid("orgs.no_request")
    if not Staff.objects.filter(pk=staff).exists():
        raise NotFound("orgs.no_staff")
    first = Post.objects.filter(staff_id=staff).order_by("id").values_list("office_id", flat=True).first()
    office = first or by.office or 0
    return two_persons.ask(what, f"staff:{staff}", {}, office=office, staff=staff, by=by, at=at)


@transaction.atomic
def decide(request: int, confirmed: bool, *, by: Actor, at: datetime) -> None:
    """Confirm or decline what is asked; a post, a taken authenticator, a stand-in, a limit then take effect.

    What brings a secret, a password or a token, is done by whoever asked: it is shown to that person once.
    """
    row = two_persons.decide(request, confirmed, by=by, at=at)
    if confirmed and row.what == "limit":
        asker = Actor(f"staff:{row.asked_by}", row.asked_by)
        two_persons.carry_out(request, row.what, by=asker, at=at)
        own.agreed(row, by=asker, at=at)
    if not confirmed or row.staff is None or row.what not in {"post", "second_factor", "stand_in"}:
        return
    two_persons.carry_out(request, row.what, by=Actor(f"staff:{row.asked_by}", row.asked_by), at=at)
    if row.what == "post":
        _give_post(row.staff, int(row.params["office"]), str(row.params["role"]), by=by, at=at)
    elif row.what == "stand_in":
        standing_in.agreed(row, at=at)
    else:
        second_factor.take_away(row.staff, by=by.label, at=at, reason=f"access:{request}")


@transaction.atomic
def reset_password(staff: int, request: int, *, by: Actor, at: datetime) -> str:
    """Give the one-time password that a second person confirmed; return it, to be shown this once."""
    only_administrators(by)
    row = two_persons.carry_out(request, "password", by=by, at=at)
    if row.staff != staff:
        raise NotFound("orgs.no_request")
    return passwords.give_one_time(staff, by=by.label, at=at, reason=f"access:{request}")


@transaction.atomic
def reset_by_operator(login: str, *, lost_authenticator: bool = False, at: datetime) -> str:
    """Break the glass: whoever operates the machine resets an account alone; that stays on record.

    The person finds a notice. Return the one-time password.
    """
    staff = Staff.objects.filter(login=login.strip(), is_active=True).values_list("pk", flat=True).first()
    if staff is None:
        raise NotFound("orgs.no_staff")
    if lost_authenticator:
        second_factor.take_away(staff, by="system", at=at, reason="break-glass")
    notices.notify([staff], "break_glass", about=f"staff:{staff}", at=at)
    return passwords.give_one_time(staff, by="system", at=at, reason="break-glass")
