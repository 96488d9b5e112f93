"""What every template may show: the agency, the visitor's settings, who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from huiyin.orgs import notices
from huiyin.orgs import queries as orgs
from huiyin.web.desk.menu import menu
from huiyin.web.templatetags.wording import lang


@dataclass(frozen=True)
class Prefs:
    """How the visitor wants to read: text size, theme and keys, from cookies the server sets."""

    text: str = "normal"
    theme: str = "auto"
    keys: str = "on"


def prefs(request: HttpRequest) -> Prefs:
    """Return the visitor's reading settings; unknown values count as the default."""
    text, theme = request.COOKIES.get("huiyin_text"), request.COOKIES.get("huiyin_theme")
    return Prefs(
        "large" if text == "large" else "normal",
        theme if theme in {"light", "dark"} else "auto",
        "off" if request.COOKIES.get("huiyin_keys") == "off" else "on",
    )


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the values that layouts use."""
    return {
        "agency": orgs.agency(),
        "prefs": prefs(request),
        "actor": getattr(request, "actor", None),
        "layout": layout(request),
        "menu": menu(getattr(request, "actor", None)),
        "unseen": SimpleLazyObject(lambda: unseen(request)),
        "office_names": SimpleLazyObject(office_names),
    }


def layout(request: HttpRequest) -> str:
    """Return what a page about a wrong address or a refusal stands in: the workbench for who works there."""
    inside = getattr(request, "actor", None) and request.path.startswith(reverse("desk:todo"))
    return "base/desk.html" if inside else "base/plain.html"


def unseen(request: HttpRequest) -> int:
    """Return how many notices the signed-in person has not seen; asked only by pages that show it."""
    actor = getattr(request, "actor", None)
    return notices.unseen(actor.staff) if actor and actor.staff else 0


def office_names() -> Mapping[str, str]:
    """Return the English names of the offices by their names, for visitors who read English."""
    return {o.name: o.name_en for o in orgs.offices() if o.name_en} if lang() == "en" else {}
