"""For connected systems: hand over records, take batches, see differences; the same work as with files."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router, Schema, Status
from pydantic import Field

from huiyin.api.callers import Scoped, caller_of, once
from huiyin.api.problems import language, refusals
from huiyin.base import clock
from huiyin.base.errors import Invalid
from huiyin.exchange.queries import differences, overview
from huiyin.exchange.services import files, giving, taking
from huiyin.foundation.wording import say

router = Router(tags=["exchange"])
READS, WRITES = Scoped("exchange:read"), Scoped("exchange:write")
MOST_ROWS = 500
LARGEST = 2**31 - 1
GUARDED = refusals(401, 403, 404)
WRITTEN = refusals(401, 403, 404, 409)
Number = Annotated[int, Path(ge=1, le=LARGEST)]
OnceKey = Annotated[str | None, Header(alias="Idempotency-Key", max_length=100)]
Cell = Annotated[str, Field(max_length=200_000)]


class RecordsIn(Schema):
    """Records under the headings of the system's map, as in its file."""

    rows: Annotated[list[dict[Annotated[str, Field(max_length=100)], Cell]], Field(max_length=MOST_ROWS)]


class RefusalOut(Schema):
    """A row that was refused, and why."""

    row: int
    number: str
    code: str
    message: str


class TakenOut(Schema):
    """What came of the records."""

    batch: int
    read: int
    added: int
    linked: int
    updated: int
    unchanged: int
    waiting: int
    rejected: int
    unmapped: int
    left_out: list[str]
    refusals: list[RefusalOut]


class ExportIn(Schema):
    """Which export is wanted: `progress` of linked matters, or new `petitions`."""

    what: Annotated[str, Field(max_length=20)] = "progress"


class ExportOut(Schema):
    """The batch that was made; number 0 when nothing had happened."""

    number: int
    rows: int
    more: bool


class BatchOut(Schema):
    """A file in or out."""

    number: int
    what: str
    at: datetime
    counts: dict[str, int]
    delivered_at: datetime | None


class DoneOut(Schema):
    """A thing was done."""

    done: bool


class DifferenceOut(Schema):
    """A difference between our records and theirs, with what is proposed."""

    id: int
    kind: str
    number: str
    what: str
    ours: str
    theirs: str
    proposed: str
    found_at: datetime
    gone: bool


class DifferencesOut(Schema):
    """Open differences, newest first; `next` is the key of the next page, empty on the last."""

    items: list[DifferenceOut]
    next: str


@router.post(
    "/exchange/records", auth=WRITES, response={200: TakenOut, **WRITTEN}, summary="Hand over records"
)
def hand_over(
    request: HttpRequest, response: HttpResponse, given: RecordsIn, idempotency_key: OnceKey = None
) -> Status[Any]:
    """Take records in as from a file: new ones registered, known ones brought up to date, none doubled."""
    caller, lang = caller_of(request), language(request)
    if not given.rows:
        raise Invalid("tables.empty", field="rows", name="rows")
    headers = list(dict.fromkeys(name for row in given.rows for name in row))

    def do() -> tuple[int, dict[str, Any]]:
        refused, tally = [], taking.Taken()
        numbered = enumerate(given.rows, 1)
        for tally in taking.take_in(
            headers, numbered, system=caller.system.code, by=caller.actor, at=clock.now()
        ):
            refused += [
                {"row": n, "number": number, "code": m.code, "message": say(m, lang)}
                for n, number, m in tally.refusals
            ]
        counts = {**tally.counts(), "batch": tally.batch, "left_out": list(tally.left_out)}
        return 200, {**counts, "refusals": refused}

    return once(caller, idempotency_key, f"records:{given.model_dump_json()}", response, do)


@router.post("/exchange/exports", auth=WRITES, response={200: ExportOut, **WRITTEN}, summary="Make an export")
def make_export(
    request: HttpRequest, response: HttpResponse, wanted: ExportIn, idempotency_key: OnceKey = None
) -> Status[Any]:
    """Put what happened since the last export into a batch."""
    caller = caller_of(request)

    def do() -> tuple[int, dict[str, Any]]:
        code, what = caller.system.code, wanted.what
        return 200, vars(giving.export(code, what, by=caller.actor, at=clock.now()))

    return once(caller, idempotency_key, f"export:{wanted.model_dump_json()}", response, do)


@router.post(
    "/exchange/exports/{number}/delivered",
    auth=WRITES,
    response={200: DoneOut, **WRITTEN},
    summary="Confirm an export",
)
def confirm_export(
    request: HttpRequest, response: HttpResponse, number: Number, idempotency_key: OnceKey = None
) -> Status[Any]:
    """Say that a batch was taken over."""
    caller = caller_of(request)

    def do() -> tuple[int, dict[str, Any]]:
        giving.confirm(caller.system.code, number, by=caller.actor, at=clock.now())
        return 200, {"done": True}

    return once(caller, idempotency_key, f"delivered:{number}", response, do)


class ExportedRows(Schema):
    """A batch as rows under the headings of the system's map."""

    number: int
    headers: list[str]
    rows: list[list[str]]


@router.get(
    "/exchange/exports/{number}",
    auth=WRITES,
    response={200: ExportedRows, **GUARDED},
    summary="Take an export",
)
def take_export(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Return a batch's rows, the same each time; taking it is recorded."""
    caller = caller_of(request)
    found = files.rows_of(caller.system.code, number, by=caller.actor, at=clock.now())
    return {"number": number, "headers": found.headers, "rows": found.rows}


@router.get(
    "/exchange/batches", auth=READS, response={200: list[BatchOut], **GUARDED}, summary="List batches"
)
def list_batches(request: HttpRequest, before: Annotated[int, Query(ge=0, le=LARGEST)] = 0) -> Any:
    """Return files in and out, the newest first."""
    caller = caller_of(request)
    return overview.batches(caller.system.code, caller.actor, before=before)


@router.get(
    "/exchange/differences", auth=READS, response={200: DifferencesOut, **GUARDED}, summary="List differences"
)
def list_differences(
    request: HttpRequest, after: Annotated[str, Query(max_length=20)] = ""
) -> dict[str, Any]:
    """Return the open differences, the newest first."""
    caller = caller_of(request)
    page = differences.page(caller.system.code, caller.actor, after=after)
    return {"items": page.rows, "next": page.after}
