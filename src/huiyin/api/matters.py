"""For connected systems: matters of their office, without persons unless the token says so."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from huiyin.api.callers import Scoped, caller_of
from huiyin.api.problems import language, refusals
from huiyin.base import clock
from huiyin.cases.queries import lists
from huiyin.cases.rules.given import plain
from huiyin.exchange.queries import matters, told
from huiyin.foundation.wording import say

router = Router(tags=["matters"])
LARGEST = 2**63 - 1
READS = Scoped("matters:read")
Key = Annotated[int, Path(ge=1, le=LARGEST)]
Size = Annotated[int, Query(ge=1, le=200)]
GUARDED = refusals(401, 403)
GUARDED_ONE = refusals(401, 403, 404)


class MatterLine(Schema):
    """A matter in a list."""

    id: int
    number: str
    headline: str
    office: str
    nature: str
    kind: str
    stage: str
    received_on: date
    next_duty: str
    next_due: date | None
    late: bool


class MatterPage(Schema):
    """Matters, newest first; `next` is the key of the next page, empty on the last."""

    items: list[MatterLine]
    next: str


class PersonOut(Schema):
    """A petitioner; only with the scope persons:read, and each time on record."""

    name: str
    phone: str
    id_number: str
    address: str


class PetitionOut(Schema):
    """One contact of a matter."""

    number: str
    channel: str
    received_on: date
    persons: int
    anonymous: bool
    source: str
    source_id: str
    person: PersonOut | None
    title: str | None
    text: str | None


class DutyOut(Schema):
    """A duty or right that is still open, with its article."""

    duty: str
    words: str
    owed_by: str
    due: date | None
    provisional: bool
    instrument: str
    article: str


class MatterOut(Schema):
    """One matter."""

    id: int
    number: str
    headline: str
    office: str
    registered_at: str
    nature: str
    kind: str
    path: int | None
    division: str
    stage: str
    active: bool
    late: bool
    received_on: date
    concluded_on: date | None
    provenance: str
    version: int
    deadlines: list[DutyOut]
    petitions: list[PetitionOut]


class ActOut(Schema):
    """One act of a matter. Acts stay as they were entered: what stands of one, its `day_now` says.

    A correction names in `corrects` the position of the act that it sets right; an act that was taken back
    is not `in_force` and has no `day_now`.
    """

    position: int
    kind: str
    day: date
    office: str
    letter: str
    corrects: int | None
    in_force: bool
    day_now: date | None


class LetterOut(Schema):
    """A signed letter, without its words."""

    number: str
    kind: str
    office: str
    signed_on: date
    served_how: str
    served_on: date | None


class LinkOut(Schema):
    """Another system's record of a matter; `clocks` are that system's own, not the law's."""

    system: str
    number: str
    status: str
    stage: str
    received_on: date | None
    concluded_on: date | None
    returned_on: date | None
    returns: int
    clocks: dict[str, date]


@router.get("/matters", auth=READS, response={200: MatterPage, **GUARDED}, summary="List matters")
def list_matters(
    request: HttpRequest,
    stage: Annotated[str, Query(max_length=12)] = "",
    kind: Annotated[str, Query(max_length=4)] = "",
    number: Annotated[str, Query(max_length=60)] = "",
    active: bool | None = None,
    after: Annotated[str, Query(max_length=20)] = "",
    limit: Size = 50,
) -> dict[str, Any]:
    """Return the matters of the token's office, newest first, paged by key."""
    wanted = lists.Wanted(stage=plain(stage), kind=plain(kind), number=plain(number), active=active)
    actor = caller_of(request).actor
    page = lists.newest(actor, wanted=wanted, today=clock.today(), after=plain(after), size=limit)
    return {"items": page.rows, "next": page.after}


@router.get(
    "/matters/{matter_id}", auth=READS, response={200: MatterOut, **GUARDED_ONE}, summary="Read one matter"
)
def read_matter(request: HttpRequest, matter_id: Key) -> dict[str, Any]:
    """Return one matter. Names and words are in it only for a token with persons:read; that is recorded."""
    caller, lang = caller_of(request), language(request)
    persons = "persons:read" in caller.scopes
    found = told.matter(caller.actor, matter_id, with_persons=persons, at=clock.now())
    duties = [
        {
            "duty": d.duty,
            "words": say(f"law.duty.{d.duty}", lang),
            "owed_by": d.owed_by,
            "due": d.due,
            "provisional": d.provisional,
            "instrument": d.citation.instrument,
            "article": d.citation.article,
        }
        for d in found.deadlines
    ]
    return {**vars(found), "deadlines": duties}


@router.get(
    "/matters/{matter_id}/acts", auth=READS, response={200: list[ActOut], **GUARDED_ONE}, summary="List acts"
)
def list_acts(request: HttpRequest, matter_id: Key) -> Any:
    """Return the acts of a matter in order."""
    return told.acts(caller_of(request).actor, matter_id)


@router.get(
    "/matters/{matter_id}/letters",
    auth=READS,
    response={200: list[LetterOut], **GUARDED_ONE},
    summary="List letters",
)
def list_letters(request: HttpRequest, matter_id: Key) -> Any:
    """Return numbers, days and service of a matter's signed letters."""
    return told.letters(caller_of(request).actor, matter_id)


@router.get(
    "/matters/{matter_id}/links",
    auth=READS,
    response={200: list[LinkOut], **GUARDED_ONE},
    summary="List links",
)
def list_links(request: HttpRequest, matter_id: Key) -> Any:
    """Return what other systems call a matter, with their status and their own clocks."""
    actor = caller_of(request).actor
    told.acts(actor, matter_id)
    return matters.of_matter(actor, matter_id, with_kept=False)
