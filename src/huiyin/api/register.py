"""For connected systems: the register of their office, without persons."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from huiyin.api.callers import Scoped, caller_of
from huiyin.api.matters import GUARDED, LARGEST, Size
from huiyin.base import clock
from huiyin.exchange.queries import told

router = Router(tags=["matters"])


class RegisterLine(Schema):
    """One line of the register."""

    number: str
    received_on: date
    entered: datetime
    channel: str
    persons: int
    anonymous: bool
    matter: int
    matter_number: str
    stage: str
    kind: str
    source: str
    source_id: str


class RegisterPage(Schema):
    """The register in the order of entry; `next` is the key of the next page, 0 on the last."""

    items: list[RegisterLine]
    next: int


@router.get(
    "/register",
    auth=Scoped("petitions:read"),
    response={200: RegisterPage, **GUARDED},
    summary="Read the register",
)
def read_register(
    request: HttpRequest,
    first: date | None = None,
    last: date | None = None,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    limit: Size = 50,
) -> dict[str, Any]:
    """Return what the token's office registered, by the order of entry; no persons, no words."""
    actor = caller_of(request).actor
    rows, more = told.register(actor, at=clock.now(), first=first, last=last, after=after, size=limit)
    return {"items": rows, "next": more}
