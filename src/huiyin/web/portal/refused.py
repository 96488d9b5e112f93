"""What a form was refused for, kept until the page that asks again is shown.

A refused form is answered by a redirect to its page, so that the browser's way back leads through pages that
can be shown again. What was typed is sealed, shown once and forgotten.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from huiyin.foundation import crypto

_KEPT = "refused"


@dataclass(frozen=True)
class Refusal:
    """What was typed, what of it needs mending by field, and the status of the page that says so."""

    form: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def context(self) -> dict[str, Any]:
        """Return what a page with a form shows of it."""
        return {"form": self.form, "errors": self.errors, "error_list": list(self.errors.items())}


NOTHING = Refusal()


def ask_again(
    request: HttpRequest,
    address: str,
    errors: Mapping[str, str],
    *,
    form: Mapping[str, str] | None = None,
    status: int = 422,
) -> HttpResponse:
    """Lead back to the page of a form, which shows what was typed and what needs mending."""
    said = {
        "at": address,
        "form": dict(form or {}),
        "errors": dict(errors),
        "status": status,
    }
    sealed = crypto.house_seal(json.dumps(said, ensure_ascii=False).encode())
    request.session[_KEPT] = base64.b64encode(sealed).decode()
    return redirect(address)


def refused(request: HttpRequest) -> Refusal:
    """Return what the form of this page was refused for just now, once; else nothing."""
    kept = request.session.get(_KEPT, "")
    said = json.loads(crypto.house_unseal(base64.b64decode(kept))) if kept else {}
    if said.pop("at", "") != request.path:
        return NOTHING  # another page, in another window, say: it waits for its own
    del request.session[_KEPT]
    return Refusal(**said)
