"""What a form of the workbench sent, read without ever failing; and how a refusal is answered."""

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO, cast

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from huiyin.base.errors import Invalid, Refused
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.web.middleware import STATUS
from huiyin.web.templatetags.wording import lang

UNPROCESSABLE = 422
_LARGEST_KEY = 2**63 - 1
_LONGEST_KEY = len(str(_LARGEST_KEY))
OptionRow = tuple[str, str]
_FORM_FIELDS = {"file": "files"}  # where a field of the form has another name than in the service


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts; pages that ask this let only signed-in staff in."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def number_of(form: QueryDict, name: str, default: int = 0) -> int:
    """Return a whole number somebody sent, or the default when it is none."""
    number = _whole(form.get(name, "").strip())
    return default if number is None else number


def keys_of(form: QueryDict, name: str) -> list[int]:
    """Return the keys of what somebody ticked; what is no key is passed over."""
    return [key for text in form.getlist(name) if (key := _whole(text)) is not None]


def _whole(text: str) -> int | None:
    """Return a whole number that a key can be; None for anything else, however long it is."""
    if not text.isdecimal() or len(text) > _LONGEST_KEY:
        return None
    number = int(text)
    return number if number <= _LARGEST_KEY else None


def day_of(form: QueryDict, name: str) -> date:
    """Return a day somebody chose. Raises Invalid."""
    try:
        return date.fromisoformat(form.get(name, "").strip())
    except ValueError as unreadable:
        raise Invalid("desk.day_unreadable", field=name) from unreadable


def day_or_none(form: QueryDict, name: str) -> date | None:
    """Return a day somebody chose, None where none can be read: the service says all that is lacking."""
    try:
        return day_of(form, name)
    except Invalid:
        return None


def uploads(request: HttpRequest, name: str = "files") -> Sequence[tuple[str, BinaryIO]]:
    """Return the files that came along. Raises Invalid when they were too large to be taken in."""
    arrived = request.FILES.getlist(name)
    if getattr(request, "too_large", False):
        raise Invalid("desk.upload_too_large", field=name)
    return [(file.name or _("附件"), cast("BinaryIO", file.file)) for file in arrived]


def status_of(refusal: Refused) -> int:
    """Return the HTTP status of a refusal: what was typed cannot be taken, unless it is of a special kind."""
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), UNPROCESSABLE)


def errors_of(refusal: Refused | None) -> dict[str, str]:
    """Return the message of a refusal under the field it belongs to, or under nothing in particular."""
    if refusal is None:
        return {}
    told: dict[str, str] = {}
    for one in (refusal, *getattr(refusal, "also", ())):
        field = getattr(one, "field", "") or "form"
        told.setdefault(_FORM_FIELDS.get(field, field), say(one.message, lang()))
    return told
