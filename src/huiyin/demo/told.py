"""Reads the invented petitions that are kept as plain text, and what an office may answer to each kind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

AREAS: Mapping[str, str] = {
    "yp": "980100",
    "wl": "980102",
    "lz": "980103",
    "zc": "980121",
    "sl": "980122",
    "ht": "980123",
    "dx": "980124",
}
OUTCOMES = ("support", "explain", "reject", "reply")
_MARK = re.compile(r"^@ (\w+) (\w+)([^|]*?)(?: ?\| ?(.*))?$")


@dataclass(frozen=True)
class Told:
    """One invented petition; `id` names its file and place there, `persons` how many it speaks for."""

    id: str
    kind: str
    area: str
    channel: str
    title: str
    text: str
    nature: str = "claim"
    persons: int = 1
    anonymous: bool = False
    behalf: bool = False
    urgent: bool = False

    @property
    def division(self) -> str:
        """Return the code of the area it is about."""
        return AREAS[self.area]


@dataclass(frozen=True)
class Book:
    """All invented petitions by file, and answers by kind and outcome."""

    told: Mapping[str, Sequence[Told]]
    answers: Mapping[str, Mapping[str, Sequence[str]]]


@cache
def book() -> Book:
    """Return everything the text files hold."""
    folder = resources.files(__package__).joinpath("agency", "texts")
    told: dict[str, list[Told]] = {}
    answers: dict[str, dict[str, list[str]]] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        name = file.name.removesuffix(".txt")
        told[name] = list(_told(name, file.read_text(encoding="utf-8"), answers))
    return Book(told, answers)


def _told(name: str, text: str, answers: dict[str, dict[str, list[str]]]) -> Iterator[Told]:
    kind, head, lines, number = "", "", list[str](), 0
    for line in [*text.splitlines(), "= "]:
        if line[:2] in {"@ ", "= ", "> "} and head:
            number += 1
            yield _one(f"{name}-{number:03d}", kind, head, "\n".join(lines).strip())
            head, lines = "", []
        if line.startswith("= "):
            kind = line[2:].split(" ")[0]
        elif line.startswith("@ "):
            head = line
        elif line.startswith("> "):
            outcome, _, words = line[2:].partition(" ")
            answers.setdefault(kind, {}).setdefault(outcome, []).append(words.strip())
        else:
            lines.append(line)


def _one(id_: str, kind: str, head: str, text: str) -> Told:
    found = _MARK.match(head)
    if found is None or found[1] not in AREAS or not text:
        raise ValueError(f"{id_}: {head!r} is no head of a petition, or nothing follows it")
    flags = dict(flag.partition("=")[::2] for flag in found[3].split())
    return Told(
        id=id_,
        kind=kind,
        area=found[1],
        channel=found[2],
        title=(found[4] or "").strip(),
        text=text,
        nature="suggestion" if "thanks" in flags else flags.get("nature", "claim"),
        persons=int(flags.get("persons") or 1),
        anonymous="anonymous" in flags,
        behalf="behalf" in flags,
        urgent="urgent" in flags,
    )
