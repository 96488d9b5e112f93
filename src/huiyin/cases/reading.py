"""What the system reads in a petition: one call for portal, workbench, API and command line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from huiyin import text as texts
from huiyin.cases import shelf
from huiyin.cases.rules.given import PersonGiven, PetitionGiven
from huiyin.orgs.places import kept
from huiyin.text import Place, Understanding, understand
from huiyin.text.learned.shipped import Models, using


@dataclass(frozen=True)
class Seen:
    """The parts of a reading that are kept with the petition: codes and probabilities, no words of it."""

    possible_accusation: bool
    urgent: bool
    division: str
    proposed: dict[str, Any]


def read_text(text: str, title: str = "", *, home: Path, openly: bool = False) -> Understanding:
    """Return the full reading of a text, with the places and by the models under `home` (HUIYIN_HOME).

    Who is not known here asks `openly`: fewer than five confirmed petitions like the text then count nothing,
    so that nobody finds out whether one certain person wrote.
    """
    division, places = kept(home)
    return _read(text, title, division or None, places, shelf.kept(home, openly=openly))


@lru_cache(maxsize=64)  # a petition is read again for each letter and each page about it
def _read(
    text: str, title: str, division: str | None, places: tuple[Place, ...], models: Models
) -> Understanding:
    with using(models):
        return understand(text, title, home=division, places=places)


def read_petition(text: str, title: str = "", *, home: Path) -> Seen:
    """Return what is kept of a reading when a petition is registered.

    A hint of hardship is not kept: it is read again when somebody opens the petition. One of danger is kept
    for 72 hours, so that somebody sees it at once.
    """
    understanding = read_text(text, title, home=home)
    seen = understanding.as_dict()
    division = seen["division"]["code"] if seen["division"] else ""
    kept_parts = {name: seen[name] for name in ("path", "own", "abstain", "version")}
    kinds = [{"code": kind["code"], "p": kind["p"]} for kind in seen["kinds"]]
    nature = {"value": seen["nature"]["value"], "p": seen["nature"]["p"]}
    return Seen(
        possible_accusation=understanding.nature.possible_accusation,
        urgent=understanding.urgent,
        division=division,
        proposed={"nature": nature, "kinds": kinds, **kept_parts},
    )


_HALF = re.compile(r"[0-9０-９.,，、：:；;（(“‘《]+…$")  # half a number would be another number


def headline(given: PetitionGiven) -> str:
    """Return the line that lists show; it stands in clear, so the people who petition are masked in it."""
    line = _HALF.sub("…", texts.headline(given.whole_text, given.title))
    behalf = (given.behalf.person,) if given.behalf else ()
    return masked_in(line, (given.person, *given.companions, *given.concerned, *behalf))


def masked_in(line: str, people: Iterable[PersonGiven]) -> str:
    """Return a line without the names and telephones of people, as long as it may be kept."""
    for person in people:
        if len(person.name) > 1:  # a single character would mask half the words
            line = line.replace(person.name, person.name[0] + "＊" * (len(person.name) - 1))
        if person.phone:
            line = line.replace(person.phone, "*" * len(person.phone))
    return line[:120]
