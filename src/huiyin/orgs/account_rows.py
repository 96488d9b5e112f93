"""Accounts as the administrator sees them: no case, no password."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.base.errors import NotAllowed, NotFound
from huiyin.orgs.models import Post, SecondFactor, Staff
from huiyin.orgs.rules import CONFIRMS_ACCESS, Actor

PAGE = 50


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
    return _rows(_narrowed(office).order_by("-is_active", "name", "id"))


def listed(
    office: int | None = None, *, named: str = "", after: int = 0, size: int = PAGE
) -> tuple[Sequence[Account], int]:
    """Return a page of accounts in the order they were opened, and after which one to go on (or nought)."""
    rows = _narrowed(office).filter(pk__gt=after).order_by("pk")
    if named:
        rows = rows.filter(Q(name__contains=named) | Q(login__contains=named))
    found = _rows(rows[: size + 1])
    return found[:size], found[size - 1].id if len(found) > size else 0


def account(staff: int) -> Account:
    """Return one account. Raises NotFound."""
    for found in _rows(Staff.objects.filter(pk=staff)):
        return found
    raise NotFound("orgs.no_staff")


def _narrowed(office: int | None) -> QuerySet[Staff]:
    if office == 0:
        return Staff.objects.filter(posts__isnull=True)
    return Staff.objects.all() if office is None else Staff.objects.filter(posts__office_id=office).distinct()


def _rows(found: QuerySet[Staff]) -> list[Account]:
    staff: Iterable[Staff] = list(found.prefetch_related("posts__office"))
    confirmed = SecondFactor.objects.filter(confirmed__isnull=False, staff__in=[s.pk for s in staff])
    sure = set(confirmed.values_list("staff_id", flat=True))
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
        for s in staff
    ]


def spare_login() -> str:
    """Return a login name that nobody has, as an example of one for a head."""
    taken = set(Staff.objects.filter(login__startswith="fuzeren").values_list("login", flat=True))
    return next(
        name for n in range(1, len(taken) + 2) if (name := f"fuzeren{n if n > 1 else ''}") not in taken
    )


def alone_confirms(staff: int, *, without: int = 0) -> bool:
    """Return whether nobody but somebody could confirm what takes two; `without` one of the own posts."""
    held = Post.objects.filter(role__in=CONFIRMS_ACCESS, staff__is_active=True).exclude(pk=without)
    others = held.exclude(staff_id=staff)
    mine = Post.objects.filter(role__in=CONFIRMS_ACCESS, staff_id=staff, staff__is_active=True)
    if without:
        return mine.filter(pk=without).exists() and not held.exists()
    return mine.exists() and not others.exists()


def only_administrators(by: Actor) -> None:
    """Raise NotAllowed for anybody but an administrator."""
    if "office.edit" not in by.may:
        raise NotAllowed("cases.not_your_part")
