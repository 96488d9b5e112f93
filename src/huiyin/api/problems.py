"""How the API refuses: one shape with a code, in the caller's language, declared for every operation."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from huiyin.base.messages import Message
from huiyin.exchange.services.systems import NotKnown
from huiyin.foundation.rate import TooOften
from huiyin.foundation.wording import say

STATUS = {NotKnown: 401, NotFound: 404, NotAllowed: 403, Conflict: 409, TooOften: 429, Invalid: 422}
MEDIA = "application/problem+json"
BAD_REQUEST, UNAUTHORIZED, NOT_FOUND, UNPROCESSABLE, TOO_MANY = 400, 401, 404, 422, 429


class Fault(Schema):
    """What went wrong, for programs: a stable code, the words, the field to mend."""

    code: str
    message: str
    field: str


class Problem(Schema):
    """A refusal (after RFC 9457): `code` is stable, `detail` says what to do, `field` names what to mend."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str
    error: Fault


def refusals(*codes: int) -> dict[int, Any]:
    """Return the refusals that an operation can answer with, for its description."""
    return dict.fromkeys(sorted({BAD_REQUEST, UNPROCESSABLE, TOO_MANY, *codes}), Problem)


def language(request: HttpRequest) -> str:
    """Return zh, or en when the caller asks for English."""
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh"


def problem(request: HttpRequest, status: int, code: str, message: str, field: str = "") -> HttpResponse:
    """Return a refusal as an answer."""
    lang = language(request)
    body = {
        "type": f"urn:huiyin:{code}",
        "title": say(f"api.status.{status}", lang),
        "status": status,
        "detail": message,
        "code": code,
        "field": field,
        "error": {"code": code, "message": message, "field": field},
    }
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False}, content_type=MEDIA)
    answer["Content-Language"] = lang
    if status == UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    if status == TOO_MANY:
        answer["Retry-After"] = "600"
    return answer


def refused(request: HttpRequest, refusal: Exception | type[Exception]) -> HttpResponse:
    """Answer an expected refusal with its code, in words, and the field to mend."""
    if not isinstance(refusal, Refused):
        raise TypeError("only refusals are answered here")
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), BAD_REQUEST)
    words = say(refusal.message, language(request))
    return problem(request, status, refusal.message.code, words, getattr(refusal, "field", ""))


def unreadable(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Answer a request of the wrong shape with the place that is wrong; what was sent is not repeated."""
    errors = error.errors if isinstance(error, ValidationError) else []
    first = errors[0] if errors else {}
    places = {"body", "query", "path", "header"}
    loc = [str(part) for part in first.get("loc", ())]
    where = re.sub(r"[^\w.-]", "", ".".join(part for part in loc if part not in places))[:100]
    kind = re.sub(r"[^\w]", "", str(first.get("type", "")))
    words = say(Message("api.unreadable", {"field": where or "body", "kind": kind}), language(request))
    return problem(request, UNPROCESSABLE, "api.unreadable", words, where)


def not_json(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Answer a body that is no JSON, or whatever else the framework refuses."""
    status = error.status_code if isinstance(error, HttpError) else BAD_REQUEST
    code = "api.not_json" if status == BAD_REQUEST else "api.refused"
    return problem(request, status, code, say(code, language(request)))


def without_token(request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
    """Answer a request that came without the token it needs."""
    return problem(request, UNAUTHORIZED, "api.token_missing", say("api.token_missing", language(request)))


def not_there(request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
    """Answer a request for what is not there."""
    return problem(request, NOT_FOUND, "api.nowhere", say("api.nowhere", language(request)))


class HuiyinAPI(NinjaAPI):
    """The API, describing its refusals in the form in which it sends them."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description, with refusals as problem documents."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation.get("responses", {}).items():
                    content = response.get("content", {})
                    if int(status) >= BAD_REQUEST and "application/json" in content:
                        response["content"] = {MEDIA: content["application/json"]}
        return schema


def handle(api: NinjaAPI) -> None:
    """Have an API answer every refusal in the one shape."""
    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(ValidationError, unreadable)
    api.add_exception_handler(HttpError, not_json)
    api.add_exception_handler(AuthenticationError, without_token)
    api.add_exception_handler(Http404, not_there)
