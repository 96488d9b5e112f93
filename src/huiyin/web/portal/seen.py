"""What the system reads in a petition, as its writer may see it before sending."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from huiyin.cases.reading import read_text
from huiyin.text.taxonomy import kinds

_SHOWN = 5
_WHOLE_LENGTH = 120


@dataclass(frozen=True)
class SeenByUs:
    """The parts of a reading that help the writer to see whether it was understood."""

    nature: str
    kinds: tuple[str, ...]
    place: str
    amounts: tuple[str, ...]
    requests: tuple[str, ...]
    own: bool
    urgent: bool


def seen(text: str, title: str, place: str, *, lang: str, places: Mapping[str, str]) -> SeenByUs:
    """Return what is read in a text; the place chosen by the writer goes before the place read."""
    read = read_text(text, title, home=settings.HUIYIN_HOME, openly=True)
    likely = () if read.abstain else read.kinds[:1] + tuple(k for k in read.kinds[1:3] if k.p >= 0.25)  # noqa: PLR2004
    division = places.get(place, "")
    if not division and read.division:
        division = places.get(read.division.code, read.division.name)
    return SeenByUs(
        nature=read.nature.value,
        kinds=tuple(kinds()[k.code].name(lang) for k in likely),
        place=division,
        amounts=tuple(dict.fromkeys(f"{a.value:,.2f}".removesuffix(".00") for a in read.amounts))[:_SHOWN],
        requests=tuple(dict.fromkeys(_short(span.text) for span in read.requests))[:_SHOWN],
        own=read.own,
        urgent=read.urgent,
    )


def _short(sentence: str) -> str:
    sentence = sentence.strip().removeprefix("诉求：")
    return sentence if len(sentence) <= _WHOLE_LENGTH else f"{sentence[:_WHOLE_LENGTH]}…"
