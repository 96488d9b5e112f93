"""The cards of the models that petitions are read with: learned from what, how good, used since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.cases import shelf
from huiyin.text.learned.memory import SMALL
from huiyin.text.learned.shipped import VERSION
from huiyin.web.permission import needs


@dataclass(frozen=True)
class Card:
    """One version as the page shows it; `kinds` leaves out those with fewer than five petitions."""

    version: str
    state: str
    chosen: bool
    card: Mapping[str, Any]
    parts: Sequence[tuple[str, Mapping[str, Any]]]
    kinds: Sequence[tuple[str, int]]
    few: int


@needs("matter.sort")
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """Show what petitions are read with, and every model that was made here."""
    home = settings.HUIYIN_HOME
    chosen = shelf.chosen(home)
    shown = {
        "reads": shelf.kept(home).version,
        "chosen": chosen,
        "product": VERSION,
        "damaged": shelf.damaged(home),
        "remembered": sum(bool(len(one.numbers)) for one in shelf.remembered(home)),
        "switched": shelf.switched(home),
        "cards": [_card(one, chosen) for one in shelf.versions(home)],
        "small": SMALL,
    }
    return render(request, "desk/learning/models.html", shown)


def _card(one: shelf.Shelved, chosen: str) -> Card:
    counted = sorted(one.card.get("kinds", {}).items(), key=lambda pair: (-pair[1], pair[0]))
    state = "damaged" if one.damaged else "ready" if one.usable else "not-better"
    return Card(
        version=one.version,
        state=state,
        chosen=one.version == chosen,
        card=one.card,
        parts=list(one.card.get("parts", {}).items()),
        kinds=[(code, n) for code, n in counted if n >= SMALL],
        few=sum(n < SMALL for _code, n in counted),
    )
