"""The public API: hand in a petition, follow it by code, ask what the system reads in a text."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Schema, Status
from ninja.errors import ValidationError
from pydantic import Field

from huiyin import __version__
from huiyin.base import clock
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from huiyin.base.ids import spaced
from huiyin.cases.queries import follow
from huiyin.cases.reading import read_text
from huiyin.cases.rules.given import LONGEST_TEXT, PersonGiven, PetitionGiven
from huiyin.cases.services import intake
from huiyin.foundation import rate
from huiyin.foundation.addresses import address_of
from huiyin.foundation.crypto import blind_index
from huiyin.foundation.rate import TooOften
from huiyin.foundation.wording import say
from huiyin.orgs.rules import PETITIONER

STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, TooOften: 429, Invalid: 422}
api = NinjaAPI(title="Huiyin 回音", version=__version__, docs_url=None, urls_namespace="api")


class PersonIn(Schema):
    """Who petitions; everything may be left out."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""


class PetitionIn(Schema):
    """A petition handed in by web."""

    text: Annotated[str, Field(max_length=2 * LONGEST_TEXT)]
    title: str = ""
    asked: str = ""
    place: str = ""
    person: PersonIn = PersonIn()
    persons: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    anonymous: bool = False


class RegisteredOut(Schema):
    """The receipt."""

    number: str
    code: str
    code_spaced: str
    received_on: date
    again: bool


class StepOut(Schema):
    """One dated step of the progress."""

    kind: str
    words: str
    day: date
    office: str


class DeadlineOut(Schema):
    """A duty or right that is still open."""

    duty: str
    words: str
    owed_by: str
    due: date | None
    provisional: bool
    instrument: str
    article: str


class ProgressOut(Schema):
    """How far a petition has come; the answer itself is read on the portal."""

    number: str
    received_on: date
    stage: str
    stage_words: str
    office: str
    steps: list[StepOut]
    deadlines: list[DeadlineOut]
    concluded: bool


class TextIn(Schema):
    """A text to be read."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    title: Annotated[str, Field(max_length=500)] = ""


def language(request: HttpRequest) -> str:
    """Return zh, or en when the caller asks for English."""
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh"


def _limit(request: HttpRequest, what: str, limit: int) -> None:
    if not limit:
        return
    key = blind_index(f"{what}:{address_of(request)}", about="code")
    rate.count(key, limit=limit, within=timedelta(minutes=10), at=clock.now())


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer an expected refusal with its code, in words, and the field to mend."""
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400)
    error = {
        "code": refusal.message.code,
        "message": say(refusal.message, language(request)),
        "field": getattr(refusal, "field", ""),
    }
    return api.create_response(request, {"error": error}, status=status)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a body of the wrong shape with the place that is wrong; what was sent is not repeated."""
    first = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()) if part != "body")
    body = {"code": "api.unreadable", "message": str(first.get("msg", "")), "field": where}
    return api.create_response(request, {"error": body}, status=422)


def _submission(petition: PetitionIn, key: str) -> str:
    # Bound to all that was sent: whoever hits on somebody else's key must not get that person's query code.
    return f"api:{blind_index(f'{key}:{petition.model_dump_json()}', about='submission')[:50]}"


@api.post("/petitions", response={201: RegisteredOut, 200: RegisteredOut}, summary="Hand in a petition")
def hand_in(
    request: HttpRequest,
    petition: PetitionIn,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=100)] = None,
) -> Status[dict[str, Any]]:
    """Register a petition and return its number and query code; the same Idempotency-Key registers once."""
    _limit(request, "petition", settings.HUIYIN_PETITIONS_LIMIT)
    at = clock.now()
    given = PetitionGiven(
        text=petition.text,
        title=petition.title,
        asked=petition.asked,
        place=petition.place,
        channel="web",
        received_on=clock.local_day(at),
        person=PersonGiven(**petition.person.dict()),
        persons=petition.persons,
        anonymous=petition.anonymous,
        submission=_submission(petition, idempotency_key) if idempotency_key else "",
    )
    done = intake.register(given, by=PETITIONER, at=at)
    answer = {
        "number": done.number,
        "code": done.code,
        "code_spaced": spaced(done.code),
        "received_on": done.received_on,
        "again": done.again,
    }
    return Status(200 if done.again else 201, answer)


@api.get("/petitions/{code}", response=ProgressOut, summary="Follow a petition by its query code")
def follow_by_code(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return every dated step and what is due next."""
    _limit(request, "follow", 60)
    lang = language(request)
    seen = follow.progress(follow.find(code), today=clock.today())
    steps = [
        {"kind": s.kind, "words": say(f"law.act.{s.kind}", lang), "day": s.day, "office": s.office}
        for s in seen.steps
    ]
    deadlines = [
        {
            "duty": d.duty,
            "words": say(f"law.duty.{d.duty}", lang),
            "owed_by": d.owed_by,
            "due": d.due,
            "provisional": d.provisional,
            "instrument": d.citation.instrument,
            "article": d.citation.article,
        }
        for d in seen.deadlines
    ]
    return {
        "number": seen.number,
        "received_on": seen.received_on,
        "stage": seen.stage,
        "stage_words": say(f"law.stage.{seen.stage}", lang),
        "office": seen.office,
        "steps": steps,
        "deadlines": deadlines,
        "concluded": seen.concluded,
    }


@api.post("/understand", summary="Ask what the system reads in a text")
def understand(request: HttpRequest, given: TextIn) -> dict[str, Any]:
    """Return the reading of a text with its evidence; nothing is kept.

    Open to everybody: a petitioner can see how automatic suggestions come about (个人信息保护法 art 24).
    """
    _limit(request, "understand", 600)
    return read_text(given.text, given.title, home=settings.HUIYIN_HOME).as_dict()
