"""The public API: hand in a petition, follow it by code, ask what the system reads in a text."""

from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Schema, Status
from pydantic import Field

from huiyin import __version__
from huiyin.api import exchange, matters, register
from huiyin.api.callers import limit, once, perhaps_known
from huiyin.api.problems import HuiyinAPI, handle, language, refusals
from huiyin.base import clock
from huiyin.base.errors import NotAllowed
from huiyin.base.ids import spaced
from huiyin.cases.queries import follow
from huiyin.cases.reading import read_text
from huiyin.cases.rules.given import LONGEST_TEXT, PersonGiven, PetitionGiven, plain
from huiyin.cases.services import intake
from huiyin.exchange.services import handed_in
from huiyin.foundation.crypto import blind_index
from huiyin.foundation.wording import say
from huiyin.orgs.rules import PETITIONER

FOLLOWED, READ = 60, 600  # look-ups by code, and readings, likewise
api = HuiyinAPI(title="Huiyin 回音", version=__version__, docs_url=None, urls_namespace="api")
handle(api)
api.add_router("", matters.router)
api.add_router("", register.router)
api.add_router("", exchange.router)


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
    number: Annotated[str, Field(max_length=handed_in.LONGEST_NUMBER)] = ""


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


def _submission(petition: PetitionIn, key: str) -> str:
    # Bound to all that was sent: whoever hits on somebody else's key must not get that person's query code.
    return f"api:{blind_index(f'{key}:{petition.model_dump_json()}', about='submission')[:50]}"


@api.post(
    "/petitions",
    response={201: RegisteredOut, 200: RegisteredOut, **refusals(401, 403, 409)},
    summary="Hand in a petition",
)
def hand_in(
    request: HttpRequest,
    response: HttpResponse,
    petition: PetitionIn,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=100)] = None,
) -> Status[dict[str, Any]]:
    """Register a petition and return its number and query code; the same Idempotency-Key registers once.

    Open to everybody. A connected system that comes with its token hands in at its own office, under its own
    `number`, and gets 409 for a key that it used for another petition.
    """
    caller, at = perhaps_known(request), clock.now()
    if caller is None:
        limit(request, "petition", settings.HUIYIN_PETITIONS_LIMIT)
        submission = _submission(petition, idempotency_key) if idempotency_key else ""
        return Status(*_receipt(intake.register(_given(petition, at, submission), by=PETITIONER, at=at)))
    if "petitions:write" not in caller.scopes:
        raise NotAllowed("exchange.scope_lacking", scope="petitions:write")

    def do() -> tuple[int, dict[str, Any]]:
        given = _given(petition, at, "")
        return _receipt(
            handed_in.hand_in(caller.system, given, number=plain(petition.number), by=caller.actor, at=at)
        )

    return once(caller, idempotency_key, f"petition:{petition.model_dump_json()}", response, do)


def _given(petition: PetitionIn, at: datetime, submission: str) -> PetitionGiven:
    return PetitionGiven(
        text=petition.text,
        title=petition.title,
        asked=petition.asked,
        place=petition.place,
        channel="web",
        received_on=clock.local_day(at),
        person=PersonGiven(**petition.person.dict()),
        persons=petition.persons,
        anonymous=petition.anonymous,
        submission=submission,
    )


def _receipt(done: intake.Registered) -> tuple[int, dict[str, Any]]:
    return 200 if done.again else 201, {
        "number": done.number,
        "code": done.code,
        "code_spaced": spaced(done.code),
        "received_on": done.received_on,
        "again": done.again,
    }


@api.get(
    "/petitions/{code}",
    response={200: ProgressOut, **refusals(404)},
    summary="Follow a petition by its query code",
)
def follow_by_code(request: HttpRequest, code: Annotated[str, Path(max_length=40)]) -> dict[str, Any]:
    """Return every dated step and what is due next."""
    limit(request, "follow", FOLLOWED)
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


@api.post(
    "/understand",
    response={200: dict[str, Any], **refusals(401)},
    summary="Ask what the system reads in a text",
)
def understand(request: HttpRequest, given: TextIn) -> dict[str, Any]:
    """Return the reading of a text with its evidence; nothing is kept.

    Open to everybody: a petitioner can see how automatic suggestions come about (个人信息保护法 art 24). Who
    comes without a token for petitions:read does not see what fewer than five confirmed ones would change.
    """
    limit(request, "understand", READ)
    caller = perhaps_known(request)
    openly = caller is None or "petitions:read" not in caller.scopes
    return read_text(given.text, given.title, home=settings.HUIYIN_HOME, openly=openly).as_dict()
