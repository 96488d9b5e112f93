"""What every template may show: the agency, the visitor's settings, who acts."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from huiyin.orgs import queries as orgs


@dataclass(frozen=True)
class Prefs:
    """How the visitor wants to read: text size and theme, from cookies the server sets."""

    text: str = "normal"
    theme: str = "auto"


def prefs(request: HttpRequest) -> Prefs:
    """Return the visitor's reading settings; unknown values count as the default."""
    text, theme = request.COOKIES.get("huiyin_text"), request.COOKIES.get("huiyin_theme")
    return Prefs("large" if text == "large" else "normal", theme if theme in {"light", "dark"} else "auto")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the values that layouts use."""
    return {"agency": orgs.agency(), "prefs": prefs(request), "actor": getattr(request, "actor", None)}
